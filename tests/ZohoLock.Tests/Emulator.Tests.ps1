BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
}

Describe 'Start-ZohoCrmEmulator' {
    AfterEach {
        if ($emulator) { Stop-ZohoCrmEmulator $emulator }
        if (Get-ZohoCrmConnection) { Disconnect-ZohoCrm }
    }

    It 'has ten records of Deals by default' {
        $emulator = Start-ZohoCrmEmulator
        $emulator.Modules.ApiName | Should -Be Deals
        Get-TestId $emulator | Should -HaveCount 10
    }

    It 'makes up -RecordCount records of -Module' {
        $emulator = Start-ZohoCrmEmulator -Module Sales_Orders -RecordCount 25
        $emulator.GetModule('Sales_Orders').Records | Should -HaveCount 25
    }

    It 'makes up -UserCount users, who own the records, and values that vary but are the same in every run' {
        $emulator = Start-ZohoCrmEmulator -RecordCount 100 -UserCount 3
        $emulator.Users | Should -HaveCount 3
        $records = $emulator.GetModule('Deals').Records
        $owners = $records | ForEach-Object { $_.Fields['Owner'] } | Sort-Object -Unique
        $owners | Should -Be ($emulator.Users.Id | Sort-Object)
        ($records | ForEach-Object { $_.Fields['Stage'] } | Sort-Object -Unique).Count | Should -BeGreaterThan 5
        $again = Start-ZohoCrmEmulator -RecordCount 100 -UserCount 3
        ($again.GetModule('Deals').Records | ForEach-Object { $_.Fields['Amount'] }) | Should -Be ($records | ForEach-Object { $_.Fields['Amount'] })
        Stop-ZohoCrmEmulator $again
    }

    It 'loads the records of a CSV as Zoho exports it' {
        $file = Join-Path $TestDrive 'records.csv'
        "`u{FEFF}Record Id,Deal Name,Stage", 'zcrm_5843104000000000001,"Comma, and ""quotes""",Closed Won', "5843104000000000002,`"Two`nlines`",Open" |
            Set-Content $file -Encoding utf8
        $emulator = Start-ZohoCrmEmulator -Module Deals -Path $file
        Get-TestId $emulator | Should -Be '5843104000000000001', '5843104000000000002'
        $emulator.GetModule('Deals').Records.Name | Should -Be 'Comma, and "quotes"', "Two`nlines"
    }

    It 'refuses a CSV <Name>' -ForEach @(
        @{ Name = 'without an id column'; Lines = 'a,b', '1,2'; Error = 'NoRecordIdColumn' }
        @{ Name = 'without rows'; Lines = @('Record Id'); Error = 'NoRecordIdColumn' }
        @{ Name = 'with a rounded id'; Lines = 'Record Id', '5.8431E+18'; Error = 'RoundedRecordId' }
        @{ Name = 'with an id twice'; Lines = 'Record Id', '1', '1'; Error = 'DuplicateRecordId' }
    ) {
        $file = Join-Path $TestDrive 'bad.csv'
        $Lines | Set-Content $file
        { Start-ZohoCrmEmulator -Path $file } | Should -Throw -ErrorId "$Error,*"
    }

    It 'refuses a file that is not there' {
        { Start-ZohoCrmEmulator -Path (Join-Path $TestDrive 'nowhere.csv') } | Should -Throw '*nowhere.csv*'
    }

    It 'refuses a file that is none: a pipe that nobody writes to' -Skip:$IsWindows {
        $pipe = Join-Path $TestDrive 'pipe.csv'
        mkfifo $pipe
        { Start-ZohoCrmEmulator -Path $pipe } | Should -Throw -ErrorId 'NotAFile,*'
    }

    It 'refuses a path that is not in the file system' {
        { Start-ZohoCrmEmulator -Path Env:/PATH } | Should -Throw -ErrorId 'NotAFile,*'
    }

    It 'refuses a module that is no API name' {
        { Start-ZohoCrmEmulator -Module 'Sales Orders' } | Should -Throw -ErrorId 'InvalidModule,*'
    }

    It 'listens on -Port, and says so where that is taken' {
        $emulator = Start-ZohoCrmEmulator
        { Start-ZohoCrmEmulator -Port $emulator.Port } | Should -Throw -ErrorId 'PortNotFree,*'
    }

    It 'starts nothing with -WhatIf' {
        Start-ZohoCrmEmulator -WhatIf | Should -BeNullOrEmpty
    }

    It 'lets tokens end after -AccessTokenLifetimeSec' {
        $emulator = Start-ZohoCrmEmulator -AccessTokenLifetimeSec 600
        $emulator | Connect-ZohoCrm
        (Get-ZohoCrmConnection).TokenExpires | Should -BeLessThan ([DateTimeOffset]::UtcNow.AddMinutes(11))
    }

    It 'takes -ConcurrencyLimit, -LatencyMilliseconds and -JitterMilliseconds, and changes while it runs' {
        $emulator = Start-ZohoCrmEmulator -ConcurrencyLimit 3 -LatencyMilliseconds 4 -JitterMilliseconds 5
        $emulator.Settings.ConcurrencyLimit, $emulator.Settings.Latency.TotalMilliseconds, $emulator.Settings.Jitter.TotalMilliseconds | Should -Be 3, 4, 5
        $emulator.Settings.ConcurrencyLimit = 7
        $emulator.Settings.ConcurrencyLimit | Should -Be 7
    }

    It 'counts what it is asked, and counts anew' {
        $emulator = Start-ZohoCrmEmulator -RecordCount 2
        $emulator | Connect-ZohoCrm
        $null = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x
        $null = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x -ErrorAction SilentlyContinue
        $emulator.CallCount, $emulator.TokensIssued, $emulator.RepeatedLocks | Should -Be 6, 1, 2
        $emulator.Calls | ForEach-Object { "$($_.Method) $($_.Operation) $($_.Status) $($_.Count)" } |
            Should -Be 'POST Token 200 1', 'POST LockRecord 201 2', 'POST LockRecord 403 2', 'GET GetOrganization 200 1'
        $emulator.ResetCounters()
        $emulator.CallCount | Should -Be 0
    }
}

