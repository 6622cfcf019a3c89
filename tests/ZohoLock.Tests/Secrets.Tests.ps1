# A canary for each secret: looked for in everything that a session can show, log, export or keep.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $root = Resolve-Path (Join-Path $PSScriptRoot '..' '..')
}

# Before 7.6, PowerShell takes -Debug for -Confirm too, and nobody is there to be asked.
Describe 'A secret' {
    It 'is found in no stream, error, transcript, JSON or CLIXML of a session' {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $clixml = Join-Path $TestDrive 'objects.xml'
        $script = @"
            `$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
            `$null = Start-Transcript '$transcript'
            Import-Module '$testedModule'
            function Plain(`$s) { [pscredential]::new('x', `$s).GetNetworkCredential().Password }
            `$emulator = Start-ZohoCrmEmulator -RecordCount 3
            `$ids = @(`$emulator.Modules)[0].Records.Id
            `$emulator.Settings.RecordRequests = `$true
            & {
                `$emulator | Select-Object * | ConvertTo-Json -Depth 3 -WarningAction SilentlyContinue
                `$connection = `$emulator | Connect-ZohoCrm -PassThru -RetryTimeoutSec 0 -Verbose -Debug
                `$connection; `$connection | Format-List * -Force; "`$connection"
                `$connection | ConvertTo-Json -Depth 9
                `$locks = Lock-ZohoRecord Deals `$ids x -Verbose -Debug -Confirm:`$false
                `$locks | ConvertTo-Json -Depth 9
                Lock-ZohoRecord Deals `$ids x -Verbose -Debug -Confirm:`$false
                `$global:token = (`$emulator.Requests | Where-Object Method -EQ POST)[-1].Header('Authorization') -replace '^Zoho-oauthtoken '
                # A server that repeats what it was sent, in a refusal and in a page.
                `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 403; Count = 1; Body = '{"code":"NO_PERMISSION","details":{"api_name":"' + `$global:token + '"},"message":"no ' + `$global:token + '","status":"error"}' })
                Lock-ZohoRecord Deals `$ids[0] x
                `$null = `$emulator.Inject(@{ Kind = 'HtmlBody'; StatusCode = 502; Count = 1; Body = `$global:token })
                Lock-ZohoRecord Deals `$ids[0] x
                `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 200; Count = 1; Body = '{"error":"bad ' + (Plain `$emulator.RefreshToken) + (Plain `$emulator.ClientSecret) + '"}' })
                try { `$emulator | Connect-ZohoCrm } catch { `$_ | Format-List * -Force }
                # Another session stops it, so the connection of this one stays open.
                1 | ForEach-Object -Parallel { Import-Module '$testedModule'; Stop-ZohoCrmEmulator `$using:emulator }
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

    It 'of <Way> is found in no stream, error, progress, transcript, journal, cache, JSON or CLIXML' -ForEach @(
        @{ Way = 'a refresh token'; Connect = '@client -RefreshToken $emulator.RefreshToken'; Kinds = 'ClientSecret', 'RefreshToken', 'AccessToken' }
        @{ Way = 'an access token'; Connect = '-AccessToken $access -ApiDomain $emulator.ApiDomain'; Kinds = 'AccessToken' }
        @{ Way = 'a grant code'; Connect = '@client -GrantCode $code'; Kinds = 'ClientSecret', 'GrantCode', 'NewRefreshToken', 'AccessToken' }
        @{ Way = 'the client itself'; Connect = '@client -OrganizationId $emulator.OrganizationId'; Kinds = 'ClientSecret', 'AccessToken' }
        @{ Way = 'a device code'; Connect = '@client -UseDeviceCode'; Kinds = 'ClientSecret', 'DeviceCode', 'NewRefreshToken', 'AccessToken' }
        @{ Way = 'a vault'; Connect = '-SecretName Zoho'; Kinds = 'ClientSecret', 'RefreshToken', 'AccessToken' }
        @{ Way = 'environment variables'; Connect = '-EnvironmentVariable'; Kinds = 'ClientSecret', 'RefreshToken', 'AccessToken' }
    ) {
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $script = @"
            `$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
            `$env:ZOHO_CRM_TOKEN_CACHE = '$folder/tokens'
            function Plain(`$s) { [pscredential]::new('x', `$s).GetNetworkCredential().Password }
            `$null = Start-Transcript '$folder/transcript.txt'
            Import-Module '$testedModule'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 3
            `$emulator.Settings.RecordRequests = `$true
            `$emulator.Settings.Unknowns.DeviceIntervalTold = `$true
            `$emulator.Settings.DevicePollInterval = [timespan]::FromSeconds(1)
            `$ids = @(`$emulator.Modules)[0].Records.Id
            `$client = @{ ClientId = `$emulator.ClientId; ClientSecret = `$emulator.ClientSecret; AccountsUri = `$emulator.AccountsUri }
            `$code = `$emulator.CreateGrantCode(); `$access = `$emulator.CreateAccessToken()
            function Get-Secret { @{ ClientId = `$emulator.ClientId; ClientSecret = `$emulator.ClientSecret; RefreshToken = Plain `$emulator.RefreshToken; AccountsUri = "`$(`$emulator.AccountsUri)" } }
            `$env:ZOHO_CRM_CLIENT_ID = `$emulator.ClientId; `$env:ZOHO_CRM_ACCOUNTS_URI = `$emulator.AccountsUri
            `$env:ZOHO_CRM_CLIENT_SECRET = Plain `$emulator.ClientSecret; `$env:ZOHO_CRM_REFRESH_TOKEN = Plain `$emulator.RefreshToken

            & {
                # Somebody approves at another device as soon as the code is shown.
                `$connection = Connect-ZohoCrm $Connect -PassThru -Verbose -Debug -InformationVariable said 6>&1 | ForEach-Object {
                    if ("`$_" -match 'enter the code (\S+)') { Write-Host "`$_"; `$emulator.ApproveDevice(`$Matches[1]) } else { `$_ }
                }
                `$connection; `$connection | Format-List * -Force; `$connection | Format-Table * -Force; "`$connection"
                `$connection | ConvertTo-Json -Depth 9
                `$connection | Select-Object * | ConvertTo-Csv
                Get-ZohoCrmConnection | Out-String
                Get-ZohoApiLimit | Format-List * -Force
                `$rule = New-ZohoLockingRule Won -Criteria "Stage = 'Won'" -Verbose -Debug
                Set-ZohoRecordLockConfiguration Deals Both -AddRule `$rule -ExcludedProfile Standard -Verbose -Debug -Confirm:`$false
                Set-ZohoRecordLockConfiguration Deals -RestrictedAction fax
                Export-ZohoRecordLockConfiguration Deals '$folder/deals.json' -Verbose -Debug -Confirm:`$false
                Import-ZohoRecordLockConfiguration '$folder/deals.json' -Verbose -Debug -Confirm:`$false | ConvertTo-Json -Depth 9
                `$locks = `$ids | Lock-ZohoRecord Deals -Reason x -JournalPath '$folder/journal' -Verbose -Debug -Confirm:`$false
                # Progress is drawn at a host with a screen only, and not in CI.
                . '$PSScriptRoot/TestHost.ps1'
                `$env:CI = `$env:TF_BUILD = `$env:GITHUB_ACTIONS = `$null
                `$runspace = [runspacefactory]::CreateRunspace([ZohoLock.Tests.Guard.AnsweringHost]::new(0))
                `$runspace.Open()
                `$shell = [powershell]::Create(`$runspace).AddScript({
                    param(`$Module, `$Connection, `$Ids)
                    `$ProgressPreference = 'Continue'
                    Import-Module `$Module
                    `$null = `$Ids | Unlock-ZohoRecord Deals -Connection `$Connection
                }).AddArgument('$testedModule').AddArgument(`$connection).AddArgument(`$ids)
                `$emulator.Settings.Latency = [timespan]::FromMilliseconds(400)
                `$shell.Invoke()
                `$shell.Streams.Progress | Format-List * -Force
                `$emulator.Settings.Latency = 0
                `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 401; Body = '{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}'; Operations = @('LockRecord') })
                try { `$ids | Lock-ZohoRecord Deals -Reason x } catch { `$_; Get-Error | Out-String; `$_.Exception.ToString() }
                `$error | ForEach-Object { `$_ | Format-List * -Force; `$_.Exception.ToString() }
                `$connection, `$locks, @(`$error), `$said | Export-Clixml '$folder/objects.xml' -Depth 6
                `$connection.RefreshToken | ForEach-Object { if (`$_) { `$global:new = Plain `$_ } }
            } *>&1 | Out-String -Stream -Width 5000
            `$null = Stop-Transcript
            `$forms = `$emulator.Requests.Body -join '&'
            'CANARY ClientSecret ' + (Plain `$emulator.ClientSecret)
            'CANARY RefreshToken ' + (Plain `$emulator.RefreshToken)
            'CANARY GrantCode ' + (Plain `$code)
            'CANARY NewRefreshToken ' + `$global:new
            'CANARY AccessToken ' + ((`$emulator.Requests | Where-Object Method -EQ POST)[-1].Header('Authorization') -replace '^Zoho-oauthtoken ')
            'CANARY DeviceCode ' + ([regex]::Match(`$forms, 'grant_type=device_token.*?[&]code=([^&]+)').Groups[1].Value)
"@
        $lines = Invoke-NewPowerShell $script
        $canaries = @{}
        $lines | Where-Object { $_ -match '^CANARY (?<kind>\w+) (?<secret>\S{20,})$' } | ForEach-Object { $canaries[$Matches.kind] = $Matches.secret }
        foreach ($kind in $Kinds) { $canaries[$kind] | Should -Not -BeNullOrEmpty -Because "there is a $kind to look for" }

        $shown = @($lines -notmatch '^CANARY ') +
            (Get-Content "$folder/transcript.txt", "$folder/journal", "$folder/objects.xml", "$folder/deals.json" -ErrorAction Stop) -join "`n"
        $shown | Should -Match 'Zylker'
        $shown | Should -Match 'INVALID_TOKEN'
        $shown | Should -Match 'ActivityId'
        $kept = @(Get-ChildItem "$folder/tokens" -File -ErrorAction Ignore | ForEach-Object { [System.IO.File]::ReadAllText($_.FullName) }) -join "`n"
        foreach ($kind in $canaries.Keys) {
            $secret = $canaries[$kind]
            $hex = -join ([System.Text.Encoding]::Unicode.GetBytes($secret) | ForEach-Object { $_.ToString('x2') })
            $shown.Contains($secret) | Should -BeFalse -Because "$kind is a secret"
            $shown.Contains($hex) | Should -BeFalse -Because "$kind is a secret, as Export-Clixml writes it too"
            if ($kind -ne 'AccessToken') { $kept.Contains($secret) | Should -BeFalse -Because "the cache has access tokens only, and no $kind" }
        }
    }

    It 'that the API, the accounts server or a proxy repeats in any form is found in no stream, error, transcript, file or view' {
        $folder = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
        $forms = @'
            $bytes = [System.Text.Encoding]::UTF8.GetBytes($secret)
            @(
                $secret
                $secret.ToUpperInvariant()
                $secret.ToLowerInvariant()
                -join ($secret.ToCharArray() | ForEach-Object { '\u{0:x4}' -f [int] $_ })
                -join ($secret.ToCharArray() | ForEach-Object { '%{0:X2}' -f [int] $_ })
                $secret -replace '\.', '%2e' -replace '-', '%2D'
                [Convert]::ToBase64String($bytes)
                [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes("Zoho-oauthtoken $secret"))
                [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes("user:$secret"))
                [Convert]::ToHexString($bytes)
                "https://user:$($secret)@proxy.example:8080"
            )
'@
        $script = @"
            `$VerbosePreference = `$DebugPreference = `$InformationPreference = 'Continue'
            `$env:ZOHO_CRM_TOKEN_CACHE = '$folder/tokens'
            `$null = Start-Transcript '$folder/transcript.txt'
            Import-Module '$testedModule'
            function Plain(`$s) { [pscredential]::new('x', `$s).GetNetworkCredential().Password }
            `$password = 'canary-proxy-password-11'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 3
            `$ids = @(`$emulator.Modules)[0].Records.Id
            `$client = @{ ClientId = `$emulator.ClientId; ClientSecret = `$emulator.ClientSecret; RefreshToken = `$emulator.RefreshToken
                AccountsUri = `$emulator.AccountsUri; ApiDomain = `$emulator.ApiDomain; RetryTimeoutSec = 0
                ProxyCredential = [pscredential]::new('patricia', (ConvertTo-SecureString `$password -AsPlainText -Force)) }
            `$access = Plain `$emulator.CreateAccessToken()
            `$secrets = (Plain `$emulator.ClientSecret), (Plain `$emulator.RefreshToken), `$access, `$password
            `$byForm = @(foreach (`$secret in `$secrets) { , @($forms) })
            `$echoes = @(0..(`$byForm[0].Count - 1) | ForEach-Object { `$form = `$_; (`$byForm | ForEach-Object { `$_[`$form] }) -join ' ' })

            # Before there is an access token.
            `$echoesOfForm = @(0..(`$byForm[0].Count - 1) | ForEach-Object { `$form = `$_; (`$byForm[0, 1, 3] | ForEach-Object { `$_[`$form] }) -join ' ' })

            # Proxies that refuse each tunnel, and repeat who asked for it.
            `$listeners = foreach (`$status in 407, 502) {
                `$listener = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
                `$listener.Start()
                `$null = [powershell]::Create().AddScript({
                    param(`$Listener, `$Status)
                    while (`$true) {
                        try { `$peer = `$Listener.AcceptTcpClient() } catch { return }
                        `$stream = `$peer.GetStream(); `$buffer = [byte[]]::new(8192); `$read = `$stream.Read(`$buffer, 0, 8192)
                        `$said = [System.Text.Encoding]::ASCII.GetString(`$buffer, 0, `$read) -replace '[\r\n]+', ' '
                        `$answer = [System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 `$Status `$said`r`nProxy-Authenticate: Basic realm=x`r`nConnection: close`r`nContent-Length: `$(`$said.Length)`r`n`r`n`$said")
                        `$stream.Write(`$answer, 0, `$answer.Length); `$peer.Dispose()
                    }
                }).AddArgument(`$listener).AddArgument(`$status).BeginInvoke()
                `$listener
            }

            & {
                foreach (`$listener in `$listeners) {
                    `$env:HTTPS_PROXY = "http://patricia:`$password@127.0.0.1:`$(`$listener.LocalEndpoint.Port)"
                    # .NET reads the variable once.
                    if (`$listener -ne `$listeners[0]) { [System.Net.Http.HttpClient]::DefaultProxy = [System.Net.WebProxy]::new(`$env:HTTPS_PROXY) }
                    `$far = Connect-ZohoCrm -AccessToken (ConvertTo-SecureString `$access -AsPlainText -Force) -PassThru -RetryTimeoutSec 0 -Verbose
                    Get-ZohoRecordLock Deals `$ids[0] -Connection `$far -Verbose
                    try { Connect-ZohoCrm -ClientId `$emulator.ClientId -ClientSecret `$emulator.ClientSecret -RefreshToken `$emulator.RefreshToken -NoTokenCache } catch { `$_; Get-Error | Out-String }
                }

                for (`$i = 0; `$i -lt `$echoes.Count; `$i++) {
                    `$echo = `$echoes[`$i]
                    # The accounts server, in place of an error, and beside a token.
                    `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 400; Count = 1; Body = '{"error":"bad ' + `$echoesOfForm[`$i] + '"}' })
                    try { Connect-ZohoCrm @client -NoTokenCache } catch { `$_ | Format-List * -Force; Get-Error | Out-String }
                    `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 200; Count = 1; Body = '{"access_token":"' + `$access + '","scope":"' + `$echo + '","api_domain":"https://www.zohoapis.com/' + `$echo + '","token_type":"' + `$echo + '","expires_in":3600}' })
                    `$null = Remove-Item '$folder/tokens/*.token' -ErrorAction Ignore
                    `$connection = Connect-ZohoCrm @client -PassThru -Verbose
                    `$connection | Format-List * -Force; `$connection | ConvertTo-Json -Depth 5 -WarningAction Ignore
                    Get-ChildItem '$folder/tokens/*.token' -File | ForEach-Object { 'KEPT ' + [System.IO.File]::ReadAllText(`$_.FullName) }

                    # The API, in place of an error, in a page, and in what it is asked for.
                    `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 403; Count = 1; Body = '{"code":"NO_PERMISSION","details":{"api_name":"' + `$echo + '","' + `$echo + '":1},"message":"no ' + `$echo + '","status":"error"}' })
                    Lock-ZohoRecord Deals `$ids[0] x -Verbose -Debug -Confirm:`$false
                    `$null = `$emulator.Inject(@{ Kind = 'HtmlBody'; StatusCode = 502; Count = 1; Body = `$echo })
                    Lock-ZohoRecord Deals `$ids[0] x -JournalPath '$folder/journal' -Confirm:`$false
                    `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 200; Count = 1; Body = '{"data":[{"id":"5843104000000425570","Locked_Reason__s":"' + `$echo + '","Locked_By__s":{"id":"1","name":"' + `$echo + '"}}]}' })
                    `$locks = Get-ZohoRecordLock Deals `$ids[0]
                    `$locks; `$locks | Format-List * -Force; `$locks | ConvertTo-Json; `$locks | ConvertTo-Csv
                    `$error | ForEach-Object { `$_ | Format-List * -Force; `$_.Exception | Format-List * -Force; `$_.Exception.ToString() }
                    `$locks, `$connection, @(`$error) | Export-Clixml "$folder/`$([guid]::NewGuid()).xml" -Depth 4
                    `$error.Clear()
                }
            } *>&1 | Out-String -Stream -Width 5000
            `$listeners.Stop()
            `$null = Stop-Transcript
            `$secrets | ForEach-Object { "CANARY `$_" }
"@
        $lines = Invoke-NewPowerShell $script
        $canaries = @($lines -match '^CANARY ' -replace '^CANARY ')
        $canaries | Should -HaveCount 4
        $shown = @($lines -notmatch '^CANARY ') + (Get-Content "$folder/transcript.txt") + (Get-ChildItem $folder -File -Recurse | Get-Content) -join "`n"
        $shown | Should -Match 'NO_PERMISSION'
        $shown | Should -Match 'HTTP_502'
        $shown | Should -Match 'ProxyAuthenticationRequired'
        $shown | Should -Match 'NoConnection'
        $shown | Should -Match '\*\*\*'
        @($lines -match '^KEPT ') | Should -HaveCount 11
        foreach ($secret in $canaries) {
            foreach ($form in . ([scriptblock]::Create($forms))) {
                # The last letters of base64 depend on what follows.
                $looked = $form.Length -gt 24 ? $form.Substring(0, $form.Length - 4) : $form
                if ($secret -eq $canaries[2] -and $form -in $secret, $secret.ToLowerInvariant(), $secret.ToUpperInvariant()) {
                    @($lines -notmatch '^KEPT |^CANARY ') -join "`n" | ForEach-Object { $_.Contains($looked, 'OrdinalIgnoreCase') } | Should -BeFalse -Because $form
                } else {
                    $shown.Contains($looked, 'OrdinalIgnoreCase') | Should -BeFalse -Because "$form is a form of a secret"
                }
            }
        }
    }

    It 'is not told by -Verbose or -Debug, whatever servers repeat while calls are made again' {
        $script = @"
            Import-Module '$testedModule'
            function Plain(`$s) { [pscredential]::new('x', `$s).GetNetworkCredential().Password }
            `$emulator = Start-ZohoCrmEmulator -RecordCount 3
            `$emulator.Settings.RecordRequests = `$true
            `$ids = @(`$emulator.Modules)[0].Records.Id
            & {
                `$emulator | Connect-ZohoCrm -Verbose -Debug
                `$token = (`$emulator.Requests | Where-Object PathAndQuery -Like '/crm/*')[-1].Header('Authorization') -replace '^Zoho-oauthtoken '
                `$echo = "`$token `$(Plain `$emulator.ClientSecret) `$(Plain `$emulator.RefreshToken)"
                foreach (`$status in 500, 503, 429) {
                    `$body = '{"code":"' + `$token + '","details":{"api_name":"' + `$echo + '"},"message":"no ' + `$echo + '","status":"error"}'
                    `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = `$status; Count = 2; Body = `$body; Operations = @('LockRecord'; 'ListLocks') })
                }
                `$null = `$emulator.Inject(@{ Kind = 'HtmlBody'; StatusCode = 502; Count = 2; Body = `$echo; Operations = @('LockRecord'; 'ListLocks') })
                `$null = Lock-ZohoRecord Deals `$ids x -Verbose -Debug -Confirm:`$false
                `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 400; Count = 1; Operations = @('QueryRecords'); Body = '{"code":"INVALID_QUERY","details":{},"message":"Locked__s ' + `$echo + '","status":"error"}' })
                `$null = Find-ZohoRecord Deals -Verbose -Debug
                `$emulator.ExpireAccessTokens()
                `$null = `$emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 1; Operations = @('Token'); Body = '{"error":"' + `$echo + '"}' })
                `$null = Get-ZohoRecordLock Deals `$ids -Verbose -Debug
                'CANARY ' + `$token; 'CANARY ' + (Plain `$emulator.ClientSecret); 'CANARY ' + (Plain `$emulator.RefreshToken)
            } *>&1 | Out-String -Stream -Width 5000
