# Records by condition, view, query and id.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')

    # An emulator with five deals, and a connection to it.
    function Start-Five {
        $emulator = Start-ZohoCrmEmulator -RecordCount 0
        $deals = $emulator.GetModule('Deals')

        # The first three were made before a local midnight, by a second for the last of them.
        $midnight = [datetimeoffset] [datetime] '2026-10-02'
        $emulator.SetTime($midnight.AddSeconds(-1))
        $null = $deals.AddRecords(@(
                @{ Deal_Name = 'Alpha'; Stage = 'Closed Won'; Amount = 5000; Closing_Date = '2026-09-30'; Probability = 100 }
                @{ Deal_Name = 'Beta'; Stage = 'Closed Won'; Amount = 20000; Closing_Date = '2026-12-31'; Probability = 100 }
                @{ Deal_Name = "Gamma's"; Stage = 'Closed Lost'; Amount = $null; Closing_Date = '2026-10-01'; Probability = 0 }
            ))
        $emulator.SetTime($midnight)
        $null = $deals.AddRecords(@(
                @{ Deal_Name = 'Delta'; Stage = 'Qualification'; Amount = 100.5; Closing_Date = $null; Probability = 10 }
                @{ Deal_Name = 'Epsilon'; Stage = 'Id. Decision Makers'; Amount = 0; Closing_Date = '2027-01-01'; Probability = 50 }
            ))
        $null = $deals.AddView('Won deals', "Stage = 'Closed Won'")
        $null = $deals.AddView('Big deals', 'Amount >= 5000')
        $emulator | Connect-ZohoCrm
        $emulator.ResetCounters()
        $emulator
    }
}

