# A canary for each secret: looked for in everything that a session can show, log, export or keep.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $root = Resolve-Path (Join-Path $PSScriptRoot '..' '..')
}

Describe 'A secret' {
    It 'is found in no stream, error, transcript, JSON or CLIXML of a session' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $clixml = Join-Path $TestDrive 'objects.xml'
        $script = @"
            `$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
            `$null = Start-Transcript '$transcript'
            Import-Module '$root/ZohoLock.psd1'
            function Plain(`$s) { [pscredential]::new('x', `$s).GetNetworkCredential().Password }
            `$emulator = Start-ZohoCrmEmulator -RecordCount 3
            `$ids = @(`$emulator.Modules)[0].Records.Id
            `$emulator.Settings.RecordRequests = `$true
            & {
                `$emulator | Select-Object * | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue
                `$connection = `$emulator | Connect-ZohoCrm -PassThru -RetryTimeoutSec 0 -Verbose -Debug
                `$connection; `$connection | Format-List * -Force; "`$connection"
                `$connection | ConvertTo-Json -Depth 9
                `$locks = Lock-ZohoRecord Deals `$ids x -Verbose -Debug
                `$locks | ConvertTo-Json -Depth 9
                Lock-ZohoRecord Deals `$ids x -Verbose -Debug
                `$global:token = (`$emulator.Requests | Where-Object Method -EQ POST)[-1].Header('Authorization') -replace '^Zoho-oauthtoken '
                # A server that repeats what it was sent, in a refusal and in a page.
                `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 403; Count = 1; Body = '{"code":"NO_PERMISSION","details":{"api_name":"' + `$global:token + '"},"message":"no ' + `$global:token + '","status":"error"}' })
                Lock-ZohoRecord Deals `$ids[0] x
                `$null = `$emulator.Inject(@{ Kind = 'HtmlBody'; StatusCode = 502; Count = 1; Body = `$global:token })
                Lock-ZohoRecord Deals `$ids[0] x
                `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 200; Count = 1; Body = '{"error":"bad ' + (Plain `$emulator.RefreshToken) + (Plain `$emulator.ClientSecret) + '"}' })
                try { `$emulator | Connect-ZohoCrm } catch { `$_ | Format-List * -Force }
                Stop-ZohoCrmEmulator `$emulator
                try { Lock-ZohoRecord Deals `$ids[0] x } catch { Get-Error | Out-String; `$_.Exception.ToString() }
                `$error | ForEach-Object { `$_ | Format-List * -Force; `$_.Exception | Format-List * -Force; `$_.Exception.ToString() }
                `$connection, `$locks, @(`$error) | Export-Clixml '$clixml' -Depth 6
            } *>&1 | Out-String -Stream -Width 5000
            `$null = Stop-Transcript
            'CANARY ' + (Plain `$emulator.ClientSecret)
            'CANARY ' + (Plain `$emulator.RefreshToken)
            'CANARY ' + `$global:token
"@
        $lines = Invoke-NewPowerShell $script
        $canaries = @($lines -match '^CANARY ' -replace '^CANARY ')
        $canaries | Should -HaveCount 3
        $canaries | ForEach-Object { $_.Length | Should -BeGreaterThan 20 }
        $lines.Count | Should -BeGreaterThan 100
        $shown = @($lines -notmatch '^CANARY ') + (Get-Content $transcript) + (Get-Content $clixml) -join "`n"
        $shown | Should -Match 'is already locked'
        $shown | Should -Match 'HTTP_502'
        foreach ($canary in $canaries) { $shown.Contains($canary) | Should -BeFalse }
    }

    It 'given as plain text is refused, and not repeated' {
        $caught = { Connect-ZohoCrm -ClientId x -ClientSecret ('canary' + '4711') -RefreshToken x } | Should -Throw -PassThru
        $caught.Exception.Message | Should -BeLike "*SecureString*"
        "$($caught | Format-List * -Force | Out-String) $($caught.Exception)" | Should -Not -Match 'canary4711'
    }
}