"@
        $lines = Invoke-NewPowerShell $script
        $canaries = @($lines -match '^CANARY ' -replace '^CANARY ')
        $canaries | Should -HaveCount 3
        $shown = @($lines -notmatch '^CANARY ') -join "`n"
        foreach ($expected in 'Zoho answers 503', 'Zoho turns calls away', 'without a column', 'Request token: ', ': 200 in ', '\*\*\*') { $shown | Should -Match $expected }
        foreach ($canary in $canaries) { $shown.Contains($canary, 'OrdinalIgnoreCase') | Should -BeFalse -Because "$canary is secret" }
    }

    # What a command puts out is wrapped by PowerShell, and what has a note property stays so.
    It 'given as plain text, <Name>, is refused in words that say what to do, and not repeated' -ForEach @(
        @{ Name = 'as it was typed'; Make = { param($text) $text } }
        @{ Name = 'from a command'; Make = { param($text) Write-Output $text } }
        @{ Name = 'with a note property'; Make = { param($text) $text | Add-Member -PassThru NoteProperty Note x } }
        @{ Name = 'as a line of a file'; Make = { param($text) Set-Content TestDrive:/secret.txt $text; Get-Content TestDrive:/secret.txt } }
    ) {
        $plain = & $Make ('canary' + '4711')
        $caught = { Connect-ZohoCrm -AccessToken $plain } | Should -Throw -PassThru -ErrorId 'ParameterArgumentTransformationError,*'
        $caught.Exception.Message | Should -BeLike '*takes a SecureString*Read-Host -AsSecureString*'
        "$($caught | Format-List * -Force | Out-String) $($caught.Exception)" | Should -Not -Match 'canary4711'
    }

    It 'that is empty is refused, wrapped by PowerShell or not' {
        foreach ($empty in [securestring]::new(), ([securestring]::new() | Add-Member -PassThru NoteProperty Note x)) {
            { Connect-ZohoCrm -AccessToken $empty } | Should -Throw '*The secret is empty.*' -ErrorId 'ParameterArgumentTransformationError,*'
        }
    }

    It 'given as plain text is refused, and not repeated' {
        $caught = { Connect-ZohoCrm -ClientId x -ClientSecret ('canary' + '4711') -RefreshToken x } | Should -Throw -PassThru
        $caught.Exception.Message | Should -BeLike "*SecureString*"
        "$($caught | Format-List * -Force | Out-String) $($caught.Exception)" | Should -Not -Match 'canary4711'
    }
}