Describe 'What a suite of one''s own sets up' {
    BeforeEach {
        $emulator = Start-ZohoCrmEmulator -Module Deals, Leads -RecordCount 2
    }

    AfterEach {
        Get-ZohoCrmEmulator | Stop-ZohoCrmEmulator
    }

    It 'several modules, each with records of its own' {
        $emulator.Modules.ApiName | Should -Be Deals, Leads
        $emulator.GetModule('Leads').Records | Should -HaveCount 2
        $emulator.AddModule('Contacts', 3).Records | Should -HaveCount 3
        $emulator.AddModule('Machines').Records | Should -HaveCount 0
        $emulator | Connect-ZohoCrm
        foreach ($name in 'Deals', 'Leads', 'Contacts') {
            (Lock-ZohoRecord $name $emulator.GetModule($name).Records[0].Id -Reason x).Module | Should -Be $name
        }
        { $emulator.AddModule('deals') } | Should -Throw '*Deals already*'
        { $emulator.AddModule('Sales Orders') } | Should -Throw '*API name*'
    }

    It '-Module refuses <Name>' -ForEach @(
        @{ Name = 'one twice'; Arguments = @{ Module = 'Deals', 'Leads', 'deals' }; Error = 'DuplicateModule' }
        @{ Name = 'two for one file'; Arguments = @{ Module = 'Deals', 'Leads'; Path = 'deals.csv' }; Error = 'SeveralModules' }
        @{ Name = 'one that is none'; Arguments = @{ Module = 'Deals', 'Sales Orders' }; Error = 'InvalidModule' }
    ) {
        { Start-ZohoCrmEmulator @Arguments } | Should -Throw -ErrorId "$Error,*"
        Get-ZohoCrmEmulator | Should -HaveCount 1
    }

    It 'records of hashtables' {
        $deals = $emulator.GetModule('Deals')
        $one = $deals.AddRecord(@{ Id = 'zcrm_5843104000000425565'; Deal_Name = 'Big one'; Amount = 10000.5; Closing_Date = Get-Date '2026-09-30'; Open = $true; Stage = $null })
        $one.Id, $one.Name | Should -Be '5843104000000425565', 'Big one'
        $one.Fields['Amount'], $one.Fields['Closing_Date'], $one.Fields['Open'], $one.Fields['Stage'] | Should -Be '10000.5', '2026-09-30', 'true', $null
        $others = $deals.AddRecords(@(@{ Amount = 5 }, [ordered]@{ 'Deal Name' = 'Small one' }))
        $others | Should -HaveCount 2
        $others[0].Id | Should -Match '^5843104'
        $others[1].Name | Should -Be 'Small one'
        $deals.AddRecords(@{ Amount = 7 }) | Should -HaveCount 1
        $deals.Records | Should -HaveCount 6
    }

    It 'records of the rows of a CSV, one or several, and of JSON' {
        $leads = $emulator.GetModule('Leads')
        $rows = 'Record Id,First Name,Last Name,City', '1,Jane,Doe,Oslo', '2,John,Roe,' | ConvertFrom-Csv
        $leads.AddRecords($rows).Name | Should -Be 'Jane Doe', 'John Roe'
        $leads.AddRecords(('Record Id', '3' | ConvertFrom-Csv)).Id | Should -Be 3
        $leads.AddRecord(('Record Id', '4' | ConvertFrom-Csv)).Id | Should -Be 4
        $leads.AddRecord(('{"id":"5","City":"Rome"}' | ConvertFrom-Json)).Fields['City'] | Should -Be Rome
        $leads.AddRecords(('[{"id":"6"},{"id":"7"}]' | ConvertFrom-Json -AsHashtable)).Id | Should -Be 6, 7
        $rows | ForEach-Object { $emulator.GetModule('Deals').AddRecord($_) } | Should -HaveCount 2
    }

    It 'no record of what is none: <Name>' -ForEach @(
        @{ Name = 'a number'; Row = 42; Error = '*42*' }
        @{ Name = 'a text'; Row = 'Deal'; Error = '*hashtable*Deal*' }
        @{ Name = 'a field with a list'; Row = @{ Tags = 'a', 'b' }; Error = '*Tags*' }
        @{ Name = 'a rounded id'; Row = @{ Id = 5.8431E+18 }; Error = '*5.8431E+18*' }
    ) {
        $deals = $emulator.GetModule('Deals')
        { $deals.AddRecord($Row) } | Should -Throw $Error
        { $deals.AddRecords(@(@{ Amount = 1 }, $Row)) } | Should -Throw $Error
        if ($Name -ne 'a rounded id') { $deals.Records | Should -HaveCount 2 }
    }

    It 'a record whose numbers are the same in every culture, in its fields and in the error for what is none' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $deals = $emulator.GetModule('Deals')
            $fields = $deals.AddRecord(@{ Amount = 10000.5; 1.5 = Get-Date '2026-09-30' }).Fields
            $fields['Amount'], $fields['1.5'] | Should -Be '10000.5', '2026-09-30'
            { $deals.AddRecord(1.5) } | Should -Throw "*'1.5' is none*"
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'a fault, whose wrong probability has the same error in every culture' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            { $emulator.Inject(@{ Kind = 'NoAnswer'; Probability = 1.5 }) } | Should -Throw '*between 0 and 1: 1.5 does not*'
        }
        finally {
            [cultureinfo]::CurrentCulture = $culture
        }
    }

    It 'users, profiles, and who locked what and when' {
        $deals = $emulator.GetModule('Deals')
        $sales = $emulator.AddProfile('Sales')
        $jane = $emulator.AddUser('Jane Doe', 'Sales')
        $emulator.Users.Name | Should -Be 'Patricia Boyle', 'Jane Doe'
        $emulator.Profiles.Name | Should -Be Administrator, Standard, Sales
        $sales.Id | Should -Match '^5843104'
        { $emulator.AddUser('John Roe', 'Guest') } | Should -Throw '*Administrator, Standard, Sales*'
        $lastMonth = [DateTimeOffset]::new(2026, 8, 31, 12, 0, 0, [timespan]::Zero)
        $null = $deals.SetLocked($deals.Records[0].Id, 'Manual', 'Audit', $jane, $lastMonth)
        $emulator | Connect-ZohoCrm
        $lock = Get-ZohoRecordLock Deals $deals.Records[0].Id
        $lock.LockedBy.Name, $lock.Reason, $lock.LockedTime | Should -Be 'Jane Doe', Audit, $lastMonth
    }

    It 'views, converted leads and picklists' {
        $deals = $emulator.GetModule('Deals')
        $won = $deals.AddView('Won', "Stage = 'Closed Won' and Amount > 5")
        $deals.Views.Name | Should -Be 'All Deals', 'All Locked Deals', Won
        { $deals.AddView('Wrong', "Stgae = 'x'") } | Should -Throw '*Stgae*'
        $deals.RemoveView($won.Id) | Should -BeTrue
        ($deals.Fields | Where-Object ApiName -EQ Stage).PicklistValues.ActualValue | Should -Contain 'Closed Won'
        $leads = $emulator.GetModule('Leads')
        $null = $leads.AddRecord(@{ Last_Name = 'Frey' })
        $leads.SetConverted($leads.Records[-1].Id)
        $leads.Records[-1].IsConverted | Should -BeTrue
        $emulator.CreditsSpent | Should -Be 0
    }

    It 'another user, who signs in' {
        $jane = $emulator.AddUser('Jane Doe')
        $signIn = @{ ClientId = $emulator.ClientId; ClientSecret = $emulator.ClientSecret; ApiDomain = $emulator.ApiDomain; AccountsUri = $emulator.AccountsUri; NoTokenCache = $true }
        Connect-ZohoCrm @signIn -RefreshToken $emulator.CreateRefreshToken($jane)
        $null = Lock-ZohoRecord Deals $emulator.GetModule('Deals').Records[0].Id -Reason x
        $emulator.GetModule('Deals').Records[0].Locks[0].LockedBy | Should -Be $jane
    }

    It 'the time' {
        $then = [DateTimeOffset]::new(2026, 9, 30, 23, 59, 0, [timespan]::Zero)
        $emulator.SetTime($then)
        $emulator | Connect-ZohoCrm
        $id = $emulator.GetModule('Deals').Records.Id
        $null = Lock-ZohoRecord Deals $id[0] -Reason x
        (Get-ZohoRecordLock Deals $id[0]).LockedTime | Should -Be $then
        $emulator.Advance('01:01:00')
        $emulator.Time | Should -Be $then.AddMinutes(61)
        $null = Lock-ZohoRecord Deals $id[1] -Reason x
        (Get-ZohoRecordLock Deals $id[1]).LockedTime | Should -Be $then.AddMinutes(61)
        $emulator.TokensIssued | Should -Be 2
    }

    It 'as the sample in samples/ does' {
        $pester = Join-Path (Get-Module Pester).ModuleBase 'Pester.psd1'
        $sample = Resolve-Path (Join-Path $PSScriptRoot '..' '..' 'samples' 'Deals.Tests.ps1')
        $result = Invoke-NewPowerShell "Import-Module '$pester'; `$run = Invoke-Pester '$sample' -PassThru -Output None; `$run.Failed.ErrorRecord | Out-String; 'passed {0} failed {1}' -f `$run.PassedCount, `$run.FailedCount"
        $result | Select-Object -Last 1 | Should -Be 'passed 3 failed 0' -Because ($result -join "`n")
    }
}

