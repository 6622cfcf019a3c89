BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $export = Resolve-Path (Join-Path $PSScriptRoot '..' '..' 'samples' 'Deals-export.csv')
}

Describe 'An export as Zoho writes it' {
    BeforeEach {
        $emulator = Start-TestSession @{ Module = 'Deals'; Path = $export }
        $module = $emulator.GetModule('Deals')
        $rows = Import-Csv $export
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'pipes straight into Lock-ZohoRecord: 1,000 records, 1,000 POSTs, in the order of the file' {
        $locks = Import-Csv $export | Lock-ZohoRecord -Module Deals -Reason 'Quarter closed' -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks | Should -HaveCount 1000
        $locks.RecordId | Should -Be ($rows.'Record Id' -replace '^zcrm_')
        $emulator.Calls | Should -HaveCount 1
        $emulator.Calls[0].Method, $emulator.Calls[0].Status, $emulator.Calls[0].Count | Should -Be 'POST', 201, 1000
        $module.LockedCount | Should -Be 1000
        $emulator.RepeatedLocks | Should -Be 0
    }

    It 'takes its Reason column without -Reason: one error for each empty one, the others locked' {
        $locks = Import-Csv $export | Lock-ZohoRecord -Module Deals -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 176
        $locks | Should -HaveCount 824
        $emulator.CallCount | Should -Be 824
        $errors.FullyQualifiedErrorId | Select-Object -Unique | Should -Be 'MissingReason,ZohoLock.Commands.LockZohoRecordCommand'
        $errors.TargetObject.'Record Id' | Should -Be ($rows | Where-Object Reason -EQ '').'Record Id'
        foreach ($lock in $locks) { $wanted = @{} } # one look-up table instead of 824 searches
        foreach ($row in $rows) { $wanted[$row.'Record Id' -replace '^zcrm_'] = $row.Reason }
        $locks | Where-Object { $_.Reason -cne $wanted[$_.RecordId] } | Should -BeNullOrEmpty
    }

    It 'takes -DefaultReason for the empty ones' {
        $locks = Import-Csv $export | Lock-ZohoRecord -Module Deals -DefaultReason 'Quarter closed' -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks | Should -HaveCount 1000
        $locks | Where-Object Reason -EQ 'Vertrag unterschrieben – gesperrt' | Should -HaveCount 224
        $locks | Where-Object Reason -EQ 'Quarter closed' | Should -HaveCount (176 + ($rows | Where-Object Reason -EQ 'Quarter closed').Count)
    }

    It 'pipes straight into Unlock-ZohoRecord' {
        $null = Import-Csv $export | Lock-ZohoRecord Deals -Reason x
        $unlocked = Import-Csv $export | Unlock-ZohoRecord Deals
        $unlocked | Should -HaveCount 1000
        $module.LockedCount | Should -Be 0
    }

    It 'gives the emulator its names' {
        $null = Lock-ZohoRecord Deals $rows[4].'Record Id' x
        (Get-ZohoRecordLock Deals $rows[4].'Record Id').RecordName | Should -Be $rows[4].'Deal Name'
    }
}

Describe 'Bad input' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 4 }
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'an id that is <Name> is refused as <Error> before any call, and the rest is done' -ForEach @(
        @{ Name = 'rounded by a spreadsheet'; Id = '5.8431E+18'; Error = 'RoundedRecordId'; Says = '*spreadsheet*' }
        @{ Name = 'rounded by a German spreadsheet'; Id = '5,8431E+18'; Error = 'RoundedRecordId'; Says = '*spreadsheet*' }
        @{ Name = 'a double'; Id = 5843104000000425565.0; Error = 'RoundedRecordId'; Says = '*spreadsheet*' }
        @{ Name = 'empty'; Id = ''; Error = 'MissingRecordId'; Says = '*empty*' }
        @{ Name = 'blank'; Id = '   '; Error = 'MissingRecordId'; Says = '*empty*' }
        @{ Name = 'null'; Id = $null; Error = 'MissingRecordId'; Says = '*empty*' }
        @{ Name = 'negative'; Id = '-5843104000000425565'; Error = 'InvalidRecordId'; Says = "*'-5843104000000425565'*" }
        @{ Name = 'a name'; Id = 'Blue Ridge'; Error = 'InvalidRecordId'; Says = "*'Blue Ridge'*" }
        @{ Name = 'a path'; Id = '1/../../settings'; Error = 'InvalidRecordId'; Says = '*' }
        @{ Name = 'of other digits'; Id = '５８４３'; Error = 'InvalidRecordId'; Says = '*another script*U+FF15*' }
        @{ Name = 'interrupted by what can''t be seen'; Id = "58431$([char] 0x200B)04000000425565"; Error = 'InvalidRecordId'; Says = '*U+200B*after the 5th digit' }
        @{ Name = 'too long'; Id = '1' * 33; Error = 'InvalidRecordId'; Says = '*too long*' }
        @{ Name = 'the prefix alone'; Id = 'zcrm_'; Error = 'MissingRecordId'; Says = '*empty*' }
    ) {
        $rows = $ids[0], $Id, $ids[1] | ForEach-Object { [pscustomobject] @{ 'Record Id' = $_ } }
        $locks = $rows | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[0..1]
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -Be "$Error,ZohoLock.Commands.LockZohoRecordCommand"
        $errors[0].CategoryInfo.Category | Should -Be InvalidArgument
        $errors[0].Exception.Message | Should -BeLike "Input 2: $Says"
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        [object]::ReferenceEquals($errors[0].TargetObject, $rows[1]) | Should -BeTrue
        $emulator.CallCount | Should -Be 2
    }

    It 'a bad id is refused by <_> too' -ForEach 'Get-ZohoRecordLock', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord' {
        $more = if ($_ -like 'Set-*') { @{ Reason = 'x' } } else { @{} }
        & $_ Deals '5.8431E+18' @more -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -BeLike 'RoundedRecordId,*'
        $emulator.CallCount | Should -Be 0
    }

    It 'a bad lock id is refused by <_> before any call' -ForEach 'Get-ZohoRecordLock', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord' {
        $more = if ($_ -like 'Set-*') { @{ Reason = 'x' } } else { @{} }
        & $_ Deals $ids[0] -LockId 'x1' @more -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors.FullyQualifiedErrorId | Should -BeLike 'InvalidLockId,*'
        $emulator.CallCount | Should -Be 0
    }

    It 'ids that are numbers in a property are taken' {
        ([pscustomobject] @{ Id = [long] $ids[0] }, [pscustomobject] @{ Id = [decimal] $ids[1] } | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[0..1]
    }

    It 'several ids in one property are taken' {
        ([pscustomobject] @{ Id = $ids[0..2] } | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[0..2]
    }

    It 'ids with blanks around them are taken' {
        (" $($ids[0])`t", "zcrm_$($ids[1]) ", "$([char] 0xA0)$($ids[2])" | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[0..2]
    }

    It 'ids with what can''t be seen around them are taken, and so are those in quotes' {
        ("$([char] 0xFEFF)$($ids[0])$([char] 0x200B)", "$([char] 0x202A)zcrm_$($ids[1])$([char] 0x202C)", "'$($ids[2])", "=`"$($ids[3])`"" |
            Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids
    }

    It 'lock ids too' {
        $lock = Lock-ZohoRecord Deals $ids[0] x
        (Unlock-ZohoRecord Deals $ids[0] -LockId "$([char] 0x200B)'$($lock.LockId)").LockId | Should -Be $lock.LockId
        (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
        (Unlock-ZohoRecord Deals $ids[0] -LockId "$([char] 0x200B)").Status | Should -Be Unlocked
    }

    It 'a module <Module> is no API name' -ForEach @(@{ Module = 'Sales Orders' }, @{ Module = '' }, @{ Module = 'Deals/..' }, @{ Module = 'Geschäfte' }) {
        $rows = [pscustomobject] @{ Module = 'Deals'; Id = $ids[0] }, [pscustomobject] @{ Module = $Module; Id = $ids[1] }, [pscustomobject] @{ Module = 'Deals'; Id = $ids[2] }
        $locks = $rows | Lock-ZohoRecord -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[0], $ids[2]
        $errors.FullyQualifiedErrorId | Should -BeLike 'InvalidModule,*'
        $errors.Exception.Message | Should -BeLike 'Input 2: *'
        $errors.ErrorDetails.RecommendedAction | Should -BeLike '*API name*'
        $emulator.CallCount | Should -Be 2
    }

    It 'a reason of 3,001 characters is refused, and the rest is done' {
        $rows = 'x', ('x' * 3001), 'y' | ForEach-Object { $i = 0 } { [pscustomobject] @{ Id = $ids[$i++]; Reason = $_ } }
        ($rows | Lock-ZohoRecord Deals -ErrorVariable errors -ErrorAction SilentlyContinue).Reason | Should -Be x, y
        $errors.FullyQualifiedErrorId | Should -BeLike 'ReasonTooLong,*'
        $errors.Exception.Message | Should -BeLike "Input 2 (Deals $($ids[1])): *3001*3000*"
        $emulator.CallCount | Should -Be 2
    }

    It '<Name> that is given for all rows is one error, and no call' -ForEach @(
        @{ Name = 'an empty -Reason'; Script = { $rows | Lock-ZohoRecord Deals -Reason $none }; Id = 'MissingReason' }
        @{ Name = 'an empty -Reason of Set-ZohoRecordLock'; Script = { $rows | Set-ZohoRecordLock Deals -Reason ' ' }; Id = 'MissingReason' }
        @{ Name = 'an empty -Reason, with ids,'; Script = { Lock-ZohoRecord Deals $ids '' }; Id = 'MissingReason' }
        @{ Name = 'a -Reason of 3,001 characters'; Script = { $rows | Lock-ZohoRecord Deals -Reason ('x' * 3001) }; Id = 'ReasonTooLong' }
        @{ Name = 'a -DefaultReason of 3,001 characters'; Script = { $rows | Lock-ZohoRecord Deals -DefaultReason ('x' * 3001) }; Id = 'ReasonTooLong' }
        @{ Name = 'a -Module of Lock-ZohoRecord'; Script = { $rows | Lock-ZohoRecord 'Sales Orders' -Reason x }; Id = 'InvalidModule' }
        @{ Name = 'a -Module of Set-ZohoRecordLock'; Script = { $rows | Set-ZohoRecordLock 'Sales Orders' -Reason x }; Id = 'InvalidModule' }
        @{ Name = 'a -Module of Unlock-ZohoRecord'; Script = { $rows | Unlock-ZohoRecord '' }; Id = 'InvalidModule' }
        @{ Name = 'a -Module of Get-ZohoRecordLock'; Script = { $rows | Get-ZohoRecordLock 'Sales Orders' }; Id = 'InvalidModule' }
        @{ Name = 'a -Module of Find-ZohoRecord'; Script = { $rows | Find-ZohoRecord 'Sales Orders' }; Id = 'InvalidModule' }
        @{ Name = 'a -Module of Suspend-ZohoRecordLock'; Script = { $rows | Suspend-ZohoRecordLock 'D*' -JournalPath (Join-Path $TestDrive 'none.journal') }; Id = 'InvalidModule' }
    ) {
        $rows = $ids | ForEach-Object { [pscustomobject] @{ 'Record Id' = $_; Module = 'Deals'; Reason = 'of the row' } }
        $none = $null
        $errors = $null
        try { $null = & $Script 2>&1 } catch { $errors = $_ }
        $errors.FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $errors.Exception.Message | Should -BeLike '*. No call was made'
        $errors.Exception.Message | Should -Not -BeLike 'Input 1*'
        $emulator.CallCount | Should -Be 0
    }

    It 'a script block takes each row''s own module and reason' {
        $rows = 0..2 | ForEach-Object { [pscustomobject] @{ Id = $ids[$_]; Of = ('Deals', 'My Deals', 'Deals')[$_]; Why = "reason $_" } }
        $locks = $rows | Lock-ZohoRecord -Module { $_.Of } -Reason { $_.Why } -ErrorVariable errors -ErrorAction SilentlyContinue
        $locks.Reason | Should -Be 'reason 0', 'reason 2'
        $errors.Exception.Message | Should -BeLike 'Input 2: *'
    }

    It 'a module that nothing names is PowerShell''s own error, and no call' {
        [pscustomobject] @{ Id = $ids[0]; Reason = 'x' } | Lock-ZohoRecord -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].FullyQualifiedErrorId | Should -BeLike '*InputObjectMissingMandatory*'
        $emulator.CallCount | Should -Be 0
    }

    It '-ThrottleLimit below 1 is refused' {
        { Lock-ZohoRecord Deals $ids[0] x -ThrottleLimit 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It '-Field that is no field name is refused' {
        { Get-ZohoRecordLock Deals $ids[0] -Field 'a,b&x=1' } | Should -Throw -ErrorId 'InvalidField,*'
        $emulator.CallCount | Should -Be 0
    }
}

Describe 'Ids that a spreadsheet cut' {
    BeforeAll {
        # Runs a pipeline and returns the error that it must end with.
        function Get-EndOf([scriptblock] $Script) {
            try { $null = & $Script } catch { return $_ }
            throw 'The run went on.'
        }

        $cut = 0..11 | ForEach-Object { '58431040000{0:0000}0000' -f $_ }
        $whole = 0..11 | ForEach-Object { '58431040000{0:0000}5565' -f $_ }
        $file = Join-Path $TestDrive 'deals.csv'
        @('Record Id') + $cut + $whole | Set-Content $file
        $more = @{ 'Lock-ZohoRecord' = @{ Reason = 'x' }; 'Set-ZohoRecordLock' = @{ Reason = 'x' }; 'Get-ZohoRecordLock' = @{}; 'Unlock-ZohoRecord' = @{} }
    }

    BeforeEach {
        $emulator = Start-TestSession @{ Module = 'Deals'; Path = $file }
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '<_> refuses a run of them with one error, before any call' -ForEach 'Lock-ZohoRecord', 'Get-ZohoRecordLock', 'Set-ZohoRecordLock', 'Unlock-ZohoRecord' {
        $cmdlet = $_
        $with = $more[$_]
        $end = Get-EndOf { $cut | ForEach-Object { [pscustomobject] @{ 'Record Id' = $_ } } | & $cmdlet Deals @with }
        $end.FullyQualifiedErrorId | Should -BeLike 'CutRecordIds,*'
        $end.CategoryInfo.Category | Should -Be InvalidArgument
        $end.Exception.Message | Should -BeLike "*spreadsheet*$($cut[0])*"
        $end.ErrorDetails.RecommendedAction | Should -BeLike '*Export*text*'
        $emulator.CallCount | Should -Be 0
    }

    It 'the input isn''t read to its end for that' {
        $read = [System.Collections.Generic.List[string]]::new()
        $end = Get-EndOf { 1..100 | ForEach-Object { $read.Add($_); $cut[$_ % 12] } | Lock-ZohoRecord Deals -Reason x }
        $end.FullyQualifiedErrorId | Should -BeLike 'CutRecordIds,*'
        $read | Should -HaveCount 10
    }

    It 'two that are all the input are refused, piped, as an array and in one property' {
        $runs = { $cut[0..1] | Lock-ZohoRecord Deals -Reason x }, { Lock-ZohoRecord Deals $cut[0..1] x }, { [pscustomobject] @{ Id = $cut[0..1] } | Lock-ZohoRecord Deals -Reason x }
        foreach ($run in $runs) { (Get-EndOf $run).FullyQualifiedErrorId | Should -BeLike 'CutRecordIds,*' }
        $emulator.CallCount | Should -Be 0
    }

    It 'one alone is sent' {
        (Lock-ZohoRecord Deals $cut[0] x).RecordId | Should -Be $cut[0]
        ($cut[1] | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $cut[1]
    }

    It 'those before a whole one are sent, in the order of the input: <Count>' -ForEach @{ Count = 1 }, @{ Count = 9 } {
        $given = @($cut | Select-Object -First $Count) + $whole[0] + $cut[10..11]
        ($given | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $given
        (Unlock-ZohoRecord Deals $given).RecordId | Should -Be $given
    }

    It 'bad input among them keeps its place' {
        $outcomes = $cut[0], 'x', $cut[1], '', $whole[0], $cut[2] | Lock-ZohoRecord Deals -Reason x -ErrorAction Continue 2>&1
        $outcomes | ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? $_.Exception.Message : $_.RecordId } |
            Should -Be $cut[0], "Input 2: 'x' is no record id", $cut[1], 'Input 4: the record id is empty', $whole[0], $cut[2]
    }

    It 'each has the reason of its own row' {
        $locks = $cut[0], $cut[1], $whole[0] | ForEach-Object { [pscustomobject] @{ Id = $_; Reason = "because of $_" } } | Lock-ZohoRecord Deals
        $locks.Reason | Should -Be ($cut[0], $cut[1], $whole[0] | ForEach-Object { "because of $_" })
    }

    It 'one that Zoho doesn''t know has advice on spreadsheets, wherever in the run it is' {
        $null = $whole[0], '5843104000009990000', $whole[1], '5843104000009990001' | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 2
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike '*spreadsheet*'
        $errors[1].ErrorDetails.RecommendedAction | Should -Not -BeLike '*spreadsheet*'
    }

    It '-WhatIf refuses them too, and lists those before a whole one in order' {
        $given = $cut[0..1] + $whole[0]
        $said = foreach ($ids in $cut, $given) {
            $log = Join-Path $TestDrive "$([guid]::NewGuid()).log"
            $null = Start-Transcript $log -UseMinimalHeader
            try { $ids | Lock-ZohoRecord Deals -Reason x -WhatIf } catch { $_.FullyQualifiedErrorId -like 'CutRecordIds,*' | Should -BeTrue } finally { $null = Stop-Transcript }
            , @(Select-String -Path $log -Pattern 'What if: .*Deals (\d+) ' | ForEach-Object { $_.Matches[0].Groups[1].Value })
        }
        $said[0] | Should -BeNullOrEmpty
        $said[1] | Should -Be $given
        $emulator.CallCount | Should -Be 0
    }

    It 'no journal is begun for them' {
        $journal = Join-Path $TestDrive 'cut.journal'
        (Get-EndOf { $cut | Lock-ZohoRecord Deals -Reason x -JournalPath $journal }).FullyQualifiedErrorId | Should -BeLike 'CutRecordIds,*'
        $journal | Should -Not -Exist
    }

    It 'a journal has those that were held back' {
        $journal = Join-Path $TestDrive 'whole.journal'
        $given = $cut[0..2] + $whole[0]
        ($given | Lock-ZohoRecord Deals -Reason x -JournalPath $journal).RecordId | Should -Be $given
        (Get-Content $journal | Select-Object -Skip 1 | ConvertFrom-Json).record | Sort-Object | Should -Be ($given | Sort-Object)
    }

    It 'an organisation of the emulator has ids that don''t look cut' {
        $other = Start-ZohoCrmEmulator -RecordCount 20
        @($other.Modules)[0].Records.Id | Where-Object { $_ -match '^\d{15}0+$' } | Should -BeNullOrEmpty
        $other | Stop-ZohoCrmEmulator
    }
}
