# Rules and criteria as people write them, what Tab offers for them, and what a rule does.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')

    # What Tab offers at the end of a line.
    function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
}

Describe 'Criteria' {
    It 'of -Field, -Comparator and -Value read <Expected>' -ForEach @(
        @{ Value = 'Closed Won'; Expected = "Stage = 'Closed Won'" }
        @{ Value = "it's"; Expected = "Stage = 'it''s'" }
        @{ Value = ''; Expected = "Stage = ''" }
        @{ Value = '10'; Expected = "Stage = '10'" }
        @{ Value = 10; Expected = 'Stage = 10' }
        @{ Value = -0.5; Expected = 'Stage = -0.5' }
        @{ Value = 12345678901234567890.12d; Expected = 'Stage = 12345678901234567890.12' }
        @{ Value = $true; Expected = 'Stage = true' }
        @{ Value = $false; Expected = 'Stage = false' }
        @{ Value = $null; Expected = 'Stage = null' }
        @{ Value = [datetime]::new(2018, 9, 1); Expected = "Stage = '2018-09-01'" }
        @{ Value = [DateTimeOffset]::new(2018, 9, 1, 1, 0, 0, [timespan]::FromHours(-4)); Expected = "Stage = '2018-09-01T01:00:00-04:00'" }
    ) {
        $criteria = New-ZohoLockingCriteria -Field Stage -Comparator equal -Value $Value
        $criteria | Should -BeOfType ([ZohoLock.LockingComparison])
        "$criteria" | Should -Be $Expected
        $criteria | Should -Be (New-ZohoLockingCriteria -Criteria $Expected)
    }

    It 'take a list, as an array or from the output of a command' {
        "$(New-ZohoLockingCriteria -Field Stage -Comparator in -Value 'a', 1, $true)" | Should -Be "Stage in ('a', 1, true)"
        "$(New-ZohoLockingCriteria -Field Amount -Comparator between -Value 1, 5)" | Should -Be 'Amount between 1 and 5'
        "$(New-ZohoLockingCriteria -Field Stage -Comparator in -Value (1..3 | Write-Output))" | Should -Be 'Stage in (1, 2, 3)'
        "$(New-ZohoLockingCriteria -Field Closing_Date -Comparator in -Value (Get-Date 2018-09-01), '2018-09-02')" | Should -Be "Closing_Date in ('2018-09-01', '2018-09-02')"
    }

    It 'need no -Value where the comparator needs none' {
        "$(New-ZohoLockingCriteria -Field Stage -Comparator is_empty)" | Should -Be 'Stage is_empty'
    }

    It 'take <Sign> for <Word>' -ForEach @(
        @{ Sign = '='; Word = 'equal' }
        @{ Sign = '!='; Word = 'not_equal' }
        @{ Sign = '<>'; Word = 'not_equal' }
        @{ Sign = '>'; Word = 'greater_than' }
        @{ Sign = '>='; Word = 'greater_equal' }
        @{ Sign = '<'; Word = 'less_than' }
        @{ Sign = '<='; Word = 'less_equal' }
        @{ Sign = 'CONTAINS'; Word = 'contains' }
    ) {
        (New-ZohoLockingCriteria -Field Amount -Comparator $Sign -Value 1).Comparator | Should -Be $Word
        (New-ZohoLockingCriteria -Criteria "Amount $Sign 1").Comparator | Should -Be $Word
    }

    It 'take a field by its id' {
        (New-ZohoLockingCriteria -Field 5843104000000002645 -Comparator equal -Value 1).Field.Id | Should -Be 5843104000000002645
    }

    It 'refuse a value that can''t be compared with' {
        (Get-ErrorOf { New-ZohoLockingCriteria -Field Stage -Comparator equal -Value @{ a = 1 } }).FullyQualifiedErrorId | Should -BeLike 'InvalidCriteria,*'
        (Get-ErrorOf { New-ZohoLockingCriteria -Field Stage -Comparator equal -Value ([pscustomobject] @{ a = 1 }) }).FullyQualifiedErrorId | Should -BeLike 'InvalidCriteria,*'
    }

    It 'of -And and -Or, as text and objects to any depth, are those of the same text' {
        $inner = New-ZohoLockingCriteria -Or "Stage = 'Closed Won'", (New-ZohoLockingCriteria -And 'Amount > 10000', 'Probability = 100')
        $middle = New-ZohoLockingCriteria -And $inner, 'Closing_Date < 2020-01-01'
        $outer = New-ZohoLockingCriteria -Or $middle, (New-ZohoLockingCriteria -Field Owner -Comparator is_empty), "Description contains 'lock'"
        $text = "(Stage = 'Closed Won' or Amount > 10000 and Probability = 100) and Closing_Date < 2020-01-01 or Owner is_empty or Description contains 'lock'"
        "$outer" | Should -Be "$(New-ZohoLockingCriteria -Criteria $text)"
        $outer | Should -Be (New-ZohoLockingCriteria -Criteria $text)
    }

    It 'are the same as text and in JSON, however deep' {
        $criteria = 'A = 0'
        foreach ($i in 1..60) { $criteria = $i % 2 ? (New-ZohoLockingCriteria -And $criteria, "B$i = $i") : (New-ZohoLockingCriteria -Or $criteria, "B$i = $i") }
        $read = New-ZohoLockingCriteria -Criteria "$criteria"
        "$read" | Should -Be "$criteria"
        $read.ToJson() | Should -Be $criteria.ToJson()
    }

    It 'of a single part are that part' {
        "$(New-ZohoLockingCriteria -And 'Amount > 1')" | Should -Be 'Amount > 1'
    }

    It 'mean the same with and, or or not, as the parentheses say' {
        "$(New-ZohoLockingCriteria -Criteria '((Amount > 1) and (Amount < 5))')" | Should -Be 'Amount > 1 and Amount < 5'
        "$(New-ZohoLockingCriteria -Criteria '(A = 1 or B = 2) and C = 3')" | Should -Be '(A = 1 or B = 2) and C = 3'
    }

    It 'as text that can''t be read: <Text> is wrong in column <Column>' -ForEach @(
        @{ Text = 'Stage = '; Column = 9 }
        @{ Text = ''; Column = 1 }
        @{ Text = "Stage = 'Closed Won"; Column = 20 }
        @{ Text = 'Stage = Closed Won'; Column = 9 }
        @{ Text = "(Stage = 'a'"; Column = 13 }
        @{ Text = "Stage = 'a')"; Column = 12 }
        @{ Text = 'Amount > 1 and'; Column = 15 }
        @{ Text = 'Amount => 1'; Column = 8 }
        @{ Text = "Stage = 'a' xor Amount > 1"; Column = 13 }
        @{ Text = 'Amount between 1'; Column = 17 }
        @{ Text = 'Stage in (1, )'; Column = 14 }
        @{ Text = "'Stage' = 1"; Column = 1 }
    ) {
        { New-ZohoLockingCriteria -Criteria $Text } | Should -Throw "*column $Column`: expected *found *"
        { New-ZohoLockingRule x -Criteria $Text } | Should -Throw "*column $Column`: expected *"
        { New-ZohoLockingCriteria -And 'Amount > 1', $Text } | Should -Throw "*column $Column`: expected *"
    }
}

