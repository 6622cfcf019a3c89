# Every lock of a module: Get-ZohoRecordLock -All and Measure-ZohoRecordLock.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')

    # Ten deals, of which 1, 3, 5 (by hand), 7 (by a rule) and 9 (by hand, by Jane, last month) are locked.
    function Start-Locked([string[]] $Module = 'Deals') {
        $emulator = Start-ZohoCrmEmulator $Module -RecordCount 10
        $deals = $emulator.GetModule('Deals')
        $jane = $emulator.AddUser('Jane Doe')
        $number = 0
        foreach ($record in $deals.Records) {
            $number++
            switch ($number) {
                { $_ -in 1, 3, 5 } { $null = $deals.SetLocked($record.Id, 'Manual', "Reason $_") }
                7 { $null = $deals.SetLocked($record.Id, 'Automatic') }
                9 { $null = $deals.SetLocked($record.Id, 'Manual', 'Audit', $jane, [datetimeoffset]::UtcNow.AddDays(-30)) }
            }
        }

        $emulator | Connect-ZohoCrm
        $emulator.ResetCounters()
        $emulator
    }

    function Get-Locked($Emulator, [string] $Module = 'Deals') { @($Emulator.GetModule($Module).Records | Where-Object IsLocked).Id }

    # The scopes without those of a family.
    function Get-ScopeWithout($Emulator, [string] $Missing) { ($Emulator.Settings.Scopes -split ',' -notlike "*.$Missing.*") -join ',' }
}

