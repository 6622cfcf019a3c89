# What runs leave behind that were stopped or killed: sockets, handles, timers and temporary files.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $modulePath = $testedModule

    # The sockets that clients have open to an emulator.
    function Get-SocketCount($Emulator) {
        @([System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
                Where-Object { $_.State -eq 'Established' -and $_.LocalEndPoint.Port -eq $Emulator.Port }).Count
    }

    # The names of the files below a folder.
    function Get-FileName([string] $Folder) { (Get-ChildItem -LiteralPath $Folder -File -Recurse -Force).Name | Sort-Object }

    # Kills a script in a PowerShell of its own as soon as a condition is true.
    function Invoke-KilledPowerShell([string] $Script, [scriptblock] $When) {
        $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($Script))
        $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        try {
            while (-not (& $When) -and -not $process.HasExited) { [System.Threading.Thread]::Yield() }
            $process.HasExited | Should -BeFalse -Because 'it is still running when it is killed'
        }
        finally {
            $process.Kill()
            $process.WaitForExit()
            $process.Dispose()
        }
    }
}

Describe 'What is left' {
    BeforeEach {
        $emulator = Start-ZohoCrmEmulator -RecordCount 100
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))).FullName
        $temporary, $cache, $journals = 'temporary', 'cache', 'journals' | ForEach-Object { (New-Item -ItemType Directory (Join-Path $folder $_)).FullName }
        $journal = Join-Path $journals 'run.jsonl'
        $idFile = Join-Path $folder 'ids.txt'
        Set-Content $idFile $ids
        $env:ZOHO_CRM_TOKEN_CACHE = $cache
        $env:ZOHO_CRM_CLIENT_ID = $emulator.ClientId
        $env:ZOHO_CRM_CLIENT_SECRET = [pscredential]::new('x', $emulator.ClientSecret).GetNetworkCredential().Password
        $env:ZOHO_CRM_REFRESH_TOKEN = [pscredential]::new('x', $emulator.RefreshToken).GetNetworkCredential().Password
        $env:ZOHO_CRM_ACCOUNTS_URI = $emulator.AccountsUri

        # Only this script's temporary files are to be seen, and not PowerShell's own.
        $connect = "`$env:TMPDIR = `$env:TEMP = `$env:TMP = '$temporary'
            Import-Module '$modulePath'
            Connect-ZohoCrm -EnvironmentVariable -Edition Ultimate -TimeoutSec 3600
            "
    }

    AfterEach {
        Remove-Item env:ZOHO_CRM_* -Exclude ZOHO_CRM_TOKEN_CACHE
        Stop-TestSession $emulator
    }

    It 'of a run that is stopped (Ctrl+C) is nothing, however often' {
        $null = $emulator.Inject(@{ Kind = 'NoAnswer'; Operations = @('LockRecord') })
        $lines = Invoke-NewPowerShell "$connect
            `$connection = Get-ZohoCrmConnection
            `$runspace = [runspacefactory]::CreateRunspace()
            `$runspace.Open()
            `$process = [System.Diagnostics.Process]::GetCurrentProcess()
            `$sockets = { @([System.Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() |
                Where-Object { `$_.State -eq 'Established' -and `$_.RemoteEndPoint.Port -eq $($emulator.Port) }).Count }
            function Stop-Run {
                `$shell = [powershell]::Create(`$runspace).AddScript({
                    param(`$Connection)
                    Import-Module '$modulePath'
                    Get-Content '$idFile' | Lock-ZohoRecord Deals -Reason x -Connection `$Connection -JournalPath '$journal' -WarningAction Ignore
                }).AddArgument(`$connection)
                `$run = `$shell.BeginInvoke()
                # A call in flight may be one that is still connecting.
                `$null = [System.Threading.SpinWait]::SpinUntil([Func[bool]] { (& `$sockets) -ge 25 -or `$run.IsCompleted }, 60000)
                `$script:open = & `$sockets
                `$shell.Stop()
                `$script:errors += `$shell.Streams.Error.Count
                `$shell.Dispose()
            }
            function Measure-Leftover {
                [GC]::Collect()
                [GC]::WaitForPendingFinalizers()
                [GC]::Collect()
                `$process.Refresh()
                `$process.HandleCount, [System.Threading.Timer]::ActiveCount
            }
            1..3 | ForEach-Object { Stop-Run }
            `$before = Measure-Leftover
            1..10 | ForEach-Object { Stop-Run }
            `$isGone = [System.Threading.SpinWait]::SpinUntil([Func[bool]] {
                `$after = Measure-Leftover
                (& `$sockets) -eq 0 -and `$after[0] -lt `$before[0] + 10 -and `$after[1] -lt `$before[1] + 10
            }, 60000)
            ""gone: `$isGone; sockets `$open, then `$(& `$sockets); handles and timers `$before, then `$(Measure-Leftover)""
            'errors: ' + `$errors
            'in flight: ' + `$connection.CallsInFlight
            'waiting: ' + `$connection.CallsPausing"

        $lines -match '^gone: ' | Should -BeLike 'gone: True; sockets 25, then 0;*'
        $lines | Should -Contain 'errors: 0'
        $lines | Should -Contain 'in flight: 0'
        $lines | Should -Contain 'waiting: 0'
        Get-FileName $temporary | Should -BeNullOrEmpty
        Get-FileName $journals | Should -Be 'run.jsonl'
        (Get-FileName $cache) -replace '^.*\.' | Should -Be lock, token
        $module.LockedCount | Should -Be 0
    }

    It 'of a run that is killed is its journal, and hinders no other' {
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(20)
        foreach ($rows in 20, 40, 60) {
            # After its rows it waits for more, which never come: it is killed somewhere before.
            Invoke-KilledPowerShell "$connect
                & { Get-Content '$idFile' -TotalCount $rows; [Console]::In.ReadLine() } | Lock-ZohoRecord Deals -Reason x -JournalPath '$journal'" {
                $module.LockedCount -ge $rows - 8
            }

            [System.Threading.SpinWait]::SpinUntil([Func[bool]] { (Get-SocketCount $emulator) -eq 0 }, 60000) | Should -BeTrue
            Get-FileName $temporary | Should -BeNullOrEmpty
            Get-FileName $journals | Should -Be 'run.jsonl'
            (Get-FileName $cache) -replace '^.*\.' | Should -Be lock, token
        }

        $lines = Invoke-NewPowerShell "$connect
            `$locks = Get-Content '$idFile' | Lock-ZohoRecord Deals -Reason x -JournalPath '$journal' -WarningAction Ignore
            'done: ' + `$locks.Count
            'cache problem: ' + (Get-ZohoCrmConnection).TokenCacheProblem"
        $lines | Should -Contain 'done: 100'
        $lines | Should -Contain 'cache problem: '
        $module.LockedCount, $emulator.RepeatedLocks, $emulator.TokensIssued | Should -Be 100, 0, 1
    }

    It 'of a process that is killed while it asks for a token is nothing that the next one waits for' {
        $emulator.Settings.TokenLatency = [timespan]::FromHours(1)
        Invoke-KilledPowerShell $connect { (Get-SocketCount $emulator) -gt 0 }
        Get-FileName $temporary | Should -BeNullOrEmpty
        (Get-FileName $cache) -replace '^.*\.' | Should -Be lock

        $emulator.Settings.TokenLatency = $null
        Connect-ZohoCrm -EnvironmentVariable
        (Get-ZohoCrmConnection).TokenCacheProblem | Should -BeNullOrEmpty
        (Get-FileName $cache) -replace '^.*\.' | Should -Be lock, token
    }
}
