# What outputs look like wherever they go: on the screen of any culture, in files, in copies, in a constrained session.
BeforeDiscovery {
    $kinds = 'locks', 'unlocks', 'suspended', 'journal', 'records', 'fields', 'counts', 'connection', 'limit', 'configuration', 'rule', 'criteria'
}

BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path

    # Makes $outputs, one of each kind, in a session of its own, after what is put before it.
    $make = "
        Import-Module '$testedModule'
        `$PSStyle.OutputRendering = 'PlainText'
        `$emulator = Start-ZohoCrmEmulator -RecordCount 3
        `$emulator | Connect-ZohoCrm
        `$ids = `$emulator.GetModule('Deals').Records.Id
        `$rule = New-ZohoLockingRule Won -Criteria `"Stage = 'Closed Won' and Amount > 1.5`" -LockExistingRecords
        `$null = Set-ZohoRecordLockConfiguration Deals Both -AddRule `$rule -RestrictedAction delete -ExcludedProfile Standard
        `$journal = Join-Path '$TestDrive' `"`$([guid]::NewGuid()).journal`"
        `$outputs = [ordered] @{
            unlocks       = `$ids[2] | Lock-ZohoRecord Deals -Reason `"two``nlines`" | Get-ZohoRecordLock | Unlock-ZohoRecord
            locks         = `$ids[0, 1] | Lock-ZohoRecord Deals -Reason `"two``nlines`" | Get-ZohoRecordLock
            suspended     = & { `$null = Lock-ZohoRecord Deals `$ids[2] `"two``nlines`" | Suspend-ZohoRecordLock -JournalPath `$journal; Get-ZohoSuspendedLock `$journal }
            journal       = & { `$null = Set-ZohoRecordLock Deals `$ids[0] `"two``nlines`" -JournalPath `"`$journal.2`"; Get-ZohoLockJournal `"`$journal.2`" }
            records       = Find-ZohoRecord Deals
            fields        = Find-ZohoRecord Deals -Property Stage, Amount, Created_By
            counts        = Measure-ZohoRecordLock Deals -By Stage
            configuration = Get-ZohoRecordLockConfiguration Deals
            rule          = `$rule
            criteria      = `$rule.Criteria
            connection    = Get-ZohoCrmConnection
            limit         = Get-ZohoApiLimit
            checks        = Test-ZohoRecordLocking Deals
        }"

    # Runs a script after $make; what it makes of $result, a hashtable, comes back.
    function Invoke-Session([string] $Script, [string] $Before) {
        $file = Join-Path $TestDrive "$([guid]::NewGuid()).xml"
        $lines = Invoke-NewPowerShell "$Before; $make; `$result = @{}; $Script; `$result | Export-Clixml '$file' -Depth 4"
        $file | Should -Exist -Because ($lines -join "`n")
        Import-Clixml $file
    }
}