Describe 'Get-ZohoRecordLock -All' {
    BeforeEach {
        $emulator = Start-Locked
        $deals = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'gets every lock of a module, with the records'' names, in the order of their ids' {
        $locks = Get-ZohoRecordLock Deals -All
        $locks.RecordId | Should -Be $ids[0, 2, 4, 6, 8]
        $locks.RecordName | Should -Be ('1', '3', '5', '7', '9' | ForEach-Object { "Deals $_ (Sample)" })
        $locks.Reason | Should -Be 'Reason 1', 'Reason 3', 'Reason 5', $null, 'Audit'
        $locks.Source | Should -Be Manual, Manual, Manual, Automatic, Manual
        $locks[4].LockedBy.Name | Should -Be 'Jane Doe'
        (Get-CallCount $emulator ListCustomViews), (Get-CallCount $emulator QueryRecords), (Get-CallCount $emulator ListLocks) | Should -Be 1, 1, 5

        # One is by a rule.
        Get-CallCount $emulator GetLockingConfiguration | Should -Be 1
        $emulator.CallCount | Should -Be 8
    }

    It 'gets both locks of a record that has two' {
        $emulator.Settings.Unknowns.LockOverAutomatic = $true
        $null = $deals.SetLocked($ids[6], 'Manual', 'Twice')
        $locks = Get-ZohoRecordLock Deals -All
        $locks | Should -HaveCount 6
        ($locks | Where-Object RecordId -EQ $ids[6]).Source | Sort-Object | Should -Be Manual, Automatic
    }

    It 'gets nothing, and no error, where nothing is locked' {
        $ids | ForEach-Object { $null = $deals.RemoveLock($_) }
        Get-ErrorOf { Get-ZohoRecordLock Deals -All } | Should -BeNullOrEmpty
        Get-ZohoRecordLock Deals -All | Should -BeNullOrEmpty
        Get-ZohoRecordLock Deals -All -IdOnly | Should -BeNullOrEmpty
    }

    It '-IdOnly gets the records without a call a lock' {
        $found = Get-ZohoRecordLock Deals -All -IdOnly
        $found[0] | Should -BeOfType ([ZohoLock.Record])
        $found.RecordId | Should -Be $ids[0, 2, 4, 6, 8]
        $found.IsLocked | Select-Object -Unique | Should -BeTrue
        $found[1].RecordName | Should -Be 'Deals 3 (Sample)'
        $emulator.CallCount | Should -Be 2
    }

    It '-Field asks for those fields' {
        $locks = Get-ZohoRecordLock Deals -All -Field Locked_Reason__s
        $locks[0].Reason | Should -Be 'Reason 1'
        $locks[0].LockedTime | Should -BeNullOrEmpty
        { Get-ZohoRecordLock Deals -All -Field 'x y' } | Should -Throw -ErrorId 'InvalidField,*'
    }

    It '<Filter> gets the locks of deals <Numbers>' -ForEach @(
        @{ Filter = '-Source Manual'; Arguments = @{ Source = 'Manual' }; Numbers = 1, 3, 5, 9 }
        @{ Filter = '-Source Automatic'; Arguments = @{ Source = 'Automatic' }; Numbers = 7 }
        @{ Filter = '-LockedBy'; Arguments = @{ LockedBy = 'jane doe' }; Numbers = 9 }
        @{ Filter = '-LockedBy with a wildcard'; Arguments = @{ LockedBy = 'Patricia*' }; Numbers = 1, 3, 5 }
        @{ Filter = '-LockedBy nobody'; Arguments = @{ LockedBy = 'Nobody' }; Numbers = @() }
        @{ Filter = '-LockedBefore'; Arguments = @{ LockedBefore = [datetimeoffset]::UtcNow.AddDays(-7) }; Numbers = 9 }
        @{ Filter = '-LockedBefore a day'; Arguments = @{ LockedBefore = (Get-Date).AddDays(-7) }; Numbers = 9 }
        @{ Filter = 'all of them'; Arguments = @{ Source = 'Manual'; LockedBy = 'Jane*'; LockedBefore = [datetimeoffset]::UtcNow }; Numbers = 9 }
        @{ Filter = 'some that exclude each other'; Arguments = @{ Source = 'Automatic'; LockedBy = '*' }; Numbers = @() }
    ) {
        $expected = @($Numbers | ForEach-Object { $ids[$_ - 1] })
        (Get-ZohoRecordLock Deals -All @Arguments).RecordId | Should -Be $expected
        ($ids | Get-ZohoRecordLock Deals @Arguments).RecordId | Should -Be $expected

        # Other fields than those that the filter looks at.
        $locks = Get-ZohoRecordLock Deals -All -Field Locked_Reason__s @Arguments
        $locks.RecordId | Should -Be $expected
    }

    It '-LockedBefore 2026-07-01 is that day in every culture: <Culture>, <Text>' -ForEach @(
        foreach ($culture in 'en-US', 'de-DE', 'ar-SA', 'fa-IR', 'th-TH') {
            @{ Culture = $culture; Text = '2020-12-01'; Numbers = @() }
            @{ Culture = $culture; Text = '2020-12-01T17:04:00+02:00'; Numbers = @() }
            @{ Culture = $culture; Text = [datetime]::UtcNow.AddDays(-7).ToString('yyyy-MM-dd HH:mm', [cultureinfo]::InvariantCulture); Numbers = 9 }
        }
        @{ Culture = 'de-DE'; Text = '01.12.2020'; Numbers = @() }
        @{ Culture = 'de-DE'; Text = '31.12.2999'; Numbers = 1, 3, 5, 7, 9 }
    ) {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $Culture
            (Get-ZohoRecordLock Deals -All -LockedBefore $Text).RecordId | Should -Be @($Numbers | ForEach-Object { $ids[$_ - 1] })
        }
        finally { [cultureinfo]::CurrentCulture = $before }
    }

    It '-LockedBy takes a user''s id' {
        (Get-ZohoRecordLock Deals -All -LockedBy $emulator.Users[1].Id).RecordId | Should -Be $ids[8]
    }

    It '-Source has a lock that is both for either' {
        $emulator.Settings.Unknowns.LockOverAutomatic = $emulator.Settings.Contradictions.LockSourceBoth = $true
        $null = $deals.SetLocked($ids[6], 'Manual', 'Twice')
        (Get-ZohoRecordLock Deals -All -Source Automatic).RecordId | Should -Contain $ids[6]
        (Get-ZohoRecordLock Deals -All -Source Manual).RecordId | Should -Contain $ids[6]
    }

    It 'pipes into Unlock-ZohoRecord, Set-ZohoRecordLock and a CSV' {
        (Get-ZohoRecordLock Deals -All -Source Manual | Set-ZohoRecordLock -Reason 'Audited').RecordId | Should -Be $ids[0, 2, 4, 8]
        Get-CallCount $emulator UpdateLock | Should -Be 4
        $file = Join-Path $TestDrive 'locks.csv'
        Get-ZohoRecordLock Deals -All | Export-Csv $file
        (Import-Csv $file).Reason | Should -Be 'Audited', 'Audited', 'Audited', '', 'Audited'
        (Get-ZohoRecordLock Deals -All -Source Manual | Unlock-ZohoRecord).RecordId | Should -Be $ids[0, 2, 4, 8]
        Get-Locked $emulator | Should -Be $ids[6]
    }

    It '-IdOnly pipes into Set-ZohoRecordLock and Unlock-ZohoRecord' {
        $null = $deals.RemoveLock($ids[6])
        (Get-ZohoRecordLock Deals -All -IdOnly | Set-ZohoRecordLock -Reason Audited).Reason | Should -Be Audited, Audited, Audited, Audited
        (Get-ZohoRecordLock Deals -All -IdOnly | Unlock-ZohoRecord).RecordId | Should -Be $ids[0, 2, 4, 8]
        Get-Locked $emulator | Should -BeNullOrEmpty
    }

    It 'ends when Select-Object has what it wants' {
        $deals.AddRecords(1000) | ForEach-Object { $null = $deals.SetLocked($_) }
        (Get-ZohoRecordLock Deals -All -ThrottleLimit 1 | Select-Object -First 1).RecordId | Should -Be $ids[0]
        Get-CallCount $emulator ListLocks | Should -BeLessThan 1005
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'ids with -All'; Script = { Get-ZohoRecordLock Deals 1 -All }; Error = 'PositionalParameterNotFound' }
        @{ Name = '-RecordId with -All'; Script = { Get-ZohoRecordLock Deals -RecordId 1 -All }; Error = 'AmbiguousParameterSet' }
        @{ Name = 'a lock''s id with -All'; Script = { Get-ZohoRecordLock Deals -All -LockId 1 }; Error = 'AmbiguousParameterSet' }
        @{ Name = 'a filter with -IdOnly'; Script = { Get-ZohoRecordLock Deals -All -IdOnly -Source Manual }; Error = 'AmbiguousParameterSet' }
        @{ Name = 'a source that is none'; Script = { Get-ZohoRecordLock Deals -All -Source Nobody }; Error = 'CannotConvertArgument*' }
        @{ Name = 'a label in place of a module'; Script = { Get-ZohoRecordLock 'Sales Orders' -All }; Error = 'InvalidModule' }
    ) {
        $found = Get-ErrorOf $Script
        $found.FullyQualifiedErrorId | Should -BeLike "$Error,*"
        $emulator.CallCount | Should -Be 0
    }
}