Describe 'A rule' {
    It 'has a name, criteria, and says whether it locks what is there' {
        $rule = New-ZohoLockingRule -Name 'Won deals' -Field Stage -Comparator equal -Value 'Closed Won' -LockExistingRecords
        $rule | Should -BeOfType ([ZohoLock.LockingRule])
        $rule.Name, $rule.Id, $rule.LockExistingRecords | Should -Be 'Won deals', $null, $true
        "$($rule.Criteria)" | Should -Be "Stage = 'Closed Won'"
        (New-ZohoLockingRule a -Criteria 'Amount > 1').LockExistingRecords | Should -BeFalse
    }

    It 'takes its criteria as <Name>' -ForEach @(
        @{ Name = 'text'; Script = { New-ZohoLockingRule a -Criteria "Stage = 'x' and Amount > 1" } }
        @{ Name = 'an object'; Script = { New-ZohoLockingRule a -Criteria (New-ZohoLockingCriteria -And "Stage = 'x'", 'Amount > 1') } }
        @{ Name = 'parts that all have to fit'; Script = { New-ZohoLockingRule a -And "Stage = 'x'", (New-ZohoLockingCriteria -Field Amount -Comparator '>' -Value 1) } }
    ) {
        "$(& $Script)" | Should -Be "a: Stage = 'x' and Amount > 1"
    }

    It 'takes parts of which one has to fit' {
        "$(New-ZohoLockingRule a -Or "Stage = 'x'", 'Amount > 1')" | Should -Be "a: Stage = 'x' or Amount > 1"
    }

    It 'takes an id, as Zoho shows it or as an export has it' {
        (New-ZohoLockingRule a -Id zcrm_5843104000000820017 -Criteria 'Amount > 1').Id | Should -Be 5843104000000820017
        (Get-ErrorOf { New-ZohoLockingRule a -Id 'first' -Criteria 'Amount > 1' }).Exception.Message | Should -BeLike '*rule id*'
    }

    It 'has a name of 256 characters at most' {
        (New-ZohoLockingRule ('n' * 256) -Criteria 'Amount > 1').Name.Length | Should -Be 256
        { New-ZohoLockingRule ('n' * 257) -Criteria 'Amount > 1' } | Should -Throw '*256*'
        { New-ZohoLockingRule '' -Criteria 'Amount > 1' } | Should -Throw
    }

    It 'can''t have criteria in two ways' {
        { New-ZohoLockingRule a -Criteria 'Amount > 1' -Field Stage -Comparator equal -Value x } | Should -Throw '*parameter set*'
    }
}