Describe 'In the culture <_>' -ForEach 'ar-SA', 'fa-IR', 'th-TH', 'tr-TR', 'de-DE' {
    BeforeAll {
        $result = Invoke-Session -Before "[cultureinfo]::CurrentCulture = [cultureinfo]::CurrentUICulture = '$_'" {
            foreach ($kind in $outputs.Keys) { $result[$kind] = $outputs[$kind] | Out-String -Width 150 }
            $local = { param($Time) ([System.TimeZoneInfo]::ConvertTime($Time, [System.TimeZoneInfo]::Local)).ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture) }
            $result.culture = [cultureinfo]::CurrentCulture.Name
            $result.lockedTime = & $local $outputs.locks[0].LockedTime
            $result.modifiedTime = & $local $outputs.configuration.ModifiedTime
            $result.list = $outputs.locks[0] | Format-List | Out-String
            $result.properties = $outputs.locks[0] | Format-List * | Out-String
            $result.text = "$($outputs.locks[0]) $($outputs.configuration)"
            $result.amount = [string]::Format([cultureinfo]::InvariantCulture, '{0}', $outputs.fields[1].Amount)
            $result.csv = $outputs.locks | ConvertTo-Csv | ConvertFrom-Csv
            $result.connectionCsv = $outputs.connection | ConvertTo-Csv | ConvertFrom-Csv
            Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() -ApiDomain $emulator.ApiDomain -AccountsUri $emulator.AccountsUri -Name 'live in izmir'
            $result.wildcard = (Get-ZohoCrmConnection LIVE*).Name
            $result.byName = (Get-ZohoRecordLock Deals $ids[0] -Connection 'LIVE IN IZMIR').RecordId -eq $ids[0]
            $emulator.Settings.Unknowns.DeviceIntervalTold = $true
            $emulator.Settings.DevicePollInterval = $emulator.Settings.DeviceCodeLifetime = [timespan]::FromSeconds(1)
            $client = @{ ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret }
            try { Connect-ZohoCrm @client -ApiDomain $emulator.ApiDomain -AccountsUri $emulator.AccountsUri -UseDeviceCode -NoTokenCache -InformationVariable said }
            catch { $result.notInTime = "$_" }
            $result.said = "$said"
            $result.word = (Set-ZohoRecordLockConfiguration Deals -RestrictedAction CONVERT).RestrictedActions
        }
    }

    It 'is that culture' { $result.culture | Should -Be $_ }

    It 'a table has the local time as everywhere' {
        ([regex]::Matches($result.locks, '\d+-\d+-\d+ \d+:\d+').Value | Select-Object -Unique) | Should -Be $result.lockedTime
        $result.lockedTime | Should -Match '^20\d\d-'
    }

    It 'a list has it too, and of single properties the offset' {
        $result.configuration | Should -Match "ModifiedTime +: $($result.modifiedTime)"
        $result.connection | Should -Match 'TokenExpires +: 20\d\d-\d\d-\d\d \d\d:\d\d\r?\n'
        $result.list | Should -Match "LockedTime +: $($result.lockedTime)\r?\n"
        $result.properties | Should -Match 'LockedTime +: 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d'
    }

    It 'a CSV has it as ISO 8601 with its offset' {
        $result.csv.LockedTime | ForEach-Object { [datetimeoffset]::ParseExact($_, 'yyyy-MM-ddTHH:mm:sszzz', [cultureinfo]::InvariantCulture) } | Should -HaveCount 2
        $result.connectionCsv.TokenExpires | Should -Match '^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$'
        $result.csv.Source | Should -Be Manual, Manual
    }

    It 'a record''s numbers are the same in a table as everywhere' {
        $result.amount | Should -Match '^\d+(\.\d+)?$'
        $result.fields | Should -Match "Amount: $([regex]::Escape($result.amount)),"
    }

    It 'text has no time of another calendar' { $result.text | Should -Match '^Deals \d+ \(lock \d+\) Deals \(Both\)$' }

    It 'a message has the time as everywhere' { $result.said | Should -Match '\(until [0-2][0-9]:[0-5][0-9]\)' }

    It 'names and words are found whatever their casing' {
        $result.wildcard | Should -Be 'live in izmir'
        $result.byName | Should -BeTrue
        $result.word | Should -Be update, convert
    }
}