Describe 'Get-ZohoRecordLock -All of several modules' {
    BeforeAll {
        $emulator = Start-Locked -Module Deals, Leads, Sales_Orders, Machines, Campaigns
        foreach ($name in 'Leads', 'Sales_Orders', 'Machines') {
            $module = $emulator.GetModule($name)
            $null = $module.SetLocked($module.Records[1].Id)
        }
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It 'gets <Count> locks of <Name>' -ForEach @(
        @{ Name = 'several'; Modules = 'Deals', 'Leads'; Count = 6; Found = 'Deals', 'Leads' }
        @{ Name = 'one twice'; Modules = 'Leads', 'leads'; Count = 1; Found = @('Leads') }
        @{ Name = '*'; Modules = '*'; Count = 8; Found = 'Deals', 'Leads', 'Machines', 'Sales_Orders' }
        @{ Name = 'a wildcard'; Modules = 'sales*'; Count = 1; Found = @('Sales_Orders') }
        @{ Name = 'a wildcard and what is in it'; Modules = 'Deals', '*e*'; Count = 8; Found = 'Deals', 'Leads', 'Machines', 'Sales_Orders' }
        @{ Name = 'a wildcard for nothing'; Modules = 'x*'; Count = 0; Found = @() }
    ) {
        $locks = @(Get-ZohoRecordLock $Modules -All)
        $locks | Should -HaveCount $Count
        $locks.Module | Sort-Object -Unique | Should -Be $Found
        $records = @(Get-ZohoRecordLock -Module $Modules -All -IdOnly)
        $records.RecordId | Should -Be $locks.RecordId
    }

    It 'pipes into Unlock-ZohoRecord, each to its own module' {
        (Get-ZohoRecordLock Leads, Machines -All | Unlock-ZohoRecord).Module | Should -Be Leads, Machines
        Get-ZohoRecordLock Leads, Machines -All | Should -BeNullOrEmpty
    }

    It 'has an error for a module that isn''t there, and goes on' {
        $locks = Get-ZohoRecordLock Nonesuch, Deals -All -ErrorVariable found -ErrorAction SilentlyContinue
        $locks | Should -HaveCount 5
        $found | Should -HaveCount 1
        $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_MODULE,*'
        $found.TargetObject | Should -Be Nonesuch
        $found.Exception.Message | Should -BeLike 'Nonesuch: *'
    }
}

Describe 'Where Zoho is different: Get-ZohoRecordLock -All' {
    BeforeEach {
        $emulator = Start-Locked -Module Deals, Leads, Machines
        $deals = $emulator.GetModule('Deals')
        $ids = @($deals.Records.Id)
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'gets the same without <Name>, by <Calls>' -ForEach @(
        @{ Name = 'anything'; Change = { }; Calls = 'QueryRecords' }
        @{ Name = 'a view'; Change = { $emulator.Settings.Unknowns.LockedViews = 'None' }; Calls = 'QueryRecords' }
        @{ Name = 'the field in queries'; Change = { $emulator.Settings.Unknowns.LockedFieldInCoql = $false }; Calls = 'QueryRecords' }
        @{ Name = 'both'; Change = { $emulator.Settings.Unknowns.LockedViews = 'None'; $emulator.Settings.Unknowns.LockedFieldInCoql = $false }; Calls = 'ListRecords' }
        @{ Name = 'the scope of views'; Change = { $emulator.Settings.Scopes = Get-ScopeWithout $emulator custom_views; $emulator | Connect-ZohoCrm }; Calls = 'QueryRecords' }
        @{ Name = 'the scope of queries'; Change = { $emulator.Settings.Scopes = Get-ScopeWithout $emulator coql; $emulator | Connect-ZohoCrm }; Calls = 'ListRecords' }
    ) {
        . $Change
        $emulator.ResetCounters()
        (Get-ZohoRecordLock Deals -All).RecordId | Sort-Object | Should -Be $ids[0, 2, 4, 6, 8]
        (Get-CallCount $emulator $Calls) | Should -BeGreaterThan 0
        (Get-ZohoRecordLock Deals -All -IdOnly).RecordName | Should -Contain 'Deals 9 (Sample)'
        $other = $Calls -eq 'QueryRecords' ? 'ListRecords' : 'ListFields'
        Get-CallCount $emulator $other | Should -Be 0
    }

    It 'gets the locks of a custom module, which has no view' {
        $machines = $emulator.GetModule('Machines')
        $null = $machines.SetLocked($machines.Records[3].Id, 'Manual', 'x')
        (Get-ZohoRecordLock Machines -All).RecordName | Should -Be 'Machines 4 (Sample)'
        $emulator.Settings.Unknowns.LockedViews = 'AllModules'
        (Get-ZohoRecordLock Machines -All).RecordName | Should -Be 'Machines 4 (Sample)'
    }

    It 'gets converted leads too: with <Name>' -ForEach @(
        @{ Name = 'a view'; Change = { } }
        @{ Name = 'a view, and queries without them'; Change = { $emulator.Settings.Unknowns.ConvertedLeadsInCoql = $false } }
        @{ Name = 'queries without them'; Change = { $emulator.Settings.Unknowns.LockedViews = 'None'; $emulator.Settings.Unknowns.ConvertedLeadsInCoql = $false } }
        @{ Name = 'queries with them'; Change = { $emulator.Settings.Unknowns.LockedViews = 'None' } }
        @{ Name = 'a list'; Change = { $emulator.Settings.Unknowns.LockedViews = 'None'; $emulator.Settings.Unknowns.LockedFieldInCoql = $false } }
    ) {
        . $Change
        $leads = $emulator.GetModule('Leads')
        $leadIds = @($leads.Records.Id)
        foreach ($number in 1, 4, 6) { $null = $leads.SetLocked($leadIds[$number], 'Manual', 'x') }
        $leads.SetConverted($leadIds[4])
        $leads.SetConverted($leadIds[5])
        (Get-ZohoRecordLock Leads -All).RecordId | Sort-Object | Should -Be $leadIds[1, 4, 6]
        (Get-ZohoRecordLock Leads -All -IdOnly).RecordId | Sort-Object | Should -Be $leadIds[1, 4, 6]
    }

    It 'gets all of 1,000 locks in pages of <Rows>' -ForEach @(@{ Rows = 2000; Queries = 1 }, @{ Rows = 200; Queries = 7 }) {
        $emulator.Settings.Coql.RowsPerCall = $Rows
        $more = $deals.AddRecords(1000)
        $more | ForEach-Object { $null = $deals.SetLocked($_, 'Manual', 'x') }
        (Get-ZohoRecordLock Deals -All -IdOnly).RecordId | Should -Be (@($ids[0, 2, 4, 6, 8]) + $more)
        Get-CallCount $emulator QueryRecords | Should -Be $Queries
    }

    It 'names the scope where nothing at all may be read' {
        $emulator.Settings.Scopes = 'ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.org.READ,ZohoCRM.modules.deals.CREATE'
        $emulator | Connect-ZohoCrm
        $found = Get-ErrorOf { Get-ZohoRecordLock Deals -All }
        $found.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*ZohoCRM.modules.deals.READ*'
    }

    It 'names the scope that * needs' {
        $emulator.Settings.Scopes = Get-ScopeWithout $emulator settings.modules
        $emulator | Connect-ZohoCrm
        $found = Get-ErrorOf { Get-ZohoRecordLock * -All }
        $found.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*ZohoCRM.settings.modules.READ*'
        (Get-ZohoRecordLock Deals -All) | Should -HaveCount 5
    }
}

Describe 'Measure-ZohoRecordLock' {
    BeforeAll {
        $emulator = Start-Locked -Module Deals, Leads
        $deals = $emulator.GetModule('Deals')
        $jane = $emulator.Users[1]
        $null = $deals.AddRecords(@(
                @{ Deal_Name = 'A'; Stage = 'Closed Won'; Owner = $jane.Id; Region = 'East' }
                @{ Deal_Name = 'B'; Stage = 'Closed Won'; Owner = $jane.Id; Region = 'East' }
                @{ Deal_Name = 'C'; Stage = 'Closed Lost'; Owner = $jane.Id; Region = $null }
                @{ Deal_Name = 'D'; Stage = 'Closed Lost'; Owner = $jane.Id; Region = 'West' }
            ))
        $records = @($deals.Records)
        foreach ($record in $records) { $null = $deals.RemoveLock($record.Id) }
        foreach ($record in $records[0], $records[10], $records[11], $records[12]) { $null = $deals.SetLocked($record.Id) }
    }

    BeforeEach {
        $emulator.ResetCounters()
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It 'counts the locked records of modules, in one call each' {
        $counts = Measure-ZohoRecordLock Deals, Leads
        $counts.Module | Should -Be Deals, Leads
        $counts | ForEach-Object Count | Should -Be 4, 0
        $counts[0].By | Should -BeNullOrEmpty
        $counts[0].Value | Should -BeNullOrEmpty
        $emulator.CallCount | Should -Be 2
        Get-CallCount $emulator QueryRecords | Should -Be 2
    }

    It 'counts them by <By>, the most first' -ForEach @(
        @{ By = 'Region'; Expected = 'East 2', ' 2' }
        @{ By = 'owner'; Expected = 'Doe 3', 'Boyle 1' }
        @{ By = 'Owner.last_name'; Expected = 'Doe 3', 'Boyle 1' }
    ) {
        $counts = @(Measure-ZohoRecordLock Deals $By)
        $counts | ForEach-Object { "$($_.Value) $($_.Count)" } | Sort-Object | Should -Be ($Expected | Sort-Object)
        $counts | ForEach-Object Count | Should -Be ($counts | ForEach-Object Count | Sort-Object -Descending)
        ($counts | Measure-Object Count -Sum).Sum | Should -Be 4
        $counts[0].By | Should -Be $By
        Get-CallCount $emulator QueryRecords | Should -Be 1
    }

    It 'counts them by -By Stage: objects that a CSV and a table take' {
        $counts = Measure-ZohoRecordLock -Module Deals -By Stage
        $counts[0] | Should -BeOfType ([ZohoLock.RecordLockCount])
        ($counts | Where-Object Value -EQ 'Closed Won').Count | Should -BeGreaterOrEqual 2
        ($counts | ConvertTo-Csv | ConvertFrom-Csv)[0].PSObject.Properties.Name | Should -Be Module, By, Value, Count
        $lines = ($counts | Out-String -Width 100).Trim() -split "`r?`n"
        $lines[0] | Should -Match '^Module +By +Count +Value'
    }

    It 'takes modules from a pipeline' {
        'Module', 'Leads', 'Deals' | ConvertFrom-Csv | Measure-ZohoRecordLock | ForEach-Object Count | Should -Be 0, 4
    }

    It 'counts nothing by a field as nothing' {
        Measure-ZohoRecordLock Leads -By Lead_Status | Should -BeNullOrEmpty
    }

    It 'has an error for each module that can''t be counted, and goes on' {
        $counts = Measure-ZohoRecordLock Nonesuch, Deals, 'Sales Orders', Leads -ErrorVariable found -ErrorAction SilentlyContinue
        $counts.Module | Should -Be Deals, Leads
        $found.FullyQualifiedErrorId | Should -BeLike '*,ZohoLock.Commands.MeasureZohoRecordLockCommand'
        $found.FullyQualifiedErrorId -split ',' | Should -Contain InvalidModule
        $found.TargetObject | Should -Be Nonesuch, 'Sales Orders'
        $found = Get-ErrorOf { Measure-ZohoRecordLock Deals -By Stge }
        $found.FullyQualifiedErrorId | Should -BeLike 'UnknownField,*'
        $found.Exception.Message | Should -BeLike "*did you mean 'Stage'*"
    }

    It 'where Zoho doesn''t filter by the lock state: by its view, else an error' {
        try {
            $emulator.Settings.Unknowns.LockedFieldInCoql = $false
            (Measure-ZohoRecordLock Deals).Count | Should -Be 4
            (Measure-ZohoRecordLock Deals -By Stage | Measure-Object Count -Sum).Sum | Should -Be 4
            $emulator.Settings.Unknowns.LockedViews = 'None'
            $null = $emulator.AddModule('Quotes', 1)
            $found = Get-ErrorOf { Measure-ZohoRecordLock Quotes }
            $found.FullyQualifiedErrorId | Should -BeLike 'LockStateRefused,*'
        }
        finally {
            $emulator.Settings.Unknowns.LockedFieldInCoql = $true
            $emulator.Settings.Unknowns.LockedViews = 'StandardModules'
        }
    }
}

Describe 'Tab' {
    BeforeAll {
        function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }

        $emulator = Start-ZohoCrmEmulator Deals, Machines, Campaigns -RecordCount 0
        $deals = $emulator.GetModule('Deals')
        $null = $deals.AddView('My Won Deals', "Stage = 'Closed Won'")
        $null = $deals.AddView("Sue's", 'Amount > 1')
        $emulator.Settings.TokensPerTenMinutes = $null
        $emulator | Connect-ZohoCrm -Name here
        $before = $emulator.Settings.Scopes
    }

    BeforeEach {
        $emulator.ResetCounters()
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It 'offers <Expected> for <Line>' -ForEach @(
        @{ Line = 'Find-ZohoRecord Ma'; Expected = 'Machines' }
        @{ Line = 'Get-ZohoRecordLock -All -Module Deals, Ma'; Expected = 'Machines' }
        @{ Line = 'Measure-ZohoRecordLock De'; Expected = 'Deals' }
        @{ Line = 'Lock-ZohoRecord Mach'; Expected = 'Machines' }
        @{ Line = 'Find-ZohoRecord Camp'; Expected = @() }
        @{ Line = 'Find-ZohoRecord Deals -View My'; Expected = "'My Won Deals'" }
        @{ Line = 'Find-ZohoRecord Deals -View sue'; Expected = "`"Sue's`"" }
        @{ Line = 'Find-ZohoRecord Deals -Property Am'; Expected = 'Amount' }
        @{ Line = 'Find-ZohoRecord Deals -Property Amount, Clos'; Expected = 'Closing_Date' }
        @{ Line = 'Measure-ZohoRecordLock Deals -By St'; Expected = 'Stage' }
        @{ Line = 'Measure-ZohoRecordLock Deals Own'; Expected = 'Owner' }
        @{ Line = 'Get-ZohoRecordLock Deals -All -Source Man'; Expected = 'Manual' }
        @{ Line = 'Find-ZohoRecord Deals -Where Am'; Expected = 'Amount' }
        @{ Line = 'Find-ZohoRecord Deals Am'; Expected = 'Amount' }
        @{ Line = "Find-ZohoRecord Deals `"Stage = 'Closed W"; Expected = "`"Stage = 'Closed Won'`"" }
        @{ Line = "Find-ZohoRecord Deals -Where `"Stage = 'Closed Won' and Clo"; Expected = "`"Stage = 'Closed Won' and Closing_Date`"" }
        @{ Line = "Find-ZohoRecord Deals -Where `"Stage in ('Closed Won', 'Quali"; Expected = "`"Stage in ('Closed Won', 'Qualification'`"" }
        @{ Line = "Find-ZohoRecord Deals -Where `"(Stage != 'Id"; Expected = "`"(Stage != 'Id. Decision Makers'`"" }
        @{ Line = 'Find-ZohoRecord Deals -Connection h'; Expected = 'here' }
    ) {
        @(Get-Completion $Line) | Should -Be @($Expected)
    }

    It 'asks once for a module' {
        $emulator | Connect-ZohoCrm -Name here
        $emulator.ResetCounters()
        foreach ($line in 'Find-ZohoRecord D', 'Find-ZohoRecord Deals -Property A', "Find-ZohoRecord Deals `"Stage = 'C", 'Find-ZohoRecord Deals -View M', 'Measure-ZohoRecordLock Deals -By S', 'Find-ZohoRecord M', 'Find-ZohoRecord Deals -View S') {
            Get-Completion $line | Should -Not -BeNullOrEmpty
        }

        (Get-CallCount $emulator ListModules), (Get-CallCount $emulator ListFields), (Get-CallCount $emulator ListCustomViews) | Should -Be 1, 1, 1
        $emulator.CallCount | Should -Be 3
    }

    It 'offers no names, and no error, without the scope: <_>' -ForEach @(
        'Find-ZohoRecord Deals -View My', 'Find-ZohoRecord Deals -Property Am', "Find-ZohoRecord Deals `"Stage = 'Clo", 'Measure-ZohoRecordLock Deals -By St', 'Find-ZohoRecord Mach'
    ) {
        try {
            $emulator.Settings.Scopes = 'ZohoCRM.modules.ALL,ZohoCRM.org.READ'
            $emulator | Connect-ZohoCrm -Name here
            $Error.Clear()
            Get-Completion $_ | Where-Object { $_ -match "Amount|Closed Won|Won Deals|Stage$|Machines" } | Should -BeNullOrEmpty
            $Error | Should -BeNullOrEmpty
        }
        finally {
            $emulator.Settings.Scopes = $before
            $emulator | Connect-ZohoCrm -Name here
        }
    }

    It 'offers no names, and no error, where there is no answer in time' {
        try {
            $emulator | Connect-ZohoCrm -Name here
            $emulator.Settings.Latency = [timespan]::FromHours(1)
            $Error.Clear()
            Get-Completion 'Find-ZohoRecord Deals -Property Am' | Should -Not -Contain Amount
            $Error | Should -BeNullOrEmpty
        }
        finally {
            $emulator.Settings.Latency = [timespan]::Zero
            $emulator | Connect-ZohoCrm -Name here
        }
    }

    It 'offers no names, and no error, for a module that isn''t there, or isn''t known yet: <_>' -ForEach @(
        'Find-ZohoRecord Nonesuch -View My', 'Find-ZohoRecord $m -Property Am', 'Find-ZohoRecord -Property Am'
    ) {
        $Error.Clear()
        Get-Completion $_ | Should -Not -Contain Amount
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'Tab without a connection' {
    It 'offers the standard modules, and of <_> nothing' -ForEach 'Find-ZohoRecord Deals -View My', 'Find-ZohoRecord Deals -Property Am', "Find-ZohoRecord Deals `"Stage = 'Clo" {
        Get-ZohoCrmConnection | Should -BeNullOrEmpty
        $Error.Clear()
        (TabExpansion2 $_ $_.Length).CompletionMatches.CompletionText | Where-Object { $_ -match "Amount|Closed Won|Won Deals" } | Should -BeNullOrEmpty
        (TabExpansion2 'Find-ZohoRecord Sal' 19).CompletionMatches.CompletionText | Should -Be Sales_Orders
        $Error | Should -BeNullOrEmpty
    }
}