Describe 'Criteria that are nested' {
    BeforeAll {
        $emulator = Start-Organization Deals
        $emulator | Connect-ZohoCrm
        $null = New-ZohoRecordLockConfiguration Deals Manual
        function New-Nested([int] $Depth) {
            $nested = New-ZohoLockingCriteria -Criteria "Stage = 'a'"
            foreach ($i in 1..$Depth) {
                $nested = $i % 2 ? (New-ZohoLockingCriteria -And $nested, "Stage = 'b'") : (New-ZohoLockingCriteria -Or $nested, "Stage = 'c'")
            }

            $nested
        }
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It 'come back the same, 200 groups deep' {
        $nested = New-Nested 200
        $null = Set-ZohoRecordLockConfiguration Deals -LockType Both -LockingRule (New-ZohoLockingRule deep -Criteria $nested) -ErrorAction Stop
        (Get-ZohoRecordLockConfiguration Deals).LockingRules[0].Criteria.ToString() | Should -BeExactly $nested.ToString()
    }

    It 'are refused without a call where they are deeper' {
        $emulator.ResetCounters()
        $found = Get-ErrorOf { New-ZohoRecordLockConfiguration Deals Both -LockingRule (New-ZohoLockingRule deep -Criteria (New-Nested 201)) }
        $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
        $found.Exception.Message | Should -BeLike '*200 groups within each other*locking_rules?0?.criteria*'
        $emulator.CallCount | Should -Be 0
    }
}

Describe 'A rule that locks what is there' {
    BeforeAll {
        $emulator = Start-Organization Deals
        $deals = $emulator.GetModule('Deals')
        $fields = [System.Collections.Generic.Dictionary[string, string]]::new()
        function Add-Deal([int] $Count, [string] $Stage, [long] $From) {
            $fields['Stage'] = $Stage
            foreach ($i in 1..$Count) { "$($From + $i)"; $null = $deals.AddRecord("$($From + $i)", "Deal $i", $fields) }
        }

        $won = Add-Deal 1000 'Closed Won' 5843104000001000000
        $open = Add-Deal 10 'Negotiation' 5843104000002000000
        $emulator | Connect-ZohoCrm
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    BeforeEach {
        $deals.LockingConfiguration = 'Missing'
        foreach ($id in $won + $open) { $null = $deals.RemoveLock($id) }
        $emulator.ResetCounters()
    }

    It 'has all 1,000 locked by <_>, listed by Get-ZohoRecordLock, and none unlocked by Unlock-ZohoRecord' -ForEach 'New', 'Set' {
        $rule = New-ZohoLockingRule 'Won deals' -Field Stage -Comparator equal -Value 'Closed Won' -LockExistingRecords
        if ($_ -eq 'New') { $null = New-ZohoRecordLockConfiguration Deals Automatic -LockingRule $rule }
        else {
            $null = New-ZohoRecordLockConfiguration Deals Manual
            $deals.LockedCount | Should -Be 0
            $null = Set-ZohoRecordLockConfiguration Deals -LockType Automatic -AddRule $rule
        }

        $deals.LockedCount | Should -Be 1000
        $configuration = Get-ZohoRecordLockConfiguration Deals

        $locks = $won + $open | Get-ZohoRecordLock Deals
        $locks.Count | Should -Be 1000
        Compare-Object $locks.RecordId $won | Should -BeNullOrEmpty
        $locks.Source | Select-Object -Unique | Should -Be Automatic
        $locks.RuleId | Select-Object -Unique | Should -Be $configuration.LockingRules[0].Id
        $locks.ConfigurationId | Select-Object -Unique | Should -Be $configuration.Id

        $unlocked = $won | Unlock-ZohoRecord Deals -ContinueOnRefusal -ErrorVariable found -ErrorAction SilentlyContinue
        $unlocked | Should -BeNullOrEmpty
        $found.Count | Should -Be 1000
        $found.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'NOT_ALLOWED,ZohoLock.Commands.UnlockZohoRecordCommand'
        $found.CategoryInfo.Category | Select-Object -Unique | Should -Be PermissionDenied
        Compare-Object $found.TargetObject $won | Should -BeNullOrEmpty
        $found[0].Exception.Message | Should -BeLike '*Automatically locked records can not be unlocked manually*'
        $found[0].ErrorDetails.RecommendedAction | Should -BeLike '*rule*'
        $deals.LockedCount | Should -Be 1000
    }

    It 'has none locked where it was not asked to' {
        $null = New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Closed Won'")
        $deals.LockedCount | Should -Be 0
    }

    It 'locks no record by hand where only rules lock' {
        $null = New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'Closed Won'")
        $found = Get-ErrorOf { Lock-ZohoRecord Deals $open[0] x }
        $found.FullyQualifiedErrorId | Should -BeLike 'NOT_ALLOWED,*'
        $found.ErrorDetails.RecommendedAction | Should -BeLike '*''both''*Set-ZohoRecordLockConfiguration*'
        $null = Set-ZohoRecordLockConfiguration Deals -LockType Both
        (Lock-ZohoRecord Deals $open[0] x).RecordId | Should -Be $open[0]
    }
}

Describe 'Tab' {
    BeforeAll {
        $emulator = Start-Organization Deals, Leads -ProfileName 'Sales & More', "Sue's", "Manager`u{2019}s", '-x', '2024'
        $null = $emulator.GetModule('Deals').AddCustomButton('Send with Zoho Sign')
        $emulator | Connect-ZohoCrm -Name here
        $null = New-ZohoRecordLockConfiguration Deals Manual -LockingRule (New-ZohoLockingRule 'Won deals' -Criteria "Stage = 'x'"), (New-ZohoLockingRule Late -Criteria 'Amount > 1')
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    BeforeEach {
        $emulator.ResetCounters()
    }

    It 'offers <Expected> for <Line> without a call' -ForEach @(
        @{ Line = 'New-ZohoLockingRule x -Field Stage -Comparator start'; Expected = 'starts_with' }
        @{ Line = 'New-ZohoLockingCriteria -Field Stage -Comparator not_e'; Expected = 'not_equal' }
        @{ Line = 'New-ZohoRecordLockConfiguration Deals Manual -RestrictedAction conv'; Expected = 'convert' }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -RestrictedCommunication send_p'; Expected = 'send_portal_invitation' }
        @{ Line = 'New-ZohoRecordLockConfiguration Deals Auto'; Expected = 'Automatic' }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -LockedFor AllProfilesE'; Expected = 'AllProfilesExceptExcludedProfiles' }
        @{ Line = 'Import-ZohoRecordLockConfiguration x -Connection h'; Expected = 'here' }
    ) {
        Get-Completion $Line | Should -Be $Expected
        $emulator.CallCount | Should -Be 0
    }

    It 'offers <Expected> for <Line>, as the organisation has it' -ForEach @(
        @{ Line = 'Get-ZohoRecordLockConfiguration Lea'; Expected = 'Leads' }
        @{ Line = 'Remove-ZohoRecordLockConfiguration -Module De'; Expected = 'Deals' }
        @{ Line = 'Export-ZohoRecordLockConfiguration Le'; Expected = 'Leads' }
        @{ Line = 'New-ZohoLockingRule x -Module Deals -Field St'; Expected = 'Stage' }
        @{ Line = 'New-ZohoLockingCriteria -Module Leads -Field Lead_C'; Expected = 'Lead_Conversion_Time' }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -AddRule (New-ZohoLockingRule x -Field St'; Expected = 'Stage' }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -AddRule (New-ZohoLockingRule x -And (New-ZohoLockingCriteria -Field Am'; Expected = 'Amount' }
        @{ Line = 'Set-ZohoRecordLockConfiguration -Module Deals -ChangeRule @(New-ZohoLockingRule x -Field Pro'; Expected = 'Probability' }
        @{ Line = 'New-ZohoRecordLockConfiguration Deals Automatic -LockingRule (New-ZohoLockingRule x -Field Clo'; Expected = 'Closing_Date' }
        @{ Line = 'New-ZohoRecordLockConfiguration Deals Manual -ExcludedField Desc'; Expected = 'Description' }
        @{ Line = 'New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile Adm'; Expected = 'Administrator' }
        @{ Line = 'New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile sal'; Expected = "'Sales & More'" }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -ExcludedProfile su'; Expected = "`"Sue's`"" }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -ExcludedProfile man'; Expected = "'Manager`u{2019}`u{2019}s'" }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -ExcludedProfile 20'; Expected = "'2024'" }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -RestrictedCustomButton S'; Expected = "'Send with Zoho Sign'" }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -RemoveRule w'; Expected = "'Won deals'" }
        @{ Line = "Set-ZohoRecordLockConfiguration Deals -RemoveRule 'Won deals', L"; Expected = 'Late' }
        @{ Line = 'Set-ZohoRecordLockConfiguration Deals -Connection here -RemoveRule L'; Expected = 'Late' }
    ) {
        Get-Completion $Line | Should -Be $Expected
    }

    It 'offers no field where the module isn''t known: <_>' -ForEach 'New-ZohoLockingRule x -Field St', 'Set-ZohoRecordLockConfiguration Nonesuch -ExcludedField St', 'Set-ZohoRecordLockConfiguration $m -ExcludedField St' {
        $Error.Clear()
        Get-Completion $_ | Should -Not -Contain Stage
        $Error | Should -BeNullOrEmpty
    }

    Context 'that may not ask' {
        BeforeAll {
            $before = $emulator.Settings.Scopes
            $emulator.Settings.Scopes = 'ZohoCRM.modules.ALL'
            $emulator | Connect-ZohoCrm -Name here
        }

        AfterAll {
            $emulator.Settings.Scopes = $before
            $emulator | Connect-ZohoCrm -Name here
        }

        It 'offers nothing, and no error, for <_>' -ForEach @(
            'New-ZohoLockingRule x -Module Deals -Field St'
            'New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile Adm'
            'Set-ZohoRecordLockConfiguration Deals -RestrictedCustomButton S'
            'Set-ZohoRecordLockConfiguration Deals -RemoveRule w'
        ) {
            $Error.Clear()
            Get-Completion $_ | Should -BeNullOrEmpty
            $Error | Should -BeNullOrEmpty
        }
    }
}

Describe 'Tab without a connection' {
    It 'offers nothing, and no error, for <_>' -ForEach @(
        'New-ZohoLockingRule x -Module Deals -Field St'
        'New-ZohoRecordLockConfiguration Deals Manual -ExcludedProfile Adm'
        'Set-ZohoRecordLockConfiguration Deals -RestrictedCustomButton S'
        'Set-ZohoRecordLockConfiguration Deals -RemoveRule w'
    ) {
        Get-ZohoCrmConnection | Should -BeNullOrEmpty
        $Error.Clear()
        Get-Completion $_ | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }

    It 'still offers comparators' {
        Get-Completion 'New-ZohoLockingRule x -Field Stage -Comparator is_n' | Should -Be is_not_empty
    }
}