Describe 'JSON' {
    BeforeAll {
        $emulator = Start-TestSession @{ RecordCount = 2 }
        $lock = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x | Get-ZohoRecordLock | Select-Object -First 1
    }

    AfterAll { Stop-TestSession $emulator }

    It 'has enums as words' {
        $lock | ConvertTo-Json | Should -Match '"Source": "Manual"'
        $lock | Unlock-ZohoRecord | ConvertTo-Json | Should -Match '"Status": "Unlocked"'
        $configuration = Get-ZohoRecordLockConfiguration Deals | ConvertTo-Json
        $configuration | Should -Match '"LockType": "Manual"'
        $configuration | Should -Match '"LockedFor": "AllProfiles"'
        $connection = Get-ZohoCrmConnection | ConvertTo-Json -WarningVariable said
        $said | Should -BeNullOrEmpty
        $zoho = Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() -Name zoho -PassThru -Proxy http://127.0.0.1:9 -RetryTimeoutSec 0 -WarningAction Ignore
        $zoho | ConvertTo-Json | Should -Match '(?s)"DataCenter": "US".*"Environment": "Production"'
        $zoho | Disconnect-ZohoCrm
        [regex]::Matches($connection, '"Edition": "Enterprise"') | Should -HaveCount 2
        Get-ZohoApiLimit | ConvertTo-Json | Should -Match '"Edition": "Enterprise"'
        New-ZohoLockingCriteria -Criteria "A = 1 or B = 'x'" | ConvertTo-Json -Depth 5 | Should -Match '(?s)"Operator": "Or".*"Kind": "Number".*"Kind": "Text"'
        $emulator.Calls | ConvertTo-Json | Should -Match '"Operation": "LockRecord"'
        $emulator.Settings | ConvertTo-Json | Should -Match '"TooManyRequestsCode": "TooManyRequests"'
    }

    It 'has them as words wherever they are, and whatever -EnumsAsStrings says' {
        @{ a = @(@{ b = $lock.Source }) } | ConvertTo-Json -Depth 5 -Compress | Should -Be '{"a":[{"b":"Manual"}]}'
        $lock | Select-Object Source | ConvertTo-Json -Compress -EnumsAsStrings | Should -Be '{"Source":"Manual"}'
    }

    It 'of other enums is as it was' {
        [System.DayOfWeek]::Monday | ConvertTo-Json | Should -Be 1
    }

    It 'has them as words in the first conversion of a session (<Name>)' -ForEach @(
        @{ Name = 'with nothing before it'; Before = '' }
        @{ Name = 'after one without the module'; Before = '$null = 1 | ConvertTo-Json' }
    ) {
        Invoke-NewPowerShell "$Before
            Import-Module '$testedModule'
            1..8 | ForEach-Object -ThrottleLimit 8 -Parallel { [ZohoLock.IfLocked]::Skip | ConvertTo-Json }" | Should -Be (@('"Skip"') * 8)
    }

    It 'leaves others their default settings' {
        Invoke-NewPowerShell "`$null = 1 | ConvertTo-Json
            `$asked = [ref] 0
            [Newtonsoft.Json.JsonConvert]::DefaultSettings = [Func[Newtonsoft.Json.JsonSerializerSettings]] { `$asked.Value++; [Newtonsoft.Json.JsonSerializerSettings]::new() }
            Import-Module '$testedModule'
            [ZohoLock.IfLocked]::Skip | ConvertTo-Json
            'asked: ' + `$asked.Value" | Should -Be '"Skip"', 'asked: 1'
    }

    It 'has each enum of the module as a word' {
        $enums = [ZohoLock.LockSource].Assembly, [ZohoLock.Emulator].GetProperty('Settings').PropertyType.Assembly |
            ForEach-Object GetExportedTypes | Where-Object IsEnum
        $enums.Count | Should -BeGreaterThan 20
        foreach ($enum in $enums) {
            foreach ($value in [enum]::GetValues($enum)) { $value | ConvertTo-Json | Should -Be "`"$value`"" -Because $enum }
        }
    }

    It 'has times as ISO 8601 with their offset' {
        $lock | ConvertTo-Json | Should -Match '"LockedTime": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"'
        $lock.RecordId | Lock-ZohoRecord Deals -Reason x -IfLocked Skip | Unlock-ZohoRecord | ConvertTo-Json | Should -Match '"LockedTime": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"'
        $lock | Select-Object LockedTime | ConvertTo-Json -Compress | Should -Match '^{"LockedTime":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"}$'
    }
}

Describe 'Enums and times' {
    BeforeAll {
        $emulator = Start-TestSession @{ RecordCount = 2 }
        $lock = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x | Get-ZohoRecordLock | Select-Object -First 1
    }

    AfterAll { Stop-TestSession $emulator }

    It 'compare as <Kind>' -ForEach @(
        @{ Kind = 'the output'; Copy = { $args } }
        @{ Kind = 'a copy of Export-Clixml'; Copy = { $args | Export-Clixml TestDrive:/lock.xml; Import-Clixml TestDrive:/lock.xml } }
        @{ Kind = 'a copy of a copy'; Copy = { $args | Export-Clixml TestDrive:/lock.xml; Import-Clixml TestDrive:/lock.xml | Export-Clixml TestDrive:/copy.xml; Import-Clixml TestDrive:/copy.xml } }
    ) {
        $of = & $Copy $lock
        $of.Source -eq 'Manual' | Should -BeTrue
        $of.Source -eq [ZohoLock.LockSource]::Manual | Should -BeTrue
        [ZohoLock.LockSource]::Manual -eq $of.Source | Should -BeTrue
        $of.Source -in 'Automatic', 'Manual' | Should -BeTrue
        $of | Where-Object Source -EQ Manual | Should -HaveCount 1
        $of | Where-Object Source -EQ Automatic | Should -BeNullOrEmpty
        ($of, $of | Group-Object Source).Name | Should -Be Manual
        $(switch ($of.Source) { Automatic { 'wrong' } Manual { 'right' } }) | Should -Be right
        "$($of.Source)" | Should -Be Manual
        [ZohoLock.LockSource] $of.Source | Should -Be Manual
        $of.LockedTime | Should -BeOfType ([DateTimeOffset])
        $of.LockedTime | Should -Be $lock.LockedTime
        $of.LockedTime.AddDays(1) - $of.LockedTime | Should -Be ([timespan]::FromDays(1))
        [datetimeoffset] $of.LockedTime | Should -Be $lock.LockedTime
        $of, $of | Sort-Object LockedTime -Unique | Should -HaveCount 1
        $of.LockedTime -lt (Get-Date).AddDays(1) | Should -BeTrue
        $of.LockedTime -lt (Get-Date).AddDays(-1) | Should -BeFalse
        $of | ConvertTo-Json | Should -Match '"Source": "Manual"'
        $of | ConvertTo-Json | Should -Match "`"LockedTime`": `"$($lock.LockedTime.ToString('s'))[-+]"
        $of.LockedTime.ToString('yyyy') | Should -Be $of.LockedTime.Year
        $of.LockedTime.ToString('dddd', [cultureinfo] 'de-DE') | Should -BeLike *tag
        $of.LockedTime.ToString([cultureinfo] 'de-DE') | Should -BeLike '*.*.20?? ??:??:??*'
        '{0}' -f $of.LockedTime | Should -Be $of.LockedTime.ToString()
        '{0:yyyy}' -f $of.LockedTime | Should -Be $of.LockedTime.Year
        ($of | ConvertTo-Csv | ConvertFrom-Csv).LockedTime | Should -Be $lock.LockedTime.ToString('yyyy-MM-ddTHH:mm:sszzz')
    }
}