Describe 'Find-ZohoRecord -Where' {
    BeforeAll {
        $emulator = Start-Five
        $deals = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $null = $deals.SetLocked($ids[3])
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It 'finds <Names> by <Where>' -ForEach @(
        @{ Where = "Stage = 'Closed Won'"; Names = 'Alpha', 'Beta' }
        @{ Where = "Stage != 'Closed Won'"; Names = "Gamma's", 'Delta', 'Epsilon' }
        @{ Where = "Stage <> 'Closed Won'"; Names = "Gamma's", 'Delta', 'Epsilon' }
        @{ Where = "Stage equal 'Closed Won'"; Names = 'Alpha', 'Beta' }
        @{ Where = 'Amount > 5000'; Names = 'Beta' }
        @{ Where = 'Amount >= 5000'; Names = 'Alpha', 'Beta' }
        @{ Where = 'Amount < 5000'; Names = 'Delta', 'Epsilon' }
        @{ Where = 'Amount <= 100.5'; Names = 'Delta', 'Epsilon' }
        @{ Where = "Amount = '5000'"; Names = 'Alpha' }
        @{ Where = 'Amount between 100 and 5000'; Names = 'Alpha', 'Delta' }
        @{ Where = 'Amount not between 100 and 5000'; Names = 'Beta', 'Epsilon' }
        @{ Where = "Stage in ('Closed Won', 'Closed Lost')"; Names = 'Alpha', 'Beta', "Gamma's" }
        @{ Where = "Stage not in ('Closed Won', 'Closed Lost')"; Names = 'Delta', 'Epsilon' }
        @{ Where = 'Probability in (0, 10)'; Names = "Gamma's", 'Delta' }
        @{ Where = "Deal_Name = 'Gamma''s'"; Names = "Gamma's" }
        @{ Where = "Deal_Name contains 'lph'"; Names = 'Alpha' }
        @{ Where = "Deal_Name not contains 'a'"; Names = 'Epsilon' }
        @{ Where = "Deal_Name starts_with 'de'"; Names = 'Delta' }
        @{ Where = "Deal_Name ends_with 'ta'"; Names = 'Beta', 'Delta' }
        @{ Where = "Deal_Name like '%lt%'"; Names = 'Delta' }
        @{ Where = "Deal_Name not like '%ta%'"; Names = 'Alpha', "Gamma's", 'Epsilon' }
        @{ Where = "Stage starts_with 'Closed'"; Names = 'Alpha', 'Beta', "Gamma's" }
        @{ Where = 'Amount is null'; Names = "Gamma's" }
        @{ Where = 'Amount is not null'; Names = 'Alpha', 'Beta', 'Delta', 'Epsilon' }
        @{ Where = 'Amount is_empty'; Names = "Gamma's" }
        @{ Where = 'Amount = null'; Names = "Gamma's" }
        @{ Where = 'Amount != null'; Names = 'Alpha', 'Beta', 'Delta', 'Epsilon' }
        @{ Where = 'Closing_Date < 2026-10-01'; Names = 'Alpha' }
        @{ Where = "Closing_Date between '2026-10-01' and 2026-12-31"; Names = 'Beta', "Gamma's" }
        @{ Where = 'Created_Time < 2026-10-02'; Names = 'Alpha', 'Beta', "Gamma's" }
        @{ Where = 'Created_Time >= 2026-10-02T00:00:00'; Names = 'Delta', 'Epsilon' }
        @{ Where = 'Locked__s = true'; Names = 'Delta' }
        @{ Where = 'Locked__s != true'; Names = 'Alpha', 'Beta', "Gamma's", 'Epsilon' }
        @{ Where = "Stage = 'Closed Won' and Amount > 10000 or Probability = 0"; Names = 'Beta', "Gamma's" }
        @{ Where = "Stage = 'Closed Won' and (Amount > 10000 or Closing_Date < 2026-10-01) and Probability = 100"; Names = 'Alpha', 'Beta' }
        @{ Where = "STAGE = 'closed won'"; Names = 'Alpha', 'Beta' }
        @{ Where = "Stage = 'Identify Decision Makers'"; Names = 'Epsilon' }
        @{ Where = "Stage = 'Id. Decision Makers'"; Names = 'Epsilon' }
        @{ Where = 'Amount = 7'; Names = @() }
    ) {
        (Find-ZohoRecord Deals -Where $Where).RecordName | Should -Be $Names
    }

    It 'compares ids, owners and what a reference has' {
        (Find-ZohoRecord Deals "id in ('$($ids[0])', '$($ids[2])')").RecordId | Should -Be $ids[0, 2]
        (Find-ZohoRecord Deals "Owner = $($emulator.User.Id)").RecordId | Should -Be $ids
        (Find-ZohoRecord Deals "Owner.last_name = 'Boyle' and Amount > 5000").RecordName | Should -Be Beta
    }

    It 'compares a time by what it is, whatever its offset' {
        $midnight = [datetimeoffset] [datetime] '2026-10-02'
        $text = $midnight.ToOffset('05:30:00').ToString("yyyy-MM-dd'T'HH:mm:sszzz", [cultureinfo]::InvariantCulture)
        (Find-ZohoRecord Deals "Created_Time = $text").RecordName | Should -Be Delta, Epsilon
    }

    It 'leaves out empty fields in != and not, or has them, as Zoho does' {
        (Find-ZohoRecord Deals 'Amount != 5000').RecordName | Should -Be Beta, Delta, Epsilon
        try {
            $emulator.Settings.Unknowns.CoqlNegationsMatchEmpty = $true
            (Find-ZohoRecord Deals 'Amount != 5000').RecordName | Should -Be Beta, "Gamma's", Delta, Epsilon
        }
        finally {
            $emulator.Settings.Unknowns.CoqlNegationsMatchEmpty = $false
        }
    }

    It 'takes the condition as the second argument, and what New-ZohoLockingCriteria brings' {
        (Find-ZohoRecord Deals "Stage = 'Closed Won'").RecordName | Should -Be Alpha, Beta
        $won = New-ZohoLockingCriteria -Field Stage -Comparator in -Value 'Closed Won', 'Closed Lost'
        $big = New-ZohoLockingCriteria -Or 'Amount > 10000', 'Amount is null'
        (Find-ZohoRecord Deals $won).RecordName | Should -Be Alpha, Beta, "Gamma's"
        (Find-ZohoRecord Deals (New-ZohoLockingCriteria -And $won, $big)).RecordName | Should -Be Beta, "Gamma's"
        $stage = $deals.Fields | Where-Object ApiName -EQ Stage
        (Find-ZohoRecord Deals (New-ZohoLockingCriteria -Field $stage.Id -Comparator '=' -Value 'Qualification')).RecordName | Should -Be Delta
        $day = New-ZohoLockingCriteria -Field Closing_Date -Comparator '<' -Value (Get-Date '2026-10-01')
        (Find-ZohoRecord Deals $day).RecordName | Should -Be Alpha
        (Find-ZohoRecord Deals -Where (New-ZohoLockingRule Won -Criteria "Stage = 'Closed Won'").Criteria).RecordName | Should -Be Alpha, Beta
    }

    It 'refuses <Where> before a query is sent: <Error>' -ForEach @(
        @{ Where = "Stge = 'Closed Won'"; Column = 1; Error = 'UnknownField'; Message = "*no field 'Stge'; did you mean 'Stage'*" }
        @{ Where = "Amount > 5 and ('Closing Date' = 1)"; Column = 17; Error = $null; Message = '*column 17*' }
        @{ Where = 'Amount > 5 and "Closing Date" < 2026-10-01'; Column = 16; Error = 'UnknownField'; Message = "*did you mean 'Closing_Date'*" }
        @{ Where = "Stage = 'Closed One'"; Column = 9; Error = 'InvalidValue'; Message = "*Stage has no value 'Closed One'; did you mean 'Closed Won'*" }
        @{ Where = "Stage in ('Closed Won', 'Nonesuch')"; Column = 25; Error = 'InvalidValue'; Message = "*no value 'Nonesuch'*" }
        @{ Where = "Amount > 'much'"; Column = 10; Error = 'InvalidValue'; Message = "*Amount is compared with a number, not with 'much'*" }
        @{ Where = 'Closing_Date < 5'; Column = 16; Error = 'InvalidValue'; Message = '*a date such as 2026-10-01*' }
        @{ Where = "Created_Time < 'yesterday'"; Column = 16; Error = 'InvalidValue'; Message = "*not with 'yesterday'*" }
        @{ Where = 'Locked__s = 1'; Column = 13; Error = 'InvalidValue'; Message = '*true or false*' }
        @{ Where = 'Locked__s > true'; Column = 11; Error = 'InvalidComparator'; Message = '*Locked__s can''t be compared by greater_than*' }
        @{ Where = "Description contains 'x'"; Column = 13; Error = 'InvalidComparator'; Message = '*several lines*' }
        @{ Where = "Deal_Name > 'a'"; Column = 11; Error = 'InvalidComparator'; Message = '*it is a text*' }
        @{ Where = "Deal_Name start_with 'a'"; Column = 11; Error = 'InvalidComparator'; Message = "*no comparator 'start_with'; did you mean 'starts_with'*" }
        @{ Where = 'Amount in 5'; Column = 8; Error = 'InvalidValue'; Message = '*a list of values*' }
        @{ Where = 'Amount in ()'; Column = 8; Error = 'InvalidValue'; Message = '*a list of values*' }
        @{ Where = 'Amount > null'; Column = 8; Error = 'InvalidValue'; Message = '*takes one value*' }
        @{ Where = "Owner = 'Boyle'"; Column = 9; Error = 'InvalidValue'; Message = '*an id: digits*' }
        @{ Where = "Deal_Name starts_with '10%'"; Column = 23; Error = 'InvalidValue'; Message = '*without %*' }
        @{ Where = 'Amount'; Column = 7; Error = $null; Message = '*column 7: expected an operator*' }
        @{ Where = 'Amount > '; Column = 10; Error = $null; Message = '*column 10: expected a value*' }
        @{ Where = 'Amount is 5'; Column = 11; Error = $null; Message = '*column 11: expected null*' }
    ) {
        $emulator.ResetCounters()
        $found = Get-ErrorOf { Find-ZohoRecord Deals -Where $Where }
        $found | Should -HaveCount 1
        $found.FullyQualifiedErrorId | Should -BeLike ($Error ? "$Error,*" : 'ParameterArgumentTransformationError,*')
        $found.Exception.Message | Should -BeLike $Message
        Get-CallCount $emulator QueryRecords | Should -Be 0
        if ($Error) {
            $found.CategoryInfo.Category | Should -Be InvalidArgument
            $found.Exception.Message | Should -Match "column $Column\b"
            $found.ErrorDetails.RecommendedAction | Should -Be "Correct it here:`n$Where`n$(' ' * ($Column - 1))^"
        }
    }

    It 'refuses more comparisons than Zoho takes, and puts long lists into queries all the same' {
        $many = 1..24 | ForEach-Object { "Amount = $_" } | Join-String -Separator ' or '
        { Find-ZohoRecord Deals $many } | Should -Throw -ErrorId 'TooManyComparisons,*'
        $list = 1..1000 | Join-String -Separator ', '
        (Find-ZohoRecord Deals "Probability in ($list)").RecordName | Should -Be Alpha, Beta, Delta, Epsilon
    }

    It 'knows a field that was added in Zoho meanwhile' {
        { Find-ZohoRecord Deals "Region = 'East'" } | Should -Throw -ErrorId 'UnknownField,*'
        $null = $deals.AddField('Region')
        Find-ZohoRecord Deals "Region = 'East'" | Should -BeNullOrEmpty
    }

    It 'asks for the fields once' {
        $null = Find-ZohoRecord Deals 'Amount > 1'
        $emulator.ResetCounters()
        $null = Find-ZohoRecord Deals 'Amount > 1' -Property Stage
        $null = Find-ZohoRecord Deals 'Amount > 2' -View 'Won deals'
        Get-CallCount $emulator ListFields | Should -Be 0
        Get-CallCount $emulator QueryRecords | Should -Be 2
    }
}

Describe 'Find-ZohoRecord' {
    BeforeAll {
        $emulator = Start-Five
        $deals = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $null = $deals.SetLocked($ids[0])
        $null = $deals.SetLocked($ids[3])
    }

    BeforeEach {
        $emulator.ResetCounters()
    }

    AfterAll {
        Stop-TestSession $emulator
    }

    It 'finds all records of a module in the order of their ids, with name, owner and lock state' {
        $found = Find-ZohoRecord Deals
        $found | ForEach-Object { $_.GetType().FullName } | Select-Object -Unique | Should -Be ZohoLock.Record
        $found.RecordId | Should -Be $ids
        $found.RecordName | Should -Be Alpha, Beta, "Gamma's", Delta, Epsilon
        $found.IsLocked | Should -Be $true, $false, $false, $true, $false
        $found.Module | Select-Object -Unique | Should -Be Deals
        $found[0].Owner.Id | Should -Be $emulator.User.Id
        "$($found[0])" | Should -Be "Deals $($ids[0])"
        Get-CallCount $emulator QueryRecords | Should -Be 1
        Get-CallCount $emulator ListFields | Should -Be 0
    }

    Context '-View' {
        It 'finds by the name <_>' -ForEach 'Won deals', 'won DEALS' {
            (Find-ZohoRecord Deals -View $_).RecordName | Should -Be Alpha, Beta
        }

        It 'finds by its id, and by the name that Zoho has for its own' {
            $view = $deals.Views | Where-Object Name -EQ 'Big deals'
            (Find-ZohoRecord Deals -View $view.Id).RecordName | Should -Be Alpha, Beta
            (Find-ZohoRecord Deals -View ALLLOCKEDDEALS).RecordName | Should -Be Alpha, Delta
        }

        It 'goes with -Where, -Locked, -NotLocked and -Count' {
            (Find-ZohoRecord Deals 'Amount > 5000' -View 'Won deals').RecordName | Should -Be Beta
            (Find-ZohoRecord Deals -View 'Won deals' -Locked).RecordName | Should -Be Alpha
            (Find-ZohoRecord Deals -View 'Won deals' -NotLocked).RecordName | Should -Be Beta
            Find-ZohoRecord Deals 'Amount > 5000' -View 'Won deals' -Count | Should -Be 1
        }

        It 'that doesn''t exist names those that do' {
            $found = Get-ErrorOf { Find-ZohoRecord Deals -View 'Wonn deals' }
            $found.FullyQualifiedErrorId | Should -BeLike 'UnknownView,*'
            $found.Exception.Message | Should -BeLike "Deals has no view 'Wonn deals'; did you mean 'Won deals'*"
            $found.ErrorDetails.RecommendedAction | Should -BeLike "*'All Deals', 'All Locked Deals', 'Won deals', 'Big deals'*"
            Get-CallCount $emulator QueryRecords | Should -Be 0
        }

        It 'that was made in Zoho meanwhile is found' {
            $null = Find-ZohoRecord Deals -View 'Won deals'
            $null = $deals.AddView('Small deals', 'Amount < 200')
            (Find-ZohoRecord Deals -View 'Small deals').RecordName | Should -Be Delta, Epsilon
        }
    }

    Context '-Locked and -NotLocked' {
        It 'find what is locked, and what isn''t' {
            (Find-ZohoRecord Deals -Locked).RecordName | Should -Be Alpha, Delta
            (Find-ZohoRecord Deals -NotLocked).RecordName | Should -Be Beta, "Gamma's", Epsilon
            (Find-ZohoRecord Deals "Stage = 'Closed Won'" -Locked).RecordName | Should -Be Alpha
            Find-ZohoRecord Deals "Stage = 'Closed Won'" -NotLocked -Count | Should -Be 1
            (Find-ZohoRecord Deals -Locked:$false).RecordName | Should -HaveCount 5
        }

        It 'exclude each other' {
            { Find-ZohoRecord Deals -Locked -NotLocked } | Should -Throw -ErrorId 'LockedAndNotLocked,*'
            $emulator.CallCount | Should -Be 0
        }

        It 'where Zoho doesn''t filter by the lock state: by its view, or an error that says what to do' {
            try {
                $emulator.Settings.Unknowns.LockedFieldInCoql = $false
                (Find-ZohoRecord Deals -Locked).RecordName | Should -Be Alpha, Delta
                (Find-ZohoRecord Deals "Stage = 'Closed Won'" -Locked).RecordName | Should -Be Alpha
                Find-ZohoRecord Deals -Locked -Count | Should -Be 2
                $found = Get-ErrorOf { Find-ZohoRecord Deals -NotLocked }
                $found.FullyQualifiedErrorId | Should -BeLike 'LockStateRefused,*'
                $found.ErrorDetails.RecommendedAction | Should -BeLike '*Lock-ZohoRecord*-IfLocked Skip*Get-ZohoRecordLock -All*'
                (Find-ZohoRecord Deals).RecordName | Should -HaveCount 5
            }
            finally {
                $emulator.Settings.Unknowns.LockedFieldInCoql = $true
            }
        }
    }

    Context '-Property' {
        It 'brings the fields as properties' {
            $found = Find-ZohoRecord Deals 'Amount >= 5000' -Property Stage, amount, Closing_Date, Owner.last_name
            $found.Stage | Should -Be 'Closed Won', 'Closed Won'
            $found.Amount | Should -Be 5000, 20000
            $found.Closing_Date | Should -Be '2026-09-30', '2026-12-31'
            $found[0].'Owner.last_name' | Should -Be Boyle
            $found[0]['amount'] | Should -Be 5000
            ($found | Sort-Object Amount -Descending)[0].RecordName | Should -Be Beta
            ($found | Where-Object Amount -GT 5000).RecordName | Should -Be Beta
            ($found | Measure-Object Amount -Sum).Sum | Should -Be 25000
            $found | Select-Object RecordId, Amount | ForEach-Object { "$($_.RecordId) $($_.Amount)" } | Should -Be "$($ids[0]) 5000", "$($ids[1]) 20000"
        }

        It 'has an empty field as null, a number as a number, and what refers to something by its name' {
            $found = Find-ZohoRecord Deals -Property Amount, Created_By, Description, Locked__s
            $found[2].PSObject.Properties['Amount'].Value | Should -BeNullOrEmpty
            $found[3].Amount | Should -Be 100.5
            "$($found[0].Created_By)" | Should -Be Boyle
            $found[0].Created_By.Id | Should -Be $emulator.User.Id
            $found[0].Locked__s | Should -BeTrue
        }

        It 'makes columns of a CSV, which pipes on' {
            $file = Join-Path $TestDrive 'found.csv'
            Find-ZohoRecord Deals 'Amount >= 5000' -Property Stage, Amount | Export-Csv $file
            $rows = Import-Csv $file
            $rows[0].PSObject.Properties.Name | Sort-Object | Should -Be Amount, IsLocked, Module, Owner, RecordId, RecordName, Stage
            $rows.Amount | Should -Be '5000', '20000'
            $rows.Owner | Should -Be Boyle, Boyle
            ($rows | Find-ZohoRecord).RecordName | Should -Be Alpha, Beta
            ($rows | Get-ZohoRecordLock).RecordId | Should -Be $ids[0]
        }

        It 'has the fields in JSON and in the copies that Export-Clixml makes' {
            $found = Find-ZohoRecord Deals 'Amount > 5000' -Property Amount, Created_By
            $json = $found | ConvertTo-Json -Depth 3 | ConvertFrom-Json
            $json.RecordId, $json.Amount, $json.Created_By.Name, $json.IsLocked | Should -Be $ids[1], 20000, Boyle, $false
            $file = Join-Path $TestDrive 'found.xml'
            $found | Export-Clixml $file
            $copy = Import-Clixml $file
            $copy.Amount, $copy.RecordName | Should -Be 20000, Beta
            ($copy | Find-ZohoRecord).RecordId | Should -Be $ids[1]
        }

        It 'refuses a field that the module hasn''t got, with the nearest name, before a query is sent' {
            $found = Get-ErrorOf { Find-ZohoRecord Deals -Property Stage, Ammount }
            $found.FullyQualifiedErrorId | Should -BeLike 'UnknownField,*'
            $found.Exception.Message | Should -BeLike "Deals has no field 'Ammount'; did you mean 'Amount'*"
            Get-CallCount $emulator QueryRecords | Should -Be 0
            { Find-ZohoRecord Deals -Property (1..47 | ForEach-Object { 'Stage' }) } | Should -Throw -ErrorId 'TooManyFields,*'
        }
    }

    Context '-Query' {
        It 'has records of what has ids, with what was selected as properties' {
            $found = Find-ZohoRecord -Query "select Deal_Name, Stage, Locked__s from Deals where Stage = 'Closed Won' limit 10"
            $found.RecordId | Should -Be $ids[0, 1]
            $found.RecordName | Should -Be Alpha, Beta
            $found.Stage | Should -Be 'Closed Won', 'Closed Won'
            $found.IsLocked | Should -Be $true, $false
            $found.Module | Should -Be Deals, Deals
            ($found | Get-ZohoRecordLock).RecordId | Should -Be $ids[0]
        }

        It 'has rows of what are none' {
            $found = Find-ZohoRecord -Query 'select Stage, COUNT(id), SUM(Amount) from Deals where id is not null group by Stage'
            $won = $found | Where-Object Stage -EQ 'Closed Won'
            $won.'COUNT(id)', $won.'SUM(Amount)' | Should -Be 2, 25000
        }

        It 'warns where Zoho has more rows, and not where it hasn''t' {
            $null = Find-ZohoRecord -Query 'select id from Deals where id is not null limit 2' -WarningVariable said -WarningAction SilentlyContinue
            "$said" | Should -BeLike '*more rows*-Where*'
            $null = Find-ZohoRecord -Query 'select id from Deals where id is not null limit 5' -WarningVariable said -WarningAction SilentlyContinue
            $said | Should -BeNullOrEmpty
        }

        It 'brings nothing where nothing fits, and Zoho''s error with what it named' {
            Find-ZohoRecord -Query "select id from Deals where Amount = 7" | Should -BeNullOrEmpty
            $found = Get-ErrorOf { Find-ZohoRecord -Query 'select id from Deals where Ammount = 7' }
            $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_QUERY,*'
            $found.Exception.Message | Should -BeLike '*Ammount*'
            $found = Get-ErrorOf { Find-ZohoRecord -Query 'select id fro Deals' }
            $found.FullyQualifiedErrorId | Should -BeLike 'SYNTAX_ERROR,*'
        }
    }

    Context '-Count and -First' {
        It 'count without reading the records' {
            $count = Find-ZohoRecord Deals -Count
            $count | Should -Be 5
            $count | Should -BeOfType [long]
            Find-ZohoRecord Deals "Stage = 'Closed Won'" -Count | Should -Be 2
            Find-ZohoRecord Deals 'Amount = 7' -Count | Should -Be 0
            Find-ZohoRecord Deals -Locked -Count | Should -Be 2
            Get-CallCount $emulator QueryRecords | Should -Be 4
        }

        It 'count nothing as 0, where Zoho has no row for it' {
            try {
                $emulator.Settings.Unknowns.EmptyAggregatesAreNoContent = $true
                Find-ZohoRecord Deals 'Amount = 7' -Count | Should -Be 0
            }
            finally {
                $emulator.Settings.Unknowns.EmptyAggregatesAreNoContent = $false
            }
        }

        It 'bring the first ones' {
            (Find-ZohoRecord Deals -First 2).RecordId | Should -Be $ids[0, 1]
            (Find-ZohoRecord Deals -First 7).RecordId | Should -Be $ids
            (Find-ZohoRecord Deals -NotLocked -First 1).RecordId | Should -Be $ids[1]
        }
    }

    Context 'with ids piped in' {
        It 'takes texts, with zcrm_ and without, in their order, each as often as it is there' {
            $found = $ids[4], "zcrm_$($ids[0])", " $($ids[2]) ", $ids[4] | Find-ZohoRecord Deals
            $found.RecordId | Should -Be $ids[4, 0, 2, 4]
            $found.IsLocked | Should -Be $false, $true, $false, $false
            Get-CallCount $emulator QueryRecords | Should -Be 1
        }

        It 'takes ids as an argument' {
            (Find-ZohoRecord Deals -RecordId $ids[3, 1]).RecordId | Should -Be $ids[3, 1]
        }

        It 'takes the rows of Zoho''s export' {
            $rows = "Record Id,Deal Name", "zcrm_$($ids[1]),Beta", "zcrm_$($ids[0]),Alpha" | ConvertFrom-Csv
            (($rows | Find-ZohoRecord Deals -Property Stage).Stage) | Should -Be 'Closed Won', 'Closed Won'
            ($rows | Find-ZohoRecord -Module Deals).RecordName | Should -Be Beta, Alpha
        }

        It 'takes what other cmdlets bring, with its module' {
            ($ids | Get-ZohoRecordLock -Module Deals | Find-ZohoRecord).RecordName | Should -Be Alpha, Delta
            (Find-ZohoRecord Deals -NotLocked | Find-ZohoRecord).RecordName | Should -Be Beta, "Gamma's", Epsilon
        }

        It 'tells apart what is no id and what isn''t found, in order' {
            $rows = 'Record Id', $ids[0], 'x1', '5843104000000000001', '5.8431E+18', $ids[1] | ConvertFrom-Csv
            $order = & { $ErrorActionPreference = 'Continue'; $rows | Find-ZohoRecord Deals 2>&1 } |
                ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? ($_.FullyQualifiedErrorId -split ',')[0] : $_.RecordName }
            $order | Should -Be Alpha, InvalidRecordId, RecordNotFound, RoundedRecordId, Beta
            $found = Get-ErrorOf { $rows | Find-ZohoRecord Deals }
            $found[1].TargetObject | Should -Be $rows[2]
            $found[1].CategoryInfo.Category | Should -Be ObjectNotFound
            $found[1].Exception.Message | Should -BeLike 'Deals 5843104000000000001: *no record with this id*'
            $found[0].Exception.Message | Should -BeLike 'Input 2*'
        }

        It 'ends at once where the input has no ids' {
            { 'Name', 'Alpha' | ConvertFrom-Csv | Find-ZohoRecord Deals } | Should -Throw -ErrorId 'NoRecordIdColumn,*'
            { $ids | Find-ZohoRecord Deals -RecordId $ids[0] } | Should -Throw -ErrorId 'RecordIdAndInput,*'
            $emulator.CallCount | Should -Be 0
        }

        It 'brings nothing where nothing is piped in' {
            @() | Find-ZohoRecord Deals -RecordId { $_ } | Should -BeNullOrEmpty
        }

        It 'refuses a field that the module hasn''t got with one error' {
            $found = Get-ErrorOf { $ids | Find-ZohoRecord Deals -Property Ammount }
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike 'UnknownField,*'
        }
    }

    Context 'with wrong parameters' {
        It 'refuses <Name>' -ForEach @(
            @{ Name = '-Where with -Query'; Script = { Find-ZohoRecord Deals 'Amount > 1' -Query 'select id from Deals' }; Error = 'PositionalParameterNotFound' }
            @{ Name = '-View with ids'; Script = { Find-ZohoRecord Deals -RecordId 1 -View x }; Error = 'AmbiguousParameterSet' }
            @{ Name = '-First 0'; Script = { Find-ZohoRecord Deals -First 0 }; Error = 'ParameterArgumentValidationError' }
            @{ Name = 'a condition that is null'; Script = { Find-ZohoRecord Deals -Where $null }; Error = 'ParameterArgument*' }
            @{ Name = 'a condition that is a number'; Script = { Find-ZohoRecord Deals -Where 42 }; Error = 'CannotConvertArgument*' }
            @{ Name = 'an empty condition'; Script = { Find-ZohoRecord Deals -Where '' }; Error = 'ParameterArgumentTransformationError' }
            @{ Name = 'an empty view'; Script = { Find-ZohoRecord Deals -View '' }; Error = 'ParameterArgumentValidationError' }
            @{ Name = 'an empty query'; Script = { Find-ZohoRecord -Query '' }; Error = 'ParameterArgumentValidationError*' }
            @{ Name = 'a label in place of a module'; Script = { Find-ZohoRecord 'Sales Orders' }; Error = 'InvalidModule' }
            @{ Name = 'an empty module'; Script = { Find-ZohoRecord '' }; Error = '*Module' }
        ) {
            $found = Get-ErrorOf $Script
            $found.FullyQualifiedErrorId | Should -BeLike "$Error,*"
            $emulator.CallCount | Should -Be 0
        }

        It 'has one error for a module that isn''t there: <Name>' -ForEach @(
            @{ Name = 'all'; Script = { Find-ZohoRecord Dealz }; Code = 'INVALID_QUERY' }
            @{ Name = '-Count'; Script = { Find-ZohoRecord Dealz -Count }; Code = 'INVALID_QUERY' }
            @{ Name = '-Where'; Script = { Find-ZohoRecord Dealz 'Amount > 1' }; Code = 'INVALID_MODULE' }
            @{ Name = '-View'; Script = { Find-ZohoRecord Dealz -View x }; Code = 'INVALID_MODULE' }
            @{ Name = 'ids'; Script = { $ids | Find-ZohoRecord Dealz }; Code = 'INVALID_QUERY' }
        ) {
            $found = Get-ErrorOf $Script
            $found | Should -HaveCount 1
            $found.FullyQualifiedErrorId | Should -BeLike "$Code,*"
            $found.ErrorDetails.RecommendedAction | Should -BeLike "Give the module's API name*"
        }

        It 'has an error for a view id that isn''t there, which says so' {
            $found = Get-ErrorOf { Find-ZohoRecord Deals -View 5843104000000000001 }
            $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_QUERY,*'
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*no view with that id*'
        }
    }

    It 'shows a table that fits 100 columns' {
        $lines = (Find-ZohoRecord Deals | Out-String -Width 100).Trim() -split "`r?`n"
        $lines[0] | Should -Match '^Module +RecordId +IsLocked +Owner +RecordName'
        $lines | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 100 }
        $lines[2] | Should -Match "^Deals +$($ids[0]) True +Boyle +Alpha"
        $lines = (Find-ZohoRecord Deals -Property Stage, Amount | Out-String -Width 100).Trim() -split "`r?`n"
        $lines[0] | Should -Match '^Module +RecordId +RecordName +IsLocked Fields'
        $lines[2] | Should -Match "^Deals +$($ids[0]) Alpha +True +Stage: Closed Won, Amount: 5000"
    }
}

