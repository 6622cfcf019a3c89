# Signing in in a real browser: headless Chromium, which .ci/run installs.
BeforeDiscovery {
    $chromium = (Get-Command chromium, chromium-browser, google-chrome -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
}

Describe 'Connect-ZohoCrm -Interactive' -ForEach @{ Chromium = $chromium } {
    BeforeEach {
        $reason = $IsWindows ? 'the browser is started by a script of sh' : $Chromium ? $null : 'there is no Chromium on this machine'
        $port = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $port.Start()
        $redirect = "http://127.0.0.1:$($port.LocalEndpoint.Port)/signed-in"
        $port.Stop()

        $emulator = Start-ZohoCrmEmulator -RecordCount 3
        $emulator.Settings.RedirectUri = $redirect
        $emulator.Settings.RecordRequests = $true
        $client = @{ ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret; AccountsUri = $emulator.AccountsUri; RedirectUri = $redirect }

        # What $env:BROWSER starts: a browser that nobody sees, in a profile of its own.
        $folder = Join-Path $TestDrive ([guid]::NewGuid())
        $null = New-Item $folder -ItemType Directory
        $env:BROWSER = Join-Path $folder 'browser'
        Set-Content $env:BROWSER @"
#!/bin/sh
exec '$chromium' --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update \
    --disable-sync --user-data-dir='$folder/profile' "`$1" > '$folder/log' 2>&1
"@
        if (-not $IsWindows) { chmod +x $env:BROWSER }
    }

    AfterEach {
        Get-Process chrom* -ErrorAction Ignore | Where-Object CommandLine -Like "*$folder/profile*" | Stop-Process -Force -ErrorAction Ignore
        Remove-Item env:BROWSER
        Stop-TestSession $emulator
    }

    It 'signs in through the page of the accounts server, and keeps the refresh token' {
        if ($reason) { Set-ItResult -Skipped -Because $reason; return }

        $emulator.Settings.Consent = 'PageAcceptsItself'
        $connection = Connect-ZohoCrm @client -Interactive -PassThru -NoTokenCache -InformationVariable said 6>$null
        $id = (Get-TestId $emulator)[0]
        (Lock-ZohoRecord Deals $id x).RecordId | Should -Be $id
        $connection.RefreshToken | Should -BeOfType securestring

        "$said" | Should -BeLike "*$($emulator.AccountsUri)oauth/v2/auth?*code_challenge_method=S256*"
        $asked = $emulator.Requests | Where-Object PathAndQuery -Like '/oauth/v2/auth*'
        $asked.Count | Should -BeGreaterOrEqual 2
        $asked[0].Header('User-Agent') | Should -BeLike '*Chrome*'
    }

    It 'says that the user refused' {
        if ($reason) { Set-ItResult -Skipped -Because $reason; return }

        $emulator.Settings.Consent = 'Reject'
        { Connect-ZohoCrm @client -Interactive 6>$null } | Should -Throw -ErrorId 'access_denied,*'
        $emulator.TokensIssued | Should -Be 0
    }
}