Describe 'A round trip into the next cmdlet' {
    BeforeEach { $emulator = Start-TestSession @{ RecordCount = 3 } }
    AfterEach { Stop-TestSession $emulator }

    It 'through <Name> unlocks, in one call each' -ForEach @(
        @{ Name = 'JSON'; Trip = { $input | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'CSV'; Trip = { $input | Export-Csv TestDrive:/locks.csv; Import-Csv TestDrive:/locks.csv } }
        @{ Name = 'Clixml'; Trip = { $input | Export-Clixml TestDrive:/locks.xml; Import-Clixml TestDrive:/locks.xml } }
    ) {
        $locks = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x | Get-ZohoRecordLock
        $emulator.ResetCounters()
        ($locks | & $Trip | Set-ZohoRecordLock -Reason y).Reason | Should -Be y, y, y
        ($locks | & $Trip | Unlock-ZohoRecord).Status | Should -Be Unlocked, Unlocked, Unlocked
        $emulator.CallCount | Should -Be 6
        $locks | & $Trip | Lock-ZohoRecord | Should -HaveCount 3
    }

    It 'through <Name> a connection connects to the same place' -ForEach @(
        @{ Name = 'JSON'; Trip = { $input | ConvertTo-Json | ConvertFrom-Json } }
        @{ Name = 'Clixml'; Trip = { $input | Export-Clixml TestDrive:/connection.xml; Import-Clixml TestDrive:/connection.xml } }
    ) {
        $kept = Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() -ApiDomain $emulator.ApiDomain -AccountsUri $emulator.AccountsUri -PassThru | & $Trip
        $again = $kept | Connect-ZohoCrm -AccessToken $emulator.CreateAccessToken() -PassThru
        $again.ApiDomain, $again.AccountsUri, $again.IsEmulator | Should -Be $emulator.ApiDomain, $emulator.AccountsUri, $true

        $token = ConvertTo-SecureString 1000.x.y -AsPlainText -Force
        # Nobody is asked: there is no such proxy.
        $quick = @{ PassThru = $true; Proxy = 'http://127.0.0.1:9'; RetryTimeoutSec = 0; WarningAction = 'Ignore' }
        $kept = Connect-ZohoCrm -AccessToken $token -DataCenter EU -Environment Sandbox @quick | & $Trip
        $again = $kept | Connect-ZohoCrm -AccessToken $token @quick
        "$again $($again.ApiDomain) $($again.AccountsUri)" | Should -Be 'EU Sandbox https://sandbox.zohoapis.eu/ https://accounts.zoho.eu/'
    }
}

Describe 'A copy on the screen' {
    BeforeAll {
        $show = 'function Show { foreach ($kind in $args[0].Keys) { $result["$($args[1])$kind"] = $args[0][$kind] | Out-String -Width 150 } }'
        $result = Invoke-Session "$show
            Show `$outputs
            `$copies = [ordered] @{}
            foreach (`$kind in @(`$outputs.Keys)) {
                `$outputs[`$kind] | Export-Clixml '$TestDrive/output.xml'
                `$copies[`$kind] = Import-Clixml '$TestDrive/output.xml'
            }
            Show `$copies 'clixml '

            `$script = { $show; $make; `$result = @{}; Show `$outputs 'before the job '; `$outputs.Values | ForEach-Object { `$_ }; `$result }
            `$all = Start-Job -ScriptBlock `$script | Receive-Job -Wait
            `$all.Where({ `$_ -is [hashtable] })[0].GetEnumerator() | ForEach-Object { `$result[`$_.Key] = `$_.Value }
            `$jobbed = [ordered] @{}
            foreach (`$kind in @(`$outputs.Keys)) {
                `$type = @(`$outputs[`$kind])[0].PSTypeNames[0]
                `$jobbed[`$kind] = `$all | Where-Object { `$_.PSTypeNames[0] -eq `"Deserialized.`$type`" }
            }
            Show `$jobbed 'job '
            `$result.isOld = @(`$jobbed.locks | Where-Object LockedTime -LT (Get-Date).AddDays(-1)).Count
            `$result.isNew = @(`$jobbed.locks | Where-Object LockedTime -GT (Get-Date).AddDays(-1)).Count

            `$outputs | Export-Clixml '$TestDrive/outputs.xml' -Depth 3"
    }

    It 'of <_> is the output''s own, through Export-Clixml' -ForEach $kinds {
        $result[$_] | Should -Not -BeNullOrEmpty
        $result["clixml $_"] | Should -Be $result[$_]
    }

    It 'of <_> is the output''s own, through a job' -ForEach $kinds {
        $result["before the job $_"] | Should -Not -BeNullOrEmpty
        $result["job $_"] | Should -Be $result["before the job $_"]
    }

    It 'has the time, the reason, who, the scopes and the rules' {
        $result['clixml locks'] | Should -Match 'Deals +\d+ Manual +Patricia Boyle 20\d\d-\d\d-\d\d \d\d:\d\d two lines'
        $result['clixml unlocks'] | Should -Match 'Deals +\d+ Unlocked +Patricia Boyle 20\d\d-\d\d-\d\d \d\d:\d\d two lines'
        $result['clixml connection'] | Should -Match 'Scopes +: \{ZohoCRM.modules.ALL, '
        $result['job configuration'] | Should -Match "LockingRules +: Won: Stage = 'Closed Won' and Amount > 1.5, existing records too"
        $result['job rule'] | Should -Match "Won +True +Stage = 'Closed Won' and Amount > 1.5"
    }

    It 'of a job can be chosen by its time' {
        $result.isOld, $result.isNew | Should -Be 0, 2
    }

    It 'that was there before the module is shown as well' {
        $lines = Invoke-NewPowerShell "
            `$PSStyle.OutputRendering = 'PlainText'
            `$copies = Import-Clixml '$TestDrive/outputs.xml'
            Import-Module '$testedModule'
            `$copies.locks | Out-String -Width 150; `$copies.configuration | Out-String -Width 150; `$copies.connection | Out-String -Width 150"
        $text = ($lines -join "`n") -replace '\s+', ' '
        foreach ($kind in 'locks', 'configuration', 'connection') { $text | Should -BeLike "*$([WildcardPattern]::Escape(($result[$kind] -replace '\s+', ' ').Trim()))*" }
    }
}