Describe 'Find-ZohoRecord in a pipeline' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'pipes into the other cmdlets, with -Property and without' {
        $emulator = Start-Five
        $ids = Get-TestId $emulator
        (Find-ZohoRecord Deals "Stage = 'Closed Won'" | Lock-ZohoRecord -Reason 'Quarter closed').RecordId | Should -Be $ids[0, 1]
        (Find-ZohoRecord Deals 'Amount < 5000' -Property Amount, Stage | Lock-ZohoRecord -Reason 'Small').RecordId | Should -Be $ids[3, 4]
        (Find-ZohoRecord Deals -Locked | Get-ZohoRecordLock).Reason | Should -Be 'Quarter closed', 'Quarter closed', 'Small', 'Small'
        (Find-ZohoRecord Deals 'Amount < 5000' -Locked | Set-ZohoRecordLock -Reason 'Small ones').Reason | Should -Be 'Small ones', 'Small ones'
        (Find-ZohoRecord Deals -View 'Won deals' | Unlock-ZohoRecord).RecordId | Should -Be $ids[0, 1]
        (Find-ZohoRecord Deals -Locked).RecordId | Should -Be $ids[3, 4]
    }

    It 'ends when Select-Object has what it wants' {
        $emulator = Start-TestSession @{ RecordCount = 3000 }
        $emulator.Settings.Coql.RowsPerCall = 200
        (Find-ZohoRecord Deals | Select-Object -First 5).RecordId | Should -Be (Get-TestId $emulator)[0..4]

        # The one that was refused, the first page, and the next.
        Get-CallCount $emulator QueryRecords | Should -BeLessOrEqual 3
        (Find-ZohoRecord Deals -Count) | Should -Be 3000
    }

    It 'reads <Pages> pages where Zoho gives <Rows> rows' -ForEach @(@{ Rows = 2000; Pages = 2 }, @{ Rows = 200; Pages = 16 }) {
        $emulator = Start-TestSession @{ RecordCount = 3000 }
        $emulator.Settings.Coql.RowsPerCall = $Rows
        (Find-ZohoRecord Deals).RecordId | Should -Be (Get-TestId $emulator)
        Get-CallCount $emulator QueryRecords | Should -Be $Pages
        $emulator.ResetCounters()
        (Find-ZohoRecord Deals -First 250).RecordId | Should -Be (Get-TestId $emulator)[0..249]
        Get-CallCount $emulator QueryRecords | Should -Be ($Rows -eq 200 ? 2 : 1)
    }

    It 'locks each of 3,000 records exactly once while the set of those that aren''t locked shrinks' {
        $emulator = Start-TestSession @{ RecordCount = 3000 }
        $emulator.Settings.Coql.RowsPerCall = 200
        $locks = Find-ZohoRecord Deals -NotLocked | Lock-ZohoRecord -Reason 'Quarter closed'
        $locks.RecordId | Should -Be (Get-TestId $emulator)
        $emulator.RepeatedLocks | Should -Be 0
        Get-CallCount $emulator LockRecord | Should -Be 3000
        Find-ZohoRecord Deals -NotLocked -Count | Should -Be 0
    }

    It 'looks up 120 ids in 3 calls' {
        $emulator = Start-TestSession @{ RecordCount = 120 }
        $ids = Get-TestId $emulator
        $mixed = $ids | Sort-Object { $_.Substring($_.Length - 2) }, { $_ }
        ($mixed | Find-ZohoRecord Deals).RecordId | Should -Be $mixed
        Get-CallCount $emulator QueryRecords | Should -Be 3
        $emulator.ResetCounters()
        ($mixed | Find-ZohoRecord Deals | Select-Object -First 1).RecordId | Should -Be $mixed[0]
    }

    It 'finds names that a terminal would obey, and shows them in one line without that' {
        $emulator = Start-TestSession @{ RecordCount = 0 }
        $null = $emulator.GetModule('Deals').AddRecord(@{ Deal_Name = "a`e[31m`nb"; Next_Step = "c`e[2J" })
        $found = Find-ZohoRecord Deals -Property Next_Step
        $found.RecordName | Should -Be "a`e[31m`nb"
        ($found | Out-String) | Should -Not -Match "`e\[(31m|2J)"
        ($found | Format-List | Out-String) | Should -Not -Match "`e\[(31m|2J)"
        ($found | Format-List | Out-String) | Should -Match 'RecordNameText +: a'
        (Find-ZohoRecord Deals | Out-String) | Should -Not -Match "`e\[31m"
        (Find-ZohoRecord Deals | Format-List | Out-String) | Should -Not -Match "`e\[31m"
    }

    It 'finds records of a custom module, and by a text whatever its quotes' {
        $emulator = Start-TestSession @{ Module = 'Deals', 'Machines'; RecordCount = 0 }
        $machines = $emulator.GetModule('Machines')
        $null = $machines.AddRecord(@{ Name = "O'Brien's `"big`" one"; Place = 'Oslo' })
        $null = $machines.AddRecord(@{ Name = 'Other'; Place = 'Rome' })
        (Find-ZohoRecord Machines "Place = 'Oslo'").RecordName | Should -Be "O'Brien's `"big`" one"
        (Find-ZohoRecord Machines (New-ZohoLockingCriteria -Field Name -Comparator equal -Value "O'Brien's `"big`" one")).Module | Should -Be Machines
    }
}

Describe 'Find-ZohoRecord' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'without a connection says to connect: <_>' -ForEach @(
        'Find-ZohoRecord Deals', "'1' | Find-ZohoRecord Deals", "Find-ZohoRecord -Query 'select id from Deals'", 'Measure-ZohoRecordLock Deals'
        'Get-ZohoRecordLock Deals -All'
    ) {
        $emulator = $null
        { & ([scriptblock]::Create($_)) } | Should -Throw -ErrorId 'NotConnected,*'
    }

    It 'takes another connection than the one in use' {
        $emulator = Start-Five
        $connection = Get-ZohoCrmConnection
        $other = Start-ZohoCrmEmulator -Module Leads -RecordCount 2
        $other | Connect-ZohoCrm -Name other
        (Find-ZohoRecord Deals -Connection $connection).RecordName | Should -Contain Alpha
        (Find-ZohoRecord Leads -Connection other) | Should -HaveCount 2
        { Find-ZohoRecord Leads -Connection $connection } | Should -Throw -ErrorId 'INVALID_QUERY,*' -ExpectedMessage '*(Leads)*'
        Stop-ZohoCrmEmulator $other
        $connection | Disconnect-ZohoCrm
    }

    Context 'without a scope' {
        BeforeEach {
            $emulator = Start-ZohoCrmEmulator -RecordCount 3
            $null = $emulator.GetModule('Deals').AddView('Won deals', "Stage = 'Closed Won'")
            $ids = Get-TestId $emulator
            $without = { param($Missing) ($emulator.Settings.Scopes -split ',' -notlike "*.$Missing.*") -join ',' }
        }

        It 'for queries: the error names it, and what needs none goes on' {
            $emulator.Settings.Scopes = & $without coql
            $emulator | Connect-ZohoCrm
            $found = Get-ErrorOf { Find-ZohoRecord Deals }
            $found.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
            $found.CategoryInfo.Category | Should -Be AuthenticationError
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*needs ZohoCRM.coql.READ *'
            $found = Get-ErrorOf { $ids | Find-ZohoRecord Deals }
            $found | Should -HaveCount 1
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*needs ZohoCRM.coql.READ *'
            $found = Get-ErrorOf { Measure-ZohoRecordLock Deals }
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*needs ZohoCRM.coql.READ *'
            ($ids | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids
            ($ids | Get-ZohoRecordLock Deals).RecordId | Should -Be $ids
            ($ids | Unlock-ZohoRecord Deals).RecordId | Should -Be $ids
            $emulator.TokensIssued | Should -Be 1
        }

        It 'for fields: Zoho itself checks the condition' {
            $emulator.Settings.Scopes = & $without fields
            $emulator | Connect-ZohoCrm
            Find-ZohoRecord Deals "Amount >= 0 or Amount is null" -Property Stage | Should -HaveCount 3
            $found = Get-ErrorOf { Find-ZohoRecord Deals 'Ammount > 1' }
            $found.FullyQualifiedErrorId | Should -BeLike 'INVALID_QUERY,*'
            $found.Exception.Message | Should -BeLike '*Ammount*'
        }

        It 'for views: the error names it, and a view''s id will do' {
            $emulator.Settings.Scopes = & $without custom_views
            $emulator | Connect-ZohoCrm
            $found = Get-ErrorOf { Find-ZohoRecord Deals -View 'Won deals' }
            $found.FullyQualifiedErrorId | Should -BeLike 'OAUTH_SCOPE_MISMATCH,*'
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*ZohoCRM.settings.custom_views.READ*'
            $found.ErrorDetails.RecommendedAction | Should -BeLike '*id*'
            $found.ErrorDetails.RecommendedAction | Should -Not -BeLike '*give ids to New-ZohoRecordLockConfiguration*'
            $view = $emulator.GetModule('Deals').Views | Where-Object Name -EQ 'Won deals'
            { Find-ZohoRecord Deals -View $view.Id } | Should -Not -Throw
        }
    }
}
