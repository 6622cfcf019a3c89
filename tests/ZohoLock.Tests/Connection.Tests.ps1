BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    function New-Secret([string] $Text) { ConvertTo-SecureString $Text -AsPlainText -Force }
}

Describe 'Connect-ZohoCrm' {
    BeforeEach {
        $emulator = Start-ZohoCrmEmulator -RecordCount 3
        $ids = Get-TestId $emulator
        $address = @{ ApiDomain = $emulator.ApiDomain; AccountsUri = $emulator.AccountsUri }
        $client = @{ ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret; RefreshToken = $emulator.RefreshToken }
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'connects with client id, client secret and refresh token, and emits nothing' {
        Connect-ZohoCrm @client @address | Should -BeNullOrEmpty
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        $emulator.TokensIssued | Should -Be 1
    }

    It 'connects with an access token, and asks which organisation it is for' {
        Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() @address
        $emulator.Calls.Operation | Should -Be GetOrganization
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        Get-CallCount $emulator Token | Should -Be 0
    }

    It 'takes the emulator from the pipeline' {
        $emulator | Connect-ZohoCrm
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
    }

    It '-PassThru emits the connection' {
        $connection = Connect-ZohoCrm @client @address -PassThru -ApiVersion v8 -Edition Enterprise
        $connection | Should -BeOfType ([ZohoLock.Connection])
        $connection.ApiVersion, $connection.Edition | Should -Be v8, Enterprise
        $connection.ApiDomain | Should -Be $emulator.ApiDomain
    }

    It 'takes the API host of the token answer where it is the accounts host itself' {
        Connect-ZohoCrm @client -AccountsUri $emulator.AccountsUri
        (Get-ZohoCrmConnection).ApiDomain | Should -Be $emulator.ApiDomain
    }

    It 'names the hosts of <DataCenter> <Environment>' -ForEach @(
        @{ DataCenter = 'US'; Environment = 'Production'; Api = 'https://www.zohoapis.com/'; Accounts = 'https://accounts.zoho.com/' }
        @{ DataCenter = 'EU'; Environment = 'Sandbox'; Api = 'https://sandbox.zohoapis.eu/'; Accounts = 'https://accounts.zoho.eu/' }
        @{ DataCenter = 'AU'; Environment = 'Developer'; Api = 'https://developer.zohoapis.com.au/'; Accounts = 'https://accounts.zoho.com.au/' }
        @{ DataCenter = 'CA'; Environment = 'Production'; Api = 'https://www.zohoapis.ca/'; Accounts = 'https://accounts.zohocloud.ca/' }
    ) {
        $connection = Connect-ZohoCrm -AccessToken (New-Secret x) -DataCenter $DataCenter -Environment $Environment -PassThru
        "$($connection.ApiDomain) $($connection.AccountsUri)" | Should -Be "$Api $Accounts"
        $connection.DataCenter, $connection.Environment, $connection.IsEmulator | Should -Be $DataCenter, $Environment, $false
        "$connection" | Should -Be "$DataCenter $Environment"
        ($connection | Out-String) -replace ' +', ' ' | Should -BeLike "*DataCenter : $DataCenter*Environment : $Environment*"
    }

    It 'to an emulator is called that, with its host, and no data centre of Zoho''s, wherever it is shown' {
        $shown = & {
            $emulator | Connect-ZohoCrm -DataCenter EU -Environment Production -Verbose 4>&1
            Get-ZohoCrmConnection | Out-String
            Get-ZohoCrmConnection | Format-List * | Out-String
            "$(Get-ZohoCrmConnection)"
            Get-ZohoCrmConnection | ConvertTo-Json
            Get-ZohoCrmConnection | ConvertTo-Csv
            Get-ZohoApiLimit | Format-List * | Out-String
            try { $emulator | Connect-ZohoCrm -Name other -Proxy nowhere } catch { $_; $_.ErrorDetails.RecommendedAction }
        } | Out-String -Width 500
        $shown | Should -Match "emulator at 127\.0\.0\.1:$($emulator.Port)"
        $shown | Should -Match "Emulator +: 127\.0\.0\.1:$($emulator.Port)"
        $shown | Should -Match '"IsEmulator": true'
        $shown | Should -Not -Match '\b(EU|US|Production)\b'
    }

    It 'is tried at once, so that a wrong <Name> is known here' -ForEach @(
        @{ Name = 'ClientId'; Wrong = '1000.WRONG'; Code = 'invalid_client' }
        @{ Name = 'ClientSecret'; Wrong = 'wrong'; Code = 'invalid_client_secret' }
        @{ Name = 'RefreshToken'; Wrong = '1000.wrong.wrong'; Code = 'invalid_code' }
    ) {
        $client[$Name] = $Name -eq 'ClientId' ? $Wrong : (New-Secret $Wrong)
        $caught = { Connect-ZohoCrm @client @address } | Should -Throw -PassThru -ErrorId "$Code,*"
        $caught.CategoryInfo.Category | Should -Be AuthenticationError
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-DataCenter*'
        Get-ZohoCrmConnection | Should -BeNullOrEmpty
    }

    It 'explains a throttled token endpoint that answers <_>' -ForEach 'Ok', 'BadRequest' {
        $emulator.Settings.TokensPerTenMinutes = 0
        $emulator.Settings.TokenThrottleStatus = $_
        $emulator.Settings.TokenThrottleError = '拒绝访问'
        $caught = { Connect-ZohoCrm @client @address } | Should -Throw -PassThru -ErrorId 'token_throttled,*'
        $caught.CategoryInfo.Category | Should -Be LimitsExceeded
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*ten minutes*'
    }

    It 'refuses <Parameter> <Value>: a secret would be readable' -ForEach @(
        @{ Parameter = 'ApiDomain'; Value = 'http://www.zohoapis.com' }
        @{ Parameter = 'ApiDomain'; Value = 'http://192.0.2.1' }
        @{ Parameter = 'ApiDomain'; Value = 'ftp://127.0.0.1' }
        @{ Parameter = 'ApiDomain'; Value = 'www.zohoapis.com' }
        @{ Parameter = 'ApiDomain'; Value = 'https://user@www.zohoapis.com' }
        @{ Parameter = 'AccountsUri'; Value = 'http://accounts.zoho.com' }
    ) {
        $address[$Parameter] = $Value
        { Connect-ZohoCrm @client @address } | Should -Throw -ErrorId 'UnsafeAddress,*'
        $emulator.CallCount | Should -Be 0
    }

    It 'says what to give for -<Parameter> <Value>' -ForEach @(
        @{ Parameter = 'ApiDomain'; Value = 'www.zohoapis.eu'; Whole = 'https://www.zohoapis.eu' }
        @{ Parameter = 'AccountsUri'; Value = 'accounts.zoho.eu'; Whole = 'https://accounts.zoho.eu' }
        @{ Parameter = 'AccountsUri'; Value = 'accounts.zoho.eu:443'; Whole = 'https://accounts.zoho.eu:443' }
        @{ Parameter = 'ApiDomain'; Value = 'localhost:8080'; Whole = 'http://localhost:8080' }
        @{ Parameter = 'Proxy'; Value = 'proxy:8080'; Whole = 'http://proxy:8080' }
        @{ Parameter = 'Proxy'; Value = '127.0.0.1:8080'; Whole = 'http://127.0.0.1:8080' }
    ) {
        $address[$Parameter] = $Value
        $caught = { Connect-ZohoCrm @client @address } | Should -Throw -PassThru
        $caught.CategoryInfo.Category | Should -Be InvalidArgument
        $caught.Exception.Message | Should -BeLike "*'$Value' has no http*:// before it"
        $caught.ErrorDetails.RecommendedAction | Should -BeLike "Give -$Parameter $Whole.*"
        $emulator.CallCount | Should -Be 0
    }

    It 'names -ProxyCredential where the proxy asks who is there' {
        $proxy = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $proxy.Start()
        try {
            $port = $proxy.LocalEndpoint.Port
            $null = Start-ThreadJob -Name Proxy {
                $accepted = ($using:proxy).AcceptTcpClient()
                $stream = $accepted.GetStream()
                $null = $stream.Read([byte[]]::new(4096), 0, 4096)
                $stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 407 Who are you?`r`nProxy-Authenticate: Basic realm=`"x`"`r`nContent-Length: 0`r`nConnection: close`r`n`r`n"))
                $accepted.Dispose()
            }
            $caught = { Connect-ZohoCrm @client -DataCenter EU -Proxy "http://127.0.0.1:$port" -NoTokenCache } | Should -Throw -PassThru -ErrorId 'ProxyAuthenticationRequired,*'
            $caught.Exception.Message | Should -BeLike '*accounts.zoho.eu*407*'
            $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-ProxyCredential*'
        }
        finally {
            $proxy.Stop()
            Remove-Job -Name Proxy -Force -ErrorAction Ignore
        }
    }

    It 'tells who asks to the system''s proxy, where -ProxyCredential is given without -Proxy' {
        $proxy = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $proxy.Start()
        $asked = [System.Collections.Concurrent.ConcurrentQueue[string]]::new()
        try {
            $null = Start-ThreadJob -Name Proxy {
                while ($accepted = ($using:proxy).AcceptTcpClient()) {
                    $stream = $accepted.GetStream()
                    $buffer = [byte[]]::new(4096)
                    $head = [System.Text.Encoding]::ASCII.GetString($buffer, 0, $stream.Read($buffer, 0, $buffer.Length))
                    ($using:asked).Enqueue($head)
                    $answer = if ($head -like '*Proxy-Authorization*') { '403 No' } else { "407 Who are you?`r`nProxy-Authenticate: Basic realm=`"x`"" }
                    $stream.Write([System.Text.Encoding]::ASCII.GetBytes("HTTP/1.1 $answer`r`nContent-Length: 0`r`nConnection: close`r`n`r`n"))
                    $accepted.Dispose()
                }
            }
            $env:HTTPS_PROXY = "http://127.0.0.1:$($proxy.LocalEndpoint.Port)"
            $said = Invoke-NewPowerShell "Import-Module '$testedModule'
                `$who = [pscredential]::new('patricia', (ConvertTo-SecureString canary4711 -AsPlainText -Force))
                try { Connect-ZohoCrm -ClientId x -ClientSecret `$who.Password -RefreshToken `$who.Password -DataCenter EU -ProxyCredential `$who -NoTokenCache -RetryTimeoutSec 0 }
                catch { `$_.FullyQualifiedErrorId; `$_.Exception.ToString() }" | Out-String
            $asked = @($asked)
            $asked[0] | Should -BeLike 'CONNECT accounts.zoho.eu:443 *'
            $asked[0] | Should -Not -BeLike '*Proxy-Authorization*'
            $asked[1] | Should -BeLike "*Proxy-Authorization: Basic $([Convert]::ToBase64String([System.Text.Encoding]::ASCII.GetBytes('patricia:canary4711')))*"
            $said | Should -BeLike 'NoConnection,*'
            $said | Should -Not -Match 'canary4711'
        }
        finally {
            $env:HTTPS_PROXY = $null
            $proxy.Stop()
            Remove-Job -Name Proxy -Force -ErrorAction Ignore
        }
    }

    It 'names -DataCenter and -ApiDomain where the host is another data centre''s, and ends the run' {
        $emulator | Connect-ZohoCrm
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 400; Body = '{"code":"INVALID_HOST","details":{},"message":"invalid host","status":"error"}' })
        $caught = { $ids | Lock-ZohoRecord Deals -Reason x } | Should -Throw -PassThru -ErrorId 'INVALID_HOST,*'
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-DataCenter*-ApiDomain*'
    }

    It 'points at -ApiVersion v8 where Products are to be locked on v7' {
        $products = Start-ZohoCrmEmulator -Module Products -RecordCount 2
        try {
            $id = @(Get-TestId $products)[0]
            $products | Connect-ZohoCrm
            foreach ($command in { Lock-ZohoRecord Products $id x -ErrorAction Stop }, { Get-ZohoRecordLockConfiguration Products -ErrorAction Stop }) {
                $caught = $command | Should -Throw -PassThru
                $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-ApiVersion v8*'
            }

            $products | Connect-ZohoCrm -ApiVersion v8
            (Lock-ZohoRecord Products $id x).RecordId | Should -Be $id
        }
        finally {
            Stop-ZohoCrmEmulator $products
        }
    }

    It 'keeps the connection that was there when a new one fails' {
        $emulator | Connect-ZohoCrm
        $client.ClientId = 'wrong'
        { Connect-ZohoCrm @client @address } | Should -Throw
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
    }

    It 'has one parameter set a way in' {
        { Connect-ZohoCrm @client -AccessToken (New-Secret x) } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }

    It 'refuses an empty secret' {
        $client.RefreshToken = [securestring]::new()
        { Connect-ZohoCrm @client @address } | Should -Throw '*empty*'
    }

    It 'takes a secret with a line break around it, as copying brings' {
        $client.RefreshToken = New-Secret ([pscredential]::new('x', $client.RefreshToken).GetNetworkCredential().Password + "`r`n")
        Connect-ZohoCrm @client @address
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
    }
}

Describe 'The connection' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 30 }
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'tells what it has used' {
        $connection = Get-ZohoCrmConnection
        $before = $connection.CallsMade
        $null = Lock-ZohoRecord Deals $ids x
        $connection.CallsMade | Should -Be ($before + 30)
        $connection.Scopes | Should -Contain 'ZohoCRM.modules.lockinginformation.ALL'
        $connection.TokenExpires | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(50))
        $connection.CreditsRemaining | Should -BeNullOrEmpty
    }

    It 'tells the credits left once Zoho does' {
        $emulator.Settings.DailyCredits = 41
        $null = Lock-ZohoRecord Deals $ids x
        (Get-ZohoCrmConnection).CreditsRemaining | Should -Be 10
    }

    It 'renews a token that ended in the middle, once, and loses nothing' {
        $null = Lock-ZohoRecord Deals $ids[0..9] x
        $emulator.ExpireAccessTokens()
        $emulator.ResetCounters()
        $locks = $ids[10..29] | Lock-ZohoRecord Deals -Reason x -ThrottleLimit 10 -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids[10..29]
        $emulator.TokensIssued | Should -Be 1
        $emulator.GetModule('Deals').LockedCount | Should -Be 30
    }

    It 'renews a token that fifteen newer ones have pushed out, once (<_>)' -ForEach 'InvalidToken', 'InvalidOAuthToken' {
        $emulator.Settings.Contradictions.DeadTokenCode = $_
        $null = 1..15 | ForEach-Object { $emulator.CreateAccessToken() }
        $emulator.ResetCounters()
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $emulator.TokensIssued | Should -Be 1
    }

    It 'with an access token alone ends the run with one error, which says what was done' {
        Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() -ApiDomain $emulator.ApiDomain
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(5)
        $collected = [System.Collections.Generic.List[object]]::new()
        $caught = {
            $ids | Lock-ZohoRecord Deals -Reason x -ThrottleLimit 1 | ForEach-Object {
                $collected.Add($_)
                if ($collected.Count -eq 10) { $emulator.ExpireAccessTokens() }
            }
        } | Should -Throw -PassThru
        $caught.FullyQualifiedErrorId | Should -BeLike 'INVALID_TOKEN,*'
        $done = $emulator.GetModule('Deals').LockedCount
        $done | Should -BeGreaterOrEqual 10
        $collected | Should -HaveCount $done
        $caught.Exception.Message | Should -BeLike "*$done record* done before that*Not done: Deals $($ids[$done])*"
    }

    It 'follows no redirect' {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 302; Body = '' })
        Lock-ZohoRecord Deals $ids[0] x -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -BeLike 'HTTP_302,*'
        $emulator.CallCount | Should -Be 1
    }

    It '<Cmdlet> says what to do where there is none' -ForEach @(
        @{ Cmdlet = 'Lock-ZohoRecord'; Parameters = @{ Module = 'Deals'; RecordId = 1; Reason = 'x' } }
        @{ Cmdlet = 'Set-ZohoRecordLock'; Parameters = @{ Module = 'Deals'; RecordId = 1; Reason = 'x' } }
        @{ Cmdlet = 'Get-ZohoRecordLock'; Parameters = @{ Module = 'Deals'; RecordId = 1 } }
        @{ Cmdlet = 'Unlock-ZohoRecord'; Parameters = @{ Module = 'Deals'; RecordId = 1 } }
        @{ Cmdlet = 'Disconnect-ZohoCrm'; Parameters = @{} }
    ) {
        Disconnect-ZohoCrm
        $caught = { & $Cmdlet @Parameters -ErrorAction SilentlyContinue } | Should -Throw -PassThru -ErrorId 'NotConnected,*'
        $caught.CategoryInfo.Category | Should -Be ConnectionError
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*Connect-ZohoCrm*'
    }

    It 'is gone after Disconnect-ZohoCrm' {
        $connection = Get-ZohoCrmConnection
        Disconnect-ZohoCrm | Should -BeNullOrEmpty
        Get-ZohoCrmConnection | Should -BeNullOrEmpty
        { Lock-ZohoRecord Deals $ids[0] x -Connection $connection } | Should -Throw -ErrorId 'NotConnected,*'
        $emulator.CallCount | Should -Be 0
    }

    It 'ends a pipeline of another runspace with one error, <Name>' -ForEach @(
        @{ Name = 'in the middle of its calls'; Slow = { param($Settings) $Settings.Latency = [timespan]::FromMinutes(1) }; Ready = { $connection.CallsInFlight -ge 5 } }
        @{ Name = 'while it waits because all calls are turned away'; Slow = { param($Settings) $Settings.ConcurrencyLimit = 0 }; Ready = { $connection.CallsPausing -ge 1 } }
        @{ Name = 'in a pause that Zoho asked for'; Slow = { param($Settings) $Settings.ConcurrencyLimit = 0; $Settings.RetryAfterSeconds = 50 }; Ready = { $emulator.CallCount -ge 1 } }
    ) {
        $connection = Get-ZohoCrmConnection
        & $Slow $emulator.Settings
        $other = [powershell]::Create().AddScript({
            param($Module, $Connection, $Ids)
            Import-Module $Module
            $Ids | Lock-ZohoRecord Deals -Reason x -Connection $Connection
        }).AddArgument($testedModule).AddArgument($connection).AddArgument($ids)
        $running = $other.BeginInvoke()
        while (-not (& $Ready)) { [System.Threading.Thread]::Yield() | Out-Null }
        Disconnect-ZohoCrm
        $other.EndInvoke($running)
        $other.Streams.Error | Should -HaveCount 1
        "$($other.Streams.Error[0])" | Should -BeLike 'The connection to Zoho CRM was closed while the command was running*Not done: Deals *'
        $other.Dispose()
    }

    It '-Revoke has Zoho end the tokens' {
        $client = @{ ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret; RefreshToken = $emulator.RefreshToken }
        Disconnect-ZohoCrm -Revoke
        Get-CallCount $emulator Revoke | Should -Be 1
        { Connect-ZohoCrm @client -AccountsUri $emulator.AccountsUri -ApiDomain $emulator.ApiDomain } | Should -Throw -ErrorId 'invalid_code,*'
    }

    It '-Connection ends another connection and leaves the session''s' {
        $other = $emulator | Connect-ZohoCrm -PassThru
        $emulator | Connect-ZohoCrm
        $other | Disconnect-ZohoCrm
        $other.IsClosed | Should -BeTrue
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
    }

    It 'is its session''s only: a parallel block has none until it is given one' {
        $connection = Get-ZohoCrmConnection
        $module = $testedModule
        $ids[0..1] | ForEach-Object -Parallel {
            Import-Module $using:module
            [pscustomobject] @{ Own = Get-ZohoCrmConnection; Lock = Lock-ZohoRecord Deals $_ x -Connection $using:connection }
        } | ForEach-Object {
            $_.Own | Should -BeNullOrEmpty
            $_.Lock.RecordId | Should -BeIn $ids
        }
        $emulator.GetModule('Deals').LockedCount | Should -Be 2
    }
}