Describe 'Get-ZohoCrmEmulator' {
    AfterEach { Get-ZohoCrmEmulator | Stop-ZohoCrmEmulator }

    It 'lists those that run, by port where one is given' {
        Get-ZohoCrmEmulator | Should -BeNullOrEmpty
        $one = Start-ZohoCrmEmulator
        $other = Start-ZohoCrmEmulator -Module Leads
        (Get-ZohoCrmEmulator).Port | Should -Be $one.Port, $other.Port
        (Get-ZohoCrmEmulator $other.Port).Modules.ApiName | Should -Be Leads
        Stop-ZohoCrmEmulator $one
        (Get-ZohoCrmEmulator).Port | Should -Be $other.Port
    }

    It 'connects again to one whose variable is gone' {
        $null = Start-ZohoCrmEmulator
        Get-ZohoCrmEmulator | Connect-ZohoCrm
        (Get-ZohoCrmConnection).ApiDomain | Should -Be (Get-ZohoCrmEmulator).ApiDomain
    }
}

Describe 'Stop-ZohoCrmEmulator' {
    It 'frees the port, and keeps the counters' {
        $emulator = Start-ZohoCrmEmulator
        $emulator | Connect-ZohoCrm
        $emulator | Stop-ZohoCrmEmulator
        $emulator.IsRunning | Should -BeFalse
        $emulator.CallCount | Should -Be 2
        $next = Start-ZohoCrmEmulator -Port $emulator.Port
        $next.Port | Should -Be $emulator.Port
        Stop-ZohoCrmEmulator $next
    }

    It 'closes the connections to it, and no other' {
        $emulator = Start-ZohoCrmEmulator
        $other = Start-ZohoCrmEmulator
        $other | Connect-ZohoCrm -Name Other
        $emulator | Connect-ZohoCrm -Name One
        $connection = $emulator | Connect-ZohoCrm -Name Two -PassThru
        Stop-ZohoCrmEmulator $emulator
        (Get-ZohoCrmConnection).Name | Should -Be Other
        { Get-ZohoRecordLock Deals 1 -Connection $connection } | Should -Throw '*closed*'
        Stop-ZohoCrmEmulator $other
        Get-ZohoCrmConnection | Should -BeNullOrEmpty
    }

    It 'may be called twice' {
        $emulator = Start-ZohoCrmEmulator
        Stop-ZohoCrmEmulator $emulator
        { Stop-ZohoCrmEmulator -Emulator $emulator } | Should -Not -Throw
    }
}
