# Each way in to Zoho CRM, end to end against the emulator.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')

    # Nobody is asked: there is no such proxy.
    $nowhere = @{ Proxy = 'http://127.0.0.1:9'; RetryTimeoutSec = 0; WarningAction = 'Ignore'; PassThru = $true }

    function Read-Secret([securestring] $Secret) { [pscredential]::new('x', $Secret).GetNetworkCredential().Password }

    # Runs a script with parameters in a runspace of its own, with ZohoLock imported; what it says can be read meanwhile.
    function Start-Shell([scriptblock] $Script, [hashtable] $Parameters) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript('param($Module) Import-Module $Module').AddArgument($testedModule).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($Script).AddParameters($Parameters)
        @{ Shell = $shell; Run = $shell.BeginInvoke() }
    }

    # Waits until a shell has said something that matches, and returns the match.
    function Wait-Saying($Started, [string] $Pattern) {
        while (-not $Started.Run.IsCompleted) {
            foreach ($saying in @($Started.Shell.Streams.Information)) { if ("$saying" -match $Pattern) { return $Matches } }
            [System.Threading.Thread]::Yield()
        }
        throw "It ended without saying it: $($Started.Shell.Streams.Error)"
    }
}

Describe 'Connect-ZohoCrm' {
    BeforeEach {
        $emulator = Start-ZohoCrmEmulator -RecordCount 3
        $ids = Get-TestId $emulator
        $client = @{ ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret }
        $address = @{ AccountsUri = $emulator.AccountsUri }
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    Context '-GrantCode' {
        It 'exchanges the code once, and hands the refresh token back to be kept' {
            $connection = Connect-ZohoCrm @client @address -GrantCode $emulator.CreateGrantCode() -PassThru -NoTokenCache
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
            Get-CallCount $emulator Token | Should -Be 1
            $connection.RefreshToken | Should -BeOfType securestring

            Connect-ZohoCrm @client @address -RefreshToken $connection.RefreshToken -NoTokenCache
            (Lock-ZohoRecord Deals $ids[1] x).RecordId | Should -Be $ids[1]
            (Get-ZohoCrmConnection).RefreshToken | Should -BeNullOrEmpty
        }

        It 'explains a code that was used before' {
            $code = $emulator.CreateGrantCode()
            Connect-ZohoCrm @client @address -GrantCode $code
            $caught = { Connect-ZohoCrm @client @address -GrantCode $code } | Should -Throw -PassThru -ErrorId 'invalid_code,*'
            $caught.Exception.Message | Should -BeLike '*grant code*used before*'
            $caught.ErrorDetails.RecommendedAction | Should -BeLike '*Generate a new one*'
        }

        It 'warns at once where the code brings no refresh token: until when, and how to get one' {
            $emulator.Settings.GivesRefreshTokens = $false
            $connection = Connect-ZohoCrm @client @address -GrantCode $emulator.CreateGrantCode() -PassThru -WarningVariable warnings -WarningAction SilentlyContinue
            $connection.RefreshToken | Should -BeNullOrEmpty
            $connection.CanRenewToken | Should -BeFalse
            @($warnings) | Should -HaveCount 1
            "$warnings" | Should -BeLike '*no refresh token*access_type=offline*prompt=consent*'
            "$warnings" | Should -BeLike "*at $($connection.TokenExpires.ToLocalTime().ToString('yyyy-MM-dd HH:mm zzz', [cultureinfo]::InvariantCulture))*"
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        }

        It 'warns of nothing where it brings one, nor after -AccessToken' {
            Connect-ZohoCrm @client @address -GrantCode $emulator.CreateGrantCode() -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
            Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() -ApiDomain $emulator.ApiDomain -WarningVariable warnings
            $warnings | Should -BeNullOrEmpty
        }

        It 'renews with the refresh token when the access token has ended' {
            Connect-ZohoCrm @client @address -GrantCode $emulator.CreateGrantCode()
            $emulator.ExpireAccessTokens()
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        }
    }

    Context '-OrganizationId' {
        It 'connects as the client itself, where Zoho takes that at <_>' -ForEach 'Token', 'Authorize' {
            $emulator.Settings.Contradictions.ClientCredentialsPath = $_
            $connection = Connect-ZohoCrm @client @address -OrganizationId $emulator.OrganizationId -PassThru -NoTokenCache
            $connection.Organization.Id | Should -Be $emulator.OrganizationId
            $connection.RefreshToken | Should -BeNullOrEmpty
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
            $emulator.ExpireAccessTokens()
            (Lock-ZohoRecord Deals $ids[1] x).RecordId | Should -Be $ids[1]
        }

        It 'asks for the scopes given, and no others' {
            $connection = Connect-ZohoCrm @client @address -OrganizationId $emulator.OrganizationId -Scope ZohoCRM.modules.ALL, ZohoCRM.org.READ -PassThru
            $connection.Scopes | Should -Be 'ZohoCRM.modules.ALL', 'ZohoCRM.org.READ'
        }

        It 'refuses what is no id, before any call' {
            { Connect-ZohoCrm @client @address -OrganizationId org60001 } | Should -Throw -ErrorId 'InvalidOrganizationId,*'
            $emulator.CallCount | Should -Be 0
        }
    }

    Context '-Interactive' {
        It 'opens no browser where another program has the port at [::1], and says so' {
            if (-not [System.Net.Sockets.Socket]::OSSupportsIPv6) { Set-ItResult -Skipped -Because 'this machine has no IPv6'; return }

            $other = [System.Net.Sockets.TcpListener]::new([ipaddress]::IPv6Loopback, 0)
            $other.Start()
            try {
                $redirect = "http://localhost:$($other.LocalEndpoint.Port)/"
                $caught = { Connect-ZohoCrm @client @address -Interactive -RedirectUri $redirect -InformationVariable said } |
                    Should -Throw -PassThru -ErrorId 'PortNotFree,*'
            }
            finally { $other.Stop() }
            $caught.Exception.Message | Should -BeLike "*$redirect*no browser was opened*another program listens at ``[::1``]:*"
            $caught.ErrorDetails.RecommendedAction | Should -BeLike 'End that program, or *-RedirectUri*'
            $said | Should -BeNullOrEmpty
            $emulator.CallCount | Should -Be 0
        }
    }

    Context '-UseDeviceCode, where the accounts server' {
        It 'names an address that is none of Zoho''s, is an error that doesn''t show it' {
            $null = $emulator.Inject(@{
                Kind = 'StatusAnswer'; StatusCode = 200; Operations = @('DeviceCode')
                Body = '{"user_code":"ABC-DEF","device_code":"1000.x.y","verification_url":"https://accounts.zoho.com.example.com/sign-in"}'
            })
            $caught = { Connect-ZohoCrm @client @address -UseDeviceCode -InformationVariable said } |
                Should -Throw -PassThru -ErrorId 'UnknownVerificationAddress,*'
            $caught.Exception.Message | Should -BeLike '*https://accounts.zoho.com.example.com)*'
            $caught.ErrorDetails.RecommendedAction | Should -BeLike 'Don''t sign in there.*'
            $said | Should -BeNullOrEmpty
        }
    }

    Context '-UseDeviceCode' {
        BeforeEach {
            $emulator.Settings.Unknowns.DeviceIntervalTold = $true
            $emulator.Settings.DevicePollInterval = [timespan]::FromSeconds(1)
            $started = Start-Shell {
                param($Client, $Address)
                Connect-ZohoCrm @Client @Address -UseDeviceCode -PassThru -NoTokenCache
            } @{ Client = $client; Address = $address }
        }

        AfterEach {
            $started.Shell.Dispose()
        }

        It 'shows where to enter which code, and goes on when that was done' {
            $saying = Wait-Saying $started 'open (?<url>\S+) and enter the code (?<code>\S+)'
            $saying.url | Should -BeLike "$($emulator.AccountsUri)*"
            $emulator.ApproveDevice($saying.code)
            $connection = $started.Shell.EndInvoke($started.Run)
            (Lock-ZohoRecord Deals $ids[0] x -Connection $connection[0]).RecordId | Should -Be $ids[0]
            $connection[0].RefreshToken | Should -BeOfType securestring
        }

        It 'warns at once where the sign-in brings no refresh token' {
            $emulator.Settings.GivesRefreshTokens = $false
            $saying = Wait-Saying $started 'enter the code (?<code>\S+)'
            $emulator.ApproveDevice($saying.code)
            $connection = $started.Shell.EndInvoke($started.Run)
            $connection[0].CanRenewToken | Should -BeFalse
            "$($started.Shell.Streams.Warning)" | Should -BeLike '*no refresh token*connect again*'
        }

        It 'says that the user refused' {
            $saying = Wait-Saying $started 'enter the code (?<code>\S+)'
            $emulator.RejectDevice($saying.code)
            $started.Shell.EndInvoke($started.Run) | Should -BeNullOrEmpty
            $started.Shell.Streams.Error.Exception.Message | Should -BeLike '*didn''t accept*'
        }

        It 'is stopped by Ctrl+C' {
            $null = Wait-Saying $started 'enter the code'
            $started.Shell.Stop()
            $started.Shell.InvocationStateInfo.State | Should -Be Stopped
        }
    }

    Context '-SecretName' {
        BeforeAll {
            # What ZohoLock knows of SecretManagement: a command Get-Secret, with these parameters.
            $fakes = Join-Path $TestDrive 'modules'
            $fake = New-Item (Join-Path $fakes 'Microsoft.PowerShell.SecretManagement') -ItemType Directory
            Set-Content (Join-Path $fake 'Microsoft.PowerShell.SecretManagement.psm1') @'
function Get-Secret {
    param([Parameter(Mandatory)] [string] $Name, [string] $Vault)
    $secret = $global:ZohoLockTestVault["$Vault/$Name"]
    if ($null -eq $secret) { Write-Error "The secret $Name was not found."; return }
    $secret
}
'@
            $modulePath = $env:PSModulePath
            $env:PSModulePath = "$fakes$([System.IO.Path]::PathSeparator)$modulePath"
        }

        AfterAll {
            Remove-Module Microsoft.PowerShell.SecretManagement -ErrorAction Ignore
            $env:PSModulePath = $modulePath
        }

        BeforeEach {
            Set-Variable ZohoLockTestVault -Scope Global -Value @{
                '/ZohoCrm'   = @{
                    ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret; RefreshToken = $emulator.RefreshToken
                    AccountsUri = "$($emulator.AccountsUri)"; DataCenter = 'EU'
                }
                '/Zoho'      = @{ AccessToken = $emulator.CreateAccessToken(); DataCenter = 'EU'; Environment = 'Sandbox' }
                'Team/Token' = @{ AccessToken = $emulator.CreateAccessToken(); ApiDomain = "$($emulator.ApiDomain)" }
                '/Text'      = 'refresh-token-canary'
                '/Half'      = @{ ClientId = $emulator.ClientId; RefreshToken = $emulator.RefreshToken }
                '/Typo'      = @{ ClientID = 'x'; Secret = 'y' }
            }
        }

        AfterEach {
            Remove-Variable ZohoLockTestVault -Scope Global
        }

        It 'connects with what the secret has' {
            Connect-ZohoCrm -SecretName ZohoCrm -NoTokenCache
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        }

        It 'says why a secret can''t be read in the vault''s words alone' {
            { Connect-ZohoCrm -SecretName Nonesuch } | Should -Throw -ExpectedMessage "The secret 'Nonesuch' can't be read: The secret Nonesuch was not found." -ErrorId 'SecretNotRead,*'
        }

        It 'looks in the vault given' {
            Connect-ZohoCrm -SecretName Token -VaultName Team
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        }

        It 'takes data centre and environment from the secret; what is typed counts before what is kept' {
            "$(Connect-ZohoCrm -SecretName Zoho @nowhere)" | Should -Be 'EU Sandbox'
            "$(Connect-ZohoCrm -SecretName Zoho -DataCenter US -Environment Production @nowhere)" | Should -Be 'US Production'
        }

        It 'says what is wrong with <Name>' -ForEach @(
            @{ Name = 'None'; ErrorId = 'SecretNotRead'; Message = '*was not found*' }
            @{ Name = 'Text'; ErrorId = 'InvalidSecret'; Message = '*no hashtable*' }
            @{ Name = 'Half'; ErrorId = 'IncompleteCredentials'; Message = '*lacks ClientSecret*' }
            @{ Name = 'Typo'; ErrorId = 'InvalidSecret'; Message = "*'Secret'*" }
        ) {
            $caught = { Connect-ZohoCrm -SecretName $Name } | Should -Throw -PassThru -ErrorId "$ErrorId,*"
            $caught.Exception.Message | Should -BeLike $Message
            $caught.Exception.ToString() | Should -Not -Match 'canary'
        }

        It 'says what to install where there is no SecretManagement' {
            $text = Invoke-NewPowerShell "Import-Module '$testedModule'; `$env:PSModulePath = ''
                try { Connect-ZohoCrm -SecretName ZohoCrm } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }"
            $text[0] | Should -BeLike 'NoSecretManagement,*'
            $text[1] | Should -BeLike 'Install-Module Microsoft.PowerShell.SecretManagement*'
        }
    }

    Context '-EnvironmentVariable' {
        BeforeEach {
            $env:ZOHO_CRM_CLIENT_ID = $emulator.ClientId
            $env:ZOHO_CRM_CLIENT_SECRET = Read-Secret $emulator.ClientSecret
            $env:ZOHO_CRM_ACCOUNTS_URI = $emulator.AccountsUri
        }

        AfterEach {
            Remove-Item env:ZOHO_CRM_* -Exclude ZOHO_CRM_TOKEN_CACHE
        }

        It 'connects with a refresh token' {
            $env:ZOHO_CRM_REFRESH_TOKEN = Read-Secret $emulator.RefreshToken
            $env:ZOHO_CRM_EDITION = 'Professional'
            (Connect-ZohoCrm -EnvironmentVariable -PassThru -NoTokenCache).Edition | Should -Be Professional
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        }

        It 'takes data centre and environment from them' {
            $env:ZOHO_CRM_ACCESS_TOKEN = Read-Secret $emulator.CreateAccessToken()
            $env:ZOHO_CRM_DATA_CENTER = 'eu'
            $env:ZOHO_CRM_ENVIRONMENT = 'Sandbox'
            "$(Connect-ZohoCrm -EnvironmentVariable @nowhere)" | Should -Be 'EU Sandbox'
        }

        It 'connects as the client itself' {
            $env:ZOHO_CRM_ORGANIZATION_ID = $emulator.OrganizationId
            (Connect-ZohoCrm -EnvironmentVariable -PassThru -NoTokenCache).Organization.Id | Should -Be $emulator.OrganizationId
        }

        It 'connects with an access token' {
            $env:ZOHO_CRM_ACCESS_TOKEN = Read-Secret $emulator.CreateAccessToken()
            $env:ZOHO_CRM_API_DOMAIN = $emulator.ApiDomain
            Connect-ZohoCrm -EnvironmentVariable
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        }

        It 'names the variable that is missing' {
            $caught = { Connect-ZohoCrm -EnvironmentVariable } | Should -Throw -PassThru -ErrorId 'IncompleteCredentials,*'
            $caught.Exception.Message | Should -BeLike '*lacks ZOHO_CRM_REFRESH_TOKEN'
            $caught.ErrorDetails.RecommendedAction | Should -BeLike '*ZOHO_CRM_ORGANIZATION_ID*'
        }

        It 'names the variable that is invalid, <Case>' -ForEach @(
            @{ Case = 'and doesn''t repeat an address'; Name = 'ACCOUNTS_URI'; Value = 'accounts.canary.eu:443'
                Message = 'ZOHO_CRM_ACCOUNTS_URI in the environment has no https:// before it'; Advice = '*https://accounts.zoho.eu*' }
            @{ Case = 'and what it can be'; Name = 'DATA_CENTER'; Value = 'Europe'; Message = "*ZOHO_CRM_DATA_CENTER*'Europe'*"; Advice = '*US, EU*' }
        ) {
            $env:ZOHO_CRM_REFRESH_TOKEN = Read-Secret $emulator.RefreshToken
            Set-Item "env:ZOHO_CRM_$Name" $Value
            $caught = { Connect-ZohoCrm -EnvironmentVariable } | Should -Throw -PassThru -ErrorId 'InvalidSetting,*'
            $caught.Exception.Message | Should -BeLike $Message
            $caught.ErrorDetails.RecommendedAction | Should -BeLike $Advice
        }
    }

    Context 'The organisation' {
        It 'is told by the connection, with its edition' {
            $emulator.Settings.Edition = 'Professional'
            $emulator.Settings.CompanyName = 'Zylker Europe'
            $connection = $emulator | Connect-ZohoCrm -PassThru
            $connection.Organization.Name, $connection.Edition, $connection.MaxConcurrency | Should -Be 'Zylker Europe', Professional, 15
            "$connection" | Should -Be "Zylker Europe, emulator at $($emulator.ApiDomain.Authority)"
        }

        It 'stays unknown, without a word, where the scopes don''t allow the question' {
            $emulator.Settings.Scopes = 'ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL'
            $connection = $emulator | Connect-ZohoCrm -PassThru -ErrorVariable errors -WarningVariable warnings
            @($errors) + @($warnings) | Should -BeNullOrEmpty
            $connection.Organization, $connection.Edition | Should -Be $null, $null
            $connection.MaxConcurrency | Should -Be 25
            Get-CallCount $emulator GetOrganization | Should -Be 0
        }

        It 'that can''t be asked for is no reason not to connect' {
            $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Operations = @('GetOrganization') })
            ($emulator | Connect-ZohoCrm -PassThru -RetryTimeoutSec 0).Organization | Should -BeNullOrEmpty
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        }

        It 'Get-ZohoApiLimit tells its limits' {
            $emulator.Settings.Edition = 'Standard'
            $emulator.Settings.DailyCredits = 40
            $emulator | Connect-ZohoCrm -Name live
            $null = 1..30 | ForEach-Object { Get-ZohoRecordLock Deals $ids[0] }
            $limit = Get-ZohoApiLimit
            $limit | Should -BeOfType ([ZohoLock.ApiLimit])
            $limit.Connection, $limit.Organization, $limit.Edition, $limit.ConcurrencyLimit | Should -Be live, Zylker, Standard, 10
            $limit.DailyCredits | Should -Be 52500
            $limit.CreditsRemaining | Should -Be 8
            (Get-ZohoApiLimit -Connection live).CreditsRemaining | Should -Be 7
        }
    }
}
