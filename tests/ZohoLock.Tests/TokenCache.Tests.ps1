# Access tokens between processes, and what happens when Zoho gives no more of them.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $module = $testedModule
}

Describe 'Access tokens' {
    BeforeEach {
        $cache = $env:ZOHO_CRM_TOKEN_CACHE = Join-Path $TestDrive ([guid]::NewGuid())
        $emulator = Start-ZohoCrmEmulator -RecordCount 60
        $ids = Get-TestId $emulator
        $client = @{
            ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret; RefreshToken = $emulator.RefreshToken
            AccountsUri = $emulator.AccountsUri
        }
    }

    AfterEach {
        Get-ZohoCrmConnection | Disconnect-ZohoCrm
        Stop-ZohoCrmEmulator $emulator
    }

    It 'are shared: 50 processes that start at once ask for one' {
        $env:ZOHO_CRM_CLIENT_ID = $emulator.ClientId
        $env:ZOHO_CRM_CLIENT_SECRET = [pscredential]::new('x', $emulator.ClientSecret).GetNetworkCredential().Password
        $env:ZOHO_CRM_REFRESH_TOKEN = [pscredential]::new('x', $emulator.RefreshToken).GetNetworkCredential().Password
        $env:ZOHO_CRM_ACCOUNTS_URI = $emulator.AccountsUri
        $script = Join-Path $TestDrive 'process.ps1'
        Set-Content $script "
            Import-Module '$module'
            'ready'
            `$id = [Console]::In.ReadLine()
            Connect-ZohoCrm -EnvironmentVariable
            (Lock-ZohoRecord Deals `$id x).RecordId"
        try {
            $processes = foreach ($id in $ids[0..49]) {
                $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $script
                $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
                [System.Diagnostics.Process]::Start($start)
            }
            $processes | ForEach-Object { $_.StandardOutput.ReadLine() | Should -Be 'ready' }
            for ($i = 0; $i -lt 50; $i++) { $processes[$i].StandardInput.WriteLine($ids[$i]) }
            $locked = $processes | ForEach-Object { $_.StandardOutput.ReadToEnd().Trim() }
        }
        finally {
            Remove-Item env:ZOHO_CRM_* -Exclude ZOHO_CRM_TOKEN_CACHE
            $processes | ForEach-Object { if (-not $_.WaitForExit(60000)) { $_.Kill() } }
        }

        $locked | Should -Be $ids[0..49]
        Get-CallCount $emulator Token | Should -Be 1
        $emulator.TokensIssued | Should -Be 1
    }

    It 'are shared by the connections of one process, too' {
        1..12 | ForEach-Object { Connect-ZohoCrm @client -Name "number $_" }
        Get-CallCount $emulator Token | Should -Be 1
    }

    It 'are nobody else''s with -NoTokenCache, nor with another secret' {
        Connect-ZohoCrm @client
        Connect-ZohoCrm @client -NoTokenCache
        Get-CallCount $emulator Token | Should -Be 2
        $client.ClientSecret = ConvertTo-SecureString 'wrong' -AsPlainText -Force
        { Connect-ZohoCrm @client } | Should -Throw -ErrorId 'invalid_client_secret,*'
    }

    It 'are kept for their owner only' -Skip:$IsWindows {
        Connect-ZohoCrm @client
        [Convert]::ToString([int] [System.IO.File]::GetUnixFileMode($cache), 8) | Should -Be 700
        $files = Get-ChildItem $cache -File
        $files.Count | Should -BeGreaterOrEqual 1
        $files | ForEach-Object { [Convert]::ToString([int] [System.IO.File]::GetUnixFileMode($_.FullName), 8) | Should -Be 600 }
    }

    It 'are kept for their owner only where the umask would give them to everybody' -Skip:$IsWindows {
        $env:ZOHO_CRM_TOKEN_CACHE = Join-Path $cache 'below' 'tokens'
        $env:ZOHO_CRM_CLIENT_ID = $emulator.ClientId
        $env:ZOHO_CRM_CLIENT_SECRET = [pscredential]::new('x', $emulator.ClientSecret).GetNetworkCredential().Password
        $env:ZOHO_CRM_REFRESH_TOKEN = [pscredential]::new('x', $emulator.RefreshToken).GetNetworkCredential().Password
        $env:ZOHO_CRM_ACCOUNTS_URI = $emulator.AccountsUri
        $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-Command',
            "Import-Module '$module'; Connect-ZohoCrm -EnvironmentVariable -WarningAction Stop; 'connected'"
        try { & sh -c 'umask 000; exec "$0" "$@"' $start.FileName @($start.ArgumentList) | Should -Be 'connected' }
        finally { Remove-Item env:ZOHO_CRM_* -Exclude ZOHO_CRM_TOKEN_CACHE }

        $folders = @(Get-Item $cache) + @(Get-ChildItem $cache -Recurse -Directory)
        $folders | Should -HaveCount 3
        $folders | ForEach-Object { [Convert]::ToString([int] $_.UnixFileMode, 8) | Should -Be 700 -Because $_ }
        $files = Get-ChildItem $cache -Recurse -File -Force
        ($files.Extension | Sort-Object) -join ' ' | Should -Be '.lock .token'
        $files | ForEach-Object { [Convert]::ToString([int] $_.UnixFileMode, 8) | Should -Be 600 -Because $_ }
    }

    It 'aren''t read through a symbolic link, with a warning that says what to do' -Skip:$IsWindows {
        Connect-ZohoCrm @client
        $file = (Get-Item (Join-Path $cache '*.token')).FullName
        $elsewhere = Join-Path $TestDrive ([guid]::NewGuid())
        Move-Item $file $elsewhere
        $null = New-Item $file -ItemType SymbolicLink -Target $elsewhere
        Connect-ZohoCrm @client -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*aren't shared*$file*symbolic link: delete it.*"
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        Disconnect-ZohoCrm -Revoke -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
    }

    It 'aren''t kept below a folder that others may write to, with a warning that names it' -Skip:$IsWindows {
        $null = New-Item $cache -ItemType Directory
        [System.IO.File]::SetUnixFileMode($cache, 'UserRead, UserWrite, UserExecute, OtherWrite')
        $env:ZOHO_CRM_TOKEN_CACHE = Join-Path $cache 'tokens'
        Connect-ZohoCrm @client -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*aren't shared*others may write to the folder $cache`: *chmod go-w*"
        Get-ChildItem $cache | Should -BeNullOrEmpty
    }

    It 'that can''t be kept because no file can be made in the folder are told at once' -Skip:(-not $IsLinux) {
        $env:ZOHO_CRM_TOKEN_CACHE = "/proc/$PID/task"
        Connect-ZohoCrm @client -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*aren't shared*/proc/$PID/task/*"
        "$warnings" | Should -Not -BeLike '*another process*'
    }

    It 'that ended elsewhere are renewed once for all' {
        $one = Connect-ZohoCrm @client -Name one -PassThru
        $two = Connect-ZohoCrm @client -Name two -PassThru
        $emulator.ExpireAccessTokens()
        $null = Lock-ZohoRecord Deals $ids[0] x -Connection $one
        $null = Lock-ZohoRecord Deals $ids[1] x -Connection $two
        $emulator.TokensIssued | Should -Be 2
    }

    It 'that the run before was given a moment ago, and that Zoho refuses now, are renewed once' {
        Connect-ZohoCrm @client
        $emulator.ExpireAccessTokens()
        $null = Lock-ZohoRecord Deals $ids[0] x
        Disconnect-ZohoCrm
        $emulator.ExpireAccessTokens()
        $emulator.ResetCounters()

        Connect-ZohoCrm @client
        $locks = $ids[1..20] | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids[1..20]
        $emulator.TokensIssued | Should -Be 1
    }

    It 'are forgotten with Disconnect-ZohoCrm -Revoke' {
        Connect-ZohoCrm @client
        Disconnect-ZohoCrm -Revoke
        { Connect-ZohoCrm @client } | Should -Throw -ErrorId 'invalid_code,*'
    }

    It 'are asked for all the same where nothing can be kept, with a warning that says why' {
        Set-Content $cache 'a file, where the folder is to be'
        Connect-ZohoCrm @client -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike "*aren't shared*$cache*"
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
    }

    It 'that Zoho gives no more of aren''t asked for by the next process either' {
        $emulator.Settings.TokensPerTenMinutes = 0
        { Connect-ZohoCrm @client } | Should -Throw -ErrorId 'token_throttled,*'
        { Connect-ZohoCrm @client } | Should -Throw -ErrorId 'token_throttled,*'
        Get-CallCount $emulator Token | Should -Be 1
    }
}

Describe 'A run' {
    It 'of 2,000 records waits where Zoho gives no tokens, and loses nothing' {
        $emulator = Start-TestSession @{ RecordCount = 2000; LatencyMilliseconds = 5 }
        $module = $emulator.GetModule('Deals')
        $throttled = @{
            Kind = 'StatusAnswer'; StatusCode = 400; Count = 1; Operations = @('Token')
            Body = '{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}'
        }
        $told = [System.Collections.Generic.List[string]]::new()
        try {
            Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable errors | ForEach-Object {
                $told.Add($_.RecordId)
                if ($told.Count -eq 1000) {
                    $null = $emulator.Inject($throttled)
                    $emulator.ExpireAccessTokens()
                }
            }
            $errors | Should -BeNullOrEmpty
            $told | Should -Be (Get-TestId $emulator)
            $module.LockedCount | Should -Be 2000
            $emulator.RepeatedLocks | Should -Be 0
            @($warnings) | Should -HaveCount 1
            "$warnings" | Should -BeLike '*no more access tokens*'

            # Asked at once, in vain, and ten seconds later.
            Get-CallCount $emulator Token | Should -Be 2
        }
        finally {
            Stop-TestSession $emulator
        }
    }
}