Describe 'A constrained session' {
    BeforeAll {
        $result = Invoke-Session "
            foreach (`$kind in `$outputs.Keys) { `$result[`$kind] = `$outputs[`$kind] | Out-String -Width 150 }
            `$outputs | Export-Clixml '$TestDrive/constrained.xml' -Depth 3
            `$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            foreach (`$kind in `$outputs.Keys) { `$result[`"constrained `$kind`"] = `$outputs[`$kind] | Out-String -Width 150 }
            `$copies = Import-Clixml '$TestDrive/constrained.xml'
            foreach (`$kind in `$outputs.Keys) { `$result[`"copied `$kind`"] = `$copies[`$kind] | Out-String -Width 150 }
            `$result.emulator = `$emulator | Out-String
            `$result.json = `$outputs.locks | ConvertTo-Json
            `$result.csv = `$outputs.locks | ConvertTo-Csv
            `$result.unlocked = @(`$copies.locks | Unlock-ZohoRecord).Count"
    }

    It 'shows <_> as any other does' -ForEach $kinds {
        $result[$_] | Should -Not -BeNullOrEmpty
        $result["constrained $_"] | Should -Be $result[$_]
        $result["copied $_"] | Should -Be $result[$_]
    }

    It 'shows the emulator' { $result.emulator | Should -Match 'Records +: Deals: 3, 2 locked' }

    It 'writes the same files' {
        $result.json | Should -Match '"Source": "Manual"'
        $result.csv[1] | Should -Match '"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d"'
    }

    It 'works with copies' { $result.unlocked | Should -Be 2 }

    It 'that was opened constrained, as an endpoint is, has the cmdlets and their views' {
        $lines = Invoke-NewPowerShell "
            $make
            `$state = [initialsessionstate]::CreateDefault2()
            `$state.ImportPSModule('$testedModule')
            `$state.LanguageMode = 'ConstrainedLanguage'
            `$shell = [powershell]::Create(`$state)
            `$text = `$shell.AddScript('`$ids = `$args[0]; `$ids | Get-ZohoRecordLock Deals -Connection `$args[1] | Out-String -Width 150').AddArgument(`$ids[0, 1]).AddArgument(`$outputs.connection).Invoke()
            'same: ' + (`"`$text`" -eq (`$outputs.locks | Out-String -Width 150))
            `$shell.Streams.Error | ForEach-Object { 'error: ' + `$_ }"
        $lines | Should -Be 'same: True'
    }

    It 'that is constrained already says that it can''t import the module' {
        $lines = Invoke-NewPowerShell "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'
            try { Import-Module '$testedModule' -ErrorAction Stop } catch { `"refused: `$_`" }
            'modules: ' + @(Get-Module ZohoLock*).Count"
        $lines | Should -Be (
            'refused: ZohoLock can''t be imported into a session in ConstrainedLanguage mode: import it before the session is constrained.'), 'modules: 0'
    }
}

Describe 'ZohoLock.Types.ps1xml' {
    It 'names each property of <_>, so that a copy lacks none' -ForEach 'ZohoLock.RecordLock', 'ZohoLock.RecordUnlock', 'ZohoLock.SuspendedLock', 'ZohoLock.LockJournalEntry', 'ZohoLock.Record', 'ZohoLock.RecordLockCount', 'ZohoLock.LockPlanStep', 'ZohoLock.LockState', 'ZohoLock.LockConfiguration', 'ZohoLock.Connection' {
        $set = (Get-TypeData $_).PropertySerializationSet.ReferencedProperties
        $set | Where-Object { $_ -ne 'IsCurrent' } | Sort-Object | Should -Be (($_ -as [type]).GetProperties().Where({ -not $_.GetIndexParameters() }).Name | Sort-Object)
    }

    It 'has each enum of an output, so that copies have words' {
        $enums = [ZohoLock.Loading.ModuleLoader]::Enums | Where-Object Namespace -NotIn ZohoCrm.Emulator.Settings, ZohoCrm.Emulator.Crm.Configurations, ZohoLock.Diagnostics, ZohoLock.Journal
        $enums.Count | Should -BeGreaterThan 20
        foreach ($enum in $enums) { (Get-TypeData $enum.FullName).SerializationMethod | Should -Be String -Because $enum.FullName }
    }

    It 'has each time of an output' {
        $times = foreach ($type in [ZohoLock.RecordLock], [ZohoLock.Connection] | ForEach-Object { $_.Assembly.GetExportedTypes() } | Where-Object { (Get-TypeData $_.FullName).PropertySerializationSet }) {
            $type.GetProperties() | Where-Object PropertyType -In ([Nullable[DateTimeOffset]]), ([DateTimeOffset]) | ForEach-Object { "$type.$($_.Name)" }
        }
        $declared = foreach ($type in 'ZohoLock.RecordLock', 'ZohoLock.RecordUnlock', 'ZohoLock.SuspendedLock', 'ZohoLock.LockJournalEntry', 'ZohoLock.LockConfiguration', 'ZohoLock.Connection') {
            (Get-TypeData $type).Members.Values | Where-Object { $_ -is [System.Management.Automation.Runspaces.CodePropertyData] -and $_.GetCodeReference.DeclaringType.Name -eq 'Timestamp' } | ForEach-Object { "$type.$($_.Name)" }
        }
        $declared | Sort-Object | Should -Be ($times | Sort-Object)
    }
}

Describe 'ZohoLock.Format.ps1xml' {
    It 'shows a time in lists as in tables' {
        $views = [xml] (Get-Content (Join-Path $root 'ZohoLock.Format.ps1xml') -Raw)
        $shown = $views.SelectNodes('//PropertyName').InnerText
        $shown | Where-Object { $_ -match '(Time|Expires|Since)$' } | Should -BeNullOrEmpty
    }
}
