BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $modulePath = $testedModule

    # Starts a script in a runspace of its own, with the module loaded; the caller ends and disposes it.
    function Start-Shell([scriptblock] $Script, [object[]] $Arguments) {
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$modulePath'; & { $Script } @args").AddParameters($Arguments)
        [pscustomobject] @{ Shell = $shell; Run = $shell.BeginInvoke() }
    }
}

Describe 'A record that is locked already' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 3 }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $before = Lock-ZohoRecord Deals $ids[1] before
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '-IfLocked Error, the default, is an error' {
        ($ids | Lock-ZohoRecord Deals -Reason after -ErrorVariable errors -ErrorAction SilentlyContinue).RecordId | Should -Be $ids[0], $ids[2]
        $errors.CategoryInfo.Category | Should -Be ResourceExists
        $module.GetLocks($ids[1])[0].Reason | Should -Be before
    }

    It '-IfLocked Skip leaves it, and its lock is the output' {
        $locks = $ids | Lock-ZohoRecord Deals -Reason after -IfLocked Skip -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $locks[1].LockId, $locks[1].Reason | Should -Be $before.LockId, 'before'
        $module.GetLocks($ids[1])[0].Reason | Should -Be before
    }

    It '-IfLocked Update changes its reason' {
        $locks = $ids | Lock-ZohoRecord Deals -Reason after -IfLocked Update -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks[1].LockId, $locks[1].Reason | Should -Be $before.LockId, 'after'
        $module.GetLocks($ids[1])[0].Reason | Should -Be after
    }

    It '-IfLocked Skip takes the lock of a rule too' {
        $null = $module.SetLocked($ids[0], 'Automatic', $null, $null)
        (Lock-ZohoRecord Deals $ids[0] after -IfLocked Skip).Source | Should -Be Automatic
    }

    It '-IfLocked makes no call more for the others' {
        $emulator.ResetCounters()
        $null = $ids[0], $ids[2] | Lock-ZohoRecord Deals -Reason after -IfLocked Skip
        $emulator.CallCount | Should -Be 2
    }
}

Describe 'A record that is not locked' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 3 }
        $ids = Get-TestId $emulator
        $locks = $ids[0], $ids[2] | Lock-ZohoRecord Deals -Reason x
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It '-IfUnlocked Error, the default, is an error' {
        ($ids | Unlock-ZohoRecord Deals -ErrorVariable errors -ErrorAction SilentlyContinue).Status | Should -Be Unlocked, Unlocked
        $errors.FullyQualifiedErrorId | Should -BeLike 'NOT_LOCKED,*'
    }

    It '-IfUnlocked Skip says that there was nothing to unlock' {
        $unlocked = $ids | Unlock-ZohoRecord Deals -IfUnlocked Skip -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $unlocked.RecordId | Should -Be $ids
        $unlocked.Status | Should -Be Unlocked, NotLocked, Unlocked
        $unlocked[1].LockId | Should -BeNullOrEmpty
    }

    It '-IfUnlocked Skip takes a lock id that is gone' {
        $null = $locks | Unlock-ZohoRecord
        ($locks | Unlock-ZohoRecord -IfUnlocked Skip).Status | Should -Be NotLocked, NotLocked
    }

    It '-IfUnlocked Skip is an error where a rule, or a newer lock, still locks the record' {
        $null = $locks | Unlock-ZohoRecord
        $null = $emulator.GetModule('Deals').SetLocked($ids[0], 'Automatic', $null, $null)
        $newer = $ids[2] | Lock-ZohoRecord Deals -Reason y
        $locks | Unlock-ZohoRecord -IfUnlocked Skip -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $ids[0] | Unlock-ZohoRecord Deals -IfUnlocked Skip -ErrorVariable +errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors.FullyQualifiedErrorId -replace ',.*' | Should -Be NOT_ALLOWED, INVALID_DATA, NOT_ALLOWED
        $errors[0].ErrorDetails.RecommendedAction | Should -BeLike 'A rule of the locking configuration locked it: *Set-ZohoRecordLockConfiguration*'
        (Get-ZohoRecordLock Deals $ids[2]).LockId | Should -Be $newer.LockId
    }
}

Describe 'How many calls run at once' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'is found out without the edition, and few calls are turned away for it' {
        $emulator = Start-TestSession @{ RecordCount = 1500; ConcurrencyLimit = 12 }
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(10)
        $locks = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks | Should -HaveCount 1500
        (Get-ZohoCrmConnection).ConcurrencyLimit | Should -BeIn 11, 12, 13
        ($emulator.Calls | Where-Object Status -EQ 429).Count | Should -BeLessOrEqual 30
        $emulator.RepeatedLocks | Should -Be 0
    }

    It 'follows a ceiling that falls and rises again, and no record is lost' {
        $emulator = Start-TestSession @{ RecordCount = 3000; ConcurrencyLimit = 20 } @{ Edition = 'Enterprise' }
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(5)
        $ids = Get-TestId $emulator
        $limits = [System.Collections.Generic.List[int]]::new()
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors | ForEach-Object { $i = 0 } {
            $i++
            if ($i -eq 500) { $emulator.Settings.ConcurrencyLimit = 5 }
            if ($i -eq 1000) { $limits.Add((Get-ZohoCrmConnection).ConcurrencyLimit); $emulator.Settings.ConcurrencyLimit = 20 }
            $_
        }
        $limits.Add((Get-ZohoCrmConnection).ConcurrencyLimit)
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $limits[0] | Should -BeIn 4, 5, 6, 7
        $limits[1] | Should -BeGreaterThan 15
    }

    It 'is one limit for two pipelines on one connection' {
        $emulator = Start-TestSession @{ RecordCount = 200; ConcurrencyLimit = 5 } @{ Edition = 'Free' }
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(10)
        $ids = Get-TestId $emulator
        $script = { param($Connection, $Ids) $Ids | Lock-ZohoRecord Deals -Reason x -Connection $Connection }
        $shells = foreach ($half in $ids[0..99], $ids[100..199]) { Start-Shell $script @((Get-ZohoCrmConnection), $half) }
        $locks = $shells | ForEach-Object { $_.Shell.EndInvoke($_.Run); $_.Shell.Dispose() }
        $locks | Should -HaveCount 200
        $emulator.PeakConcurrency | Should -BeLessOrEqual 5
    }

    It 'ends the run with one error when the day''s credits are used up' {
        $emulator = Start-TestSession @{ RecordCount = 50 } @{ Edition = 'Free' }
        # One was used when the connection asked for its organisation.
        $emulator.Settings.DailyCredits = 31
        $collected = [System.Collections.Generic.List[object]]::new()
        $caught = { Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x | ForEach-Object { $collected.Add($_) } } | Should -Throw -PassThru
        $caught.FullyQualifiedErrorId | Should -BeLike 'TOO_MANY_REQUESTS,*'
        $caught.CategoryInfo.Category | Should -Be LimitsExceeded
        $caught.Exception.Message | Should -BeLike '*credits of 24 hours are used up*30 records were done before that*Not done: *'
        $collected | Should -HaveCount 30
        $emulator.GetModule('Deals').LockedCount | Should -Be 30
    }
}

Describe 'A run that ends early' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'has one clear error wherever in the window its cause is, time after time' {
        $emulator = Start-TestSession @{ RecordCount = 60; JitterMilliseconds = 3 }
        $ids = Get-TestId $emulator
        foreach ($round in 1..15) {
            $emulator.Settings.Faults.Clear()
            $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 401; Probability = 0.2; Seed = $round; Operations = @('ListLocks')
                    Body = '{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"invalid oauth scope to access this URL","status":"error"}' })
            { Get-ZohoRecordLock Deals $ids } | Should -Throw -ErrorId 'OAUTH_SCOPE_MISMATCH,*'
        }
    }

    It 'leaves nothing behind: the next run on the connection is as patient as the first' {
        $emulator = Start-TestSession @{ RecordCount = 20 } @{ RetryTimeoutSec = 1 }
        $ids = Get-TestId $emulator
        $fault = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503 })
        { $ids[0..1] | Lock-ZohoRecord Deals -Reason x } |
            Should -Throw '*no call has been answered properly for * seconds*No record was done*Not done: Deals *the outcome of 2 is not known*'
        $null = $emulator.Settings.Faults.Remove($fault)
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 1 })
        ($ids | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors).RecordId | Should -Be $ids
        $errors | Should -BeNullOrEmpty
    }
}

Describe 'A run that fails for every record' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 300 } @{ Edition = 'Free' }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'ends at the first answer where it is the module: <What>' -ForEach @(
        @{ What = 'misspelt'; Break = { $script:name = 'Dealz' }; Code = 'INVALID_MODULE' }
        @{ What = 'without a configuration'; Break = { $module.LockingConfiguration = 'Missing' }; Code = 'NOT_ALLOWED' }
        @{ What = 'never configured'; Break = { $module.LockingConfiguration = 'None' }; Code = 'INVALID_DATA' }
        @{ What = 'in an edition without locking'; Break = { $emulator.Settings.Permissions.EditionSupported = $false }; Code = 'FEATURE_NOT_SUPPORTED' }
    ) {
        $script:name = 'Deals'
        . $Break
        $caught = { $ids | Lock-ZohoRecord $script:name -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue } | Should -Throw -PassThru
        $caught.FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $caught.Exception.Message | Should -BeLike '*. No record was done. * tried*Not done: *'
        $emulator.CallCount | Should -BeLessOrEqual 5
        @($errors | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] -and $_.FullyQualifiedErrorId -notlike "$Code,*" }) | Should -BeNullOrEmpty
    }

    It 'ends after 50 that are refused alike: <What>' -ForEach @(
        @{ What = 'a missing permission'; Run = { $emulator.Settings.Permissions.MayLock = $false; $ids | Lock-ZohoRecord Deals -Reason x -ErrorAction SilentlyContinue }; Code = 'NO_PERMISSION' }
        @{ What = 'ids of another module'; Run = { 1000..1299 | ForEach-Object { "584310400000099$_" } | Lock-ZohoRecord Deals -Reason x -ErrorAction SilentlyContinue }; Code = 'INVALID_DATA' }
        @{ What = 'records that are not locked'; Run = { $ids | Unlock-ZohoRecord Deals -ErrorAction SilentlyContinue }; Code = 'NOT_LOCKED' }
        @{ What = 'names instead of ids'; Run = { $ids | ForEach-Object { [pscustomobject] @{ Id = "Deal $_" } } | Lock-ZohoRecord Deals -Reason x -ErrorAction SilentlyContinue }; Code = 'InvalidRecordId' }
    ) {
        $caught = { & $Run } | Should -Throw -PassThru
        $caught.FullyQualifiedErrorId | Should -BeLike "$Code,*"
        $caught.Exception.Message | Should -BeLike '*first 50 records were all refused alike: *No record was done. * were tried and failed*'
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-ContinueOnRefusal*'
        $emulator.CallCount | Should -BeLessOrEqual 60
    }

    It 'goes on with -ContinueOnRefusal: an error for each record' {
        $module.LockingConfiguration = 'Missing'
        $ids | Lock-ZohoRecord Deals -Reason x -ContinueOnRefusal -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 300
        $emulator.Settings.Permissions.MayLock = $false
        $module.LockingConfiguration = 'Manual'
        $ids | Lock-ZohoRecord Deals -Reason x -ContinueOnRefusal -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 300
        $errors[299].TargetObject | Should -Be $ids[299]
    }

    It 'goes on where one of the first 50 was done' {
        foreach ($id in $ids[1..299]) { $null = $module.SetLocked($id, 'Manual', 'theirs', $null) }
        $ids | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue | Should -HaveCount 1
        $errors | Should -HaveCount 299
    }
}

Describe 'A record that is twice in the input' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 5 }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'is told apart from one that somebody else locked' {
        $null = $module.SetLocked($ids[1], 'Manual', 'theirs', $null)
        $emulator.ResetCounters()
        $locks = $ids[0, 1, 0, 2] | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[0, 2]
        $errors | Should -HaveCount 2
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'NOT_ALLOWED,*'
        $errors[1].FullyQualifiedErrorId | Should -BeLike 'DuplicateRecord,*'
        $errors[1].CategoryInfo.Category | Should -Be ResourceExists
        $errors[1].Exception.Message | Should -Be "Deals $($ids[0]): this run locked it already: it is in the input twice"
        Get-CallCount $emulator LockRecord | Should -Be 3
    }

    It 'is told when it is unlocked, too' {
        $null = $ids | Lock-ZohoRecord Deals -Reason x
        $null = $ids[0, 0] | Unlock-ZohoRecord Deals -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors[0].Exception.Message | Should -BeLike '*this run unlocked it already: it is in the input twice'
    }
}

Describe 'A journal' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 40 }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $journal = Join-Path $TestDrive "$(New-Guid).journal"

        # Takes out the line that says that the run ended: the run was cut off.
        function Remove-JournalEnd {
            $lines = Get-Content $journal
            $lines[-1] | Should -BeLike '{"ended":*'
            $lines[0..($lines.Count - 2)] | Set-Content $journal
        }
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'has one line for each record, between one that says what it is of and one that says that the run ended' {
        $null = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        $lines = Get-Content $journal | ConvertFrom-Json
        $lines | Should -HaveCount 42
        $lines[0].operation, $lines[0].module, $lines[0].organization, $lines[0].reason | Should -Be 'Lock', 'Deals', '5843104000000020005', 'x'
        $lines[1..40].record | Sort-Object | Should -Be $ids
        $lines[1..40] | Where-Object { $_.lock -ne $module.GetLocks($_.record)[0].Id } | Should -BeNullOrEmpty
        $lines[41].doneCount, $lines[41].failedCount | Should -Be 40, 0
    }

    It 'of a run that ended with everything done is refused, with no call: nothing is reported as done that is not' {
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason 'Q3' -JournalPath $journal
        $null = $ids[0..9] | Unlock-ZohoRecord Deals
        $before = Get-Content $journal -Raw
        $emulator.ResetCounters()
        $caught = { $ids[0..9] | Lock-ZohoRecord Deals -Reason 'Q3' -JournalPath $journal } | Should -Throw -PassThru
        $caught.FullyQualifiedErrorId | Should -BeLike 'JournalEnded,*'
        $caught.Exception.Message | Should -BeLike "*ended on $([datetime]::Now.Year)-*all of its records done (10)*"
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*another -JournalPath*'
        $emulator.CallCount | Should -Be 0
        Get-Content $journal -Raw | Should -Be $before
    }

    It 'of a run that ended with failures goes on, and says how many are done and how many are tried again' {
        $missing = '5843104000000999998', '5843104000000999999'
        $null = $ids[0..9] + $missing | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorAction SilentlyContinue
        $null = $module.AddRecord($missing[1], 'late', $null)
        $emulator.ResetCounters()
        $locks = $ids[0..9] + $missing | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be ($ids[0..9] + $missing[1])
        Get-CallCount $emulator LockRecord | Should -Be 2
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike '*ended on * with failures: 10 records are done already*; 2 that failed are tried again.'
        ($ids[0..9] + $missing[1] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WarningAction SilentlyContinue).RecordId | Should -Be ($ids[0..9] + $missing[1])
        { $ids[0..9] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'JournalEnded,*'
    }

    It 'with another reason is refused, given <How>' -ForEach @(
        @{ How = 'for all'; First = { $ids[0..4] | Lock-ZohoRecord Deals -Reason Q3 -JournalPath $journal }; Second = { $ids | Lock-ZohoRecord Deals -Reason Q4 -JournalPath $journal } }
        @{ How = 'with each row'; First = { $ids[0..4] | ForEach-Object { [pscustomobject] @{ Id = $_; Reason = 'Q3' } } | Lock-ZohoRecord Deals -JournalPath $journal }
            Second = { $ids | ForEach-Object { [pscustomobject] @{ Id = $_; Reason = 'Q4' } } | Lock-ZohoRecord Deals -JournalPath $journal }
        }
    ) {
        $null = & $First | Select-Object -First 4
        $emulator.ResetCounters()
        $caught = { & $Second } | Should -Throw -ErrorId 'JournalOfAnotherRun,*' -PassThru
        $caught.Exception.Message | Should -BeLike "*'Q3'*'Q4'*"
        if ($How -eq 'for all') { $emulator.CallCount | Should -Be 0 }
    }

    It 'has a line for each row that was refused, even those before the first good one, and only the beginning of what was given' {
        $long = 'x' * 100000
        $rows = @([pscustomobject] @{ Id = $long; Column = 'secret remark' }; [pscustomobject] @{ Id = ''; Column = 'secret remark' }; [pscustomobject] @{ Id = $ids[0] }; [pscustomobject] @{ Id = 'y' })
        $null = $rows | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorAction SilentlyContinue
        $lines = Get-Content $journal | ConvertFrom-Json
        $lines | Should -HaveCount 6
        $lines[1..4].done | Sort-Object | Should -Be $false, $false, $false, $true
        $lines[5].doneCount, $lines[5].failedCount | Should -Be 1, 3
        (Get-Item $journal).Length | Should -BeLessThan 3000
        Get-Content $journal -Raw | Should -Not -BeLike '*remark*'
        ($rows[2] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WarningAction SilentlyContinue).RecordId | Should -Be $ids[0]
    }

    It 'has a line for each row even where none is good' {
        $null = 'x', 'y' | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorAction SilentlyContinue
        Get-Content $journal | Should -HaveCount 4
    }

    It 'is made for its owner only' -Skip:$IsWindows {
        $null = $ids[0] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        [System.IO.File]::GetUnixFileMode($journal) | Should -Be ([System.IO.UnixFileMode] 'UserRead, UserWrite')
    }

    It 'begins in no file with something else in it, not even one line without an end' {
        'some notes of mine' | Set-Content $journal -NoNewline
        { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'NotAJournal,*'
        Get-Content $journal -Raw | Should -Be 'some notes of mine'
        $emulator.CallCount | Should -Be 0
    }

    It 'under a prefix is the same: a resumed unlock puts out unlocks' {
        $null = $ids[0..5] | Lock-ZohoRecord Deals -Reason x
        $script = {
            param($Connection, $Ids, $Journal)
            $Ids[0..3] | Unlock-MyZohoRecord Deals -JournalPath $Journal -Connection $Connection | Select-Object -First 2 | Out-Null
            $Ids | Unlock-ZohoRecord Deals -JournalPath $Journal -Connection $Connection -WarningAction SilentlyContinue | ForEach-Object { $_.GetType().Name }
        }
        $shell = [powershell]::Create()
        $null = $shell.AddScript("Import-Module '$modulePath'; Import-Module '$modulePath' -Prefix My; & { $script } @args").AddParameters(@((Get-ZohoCrmConnection), $ids[0..5], $journal))
        $types = $shell.Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        $shell.Dispose()
        $types | Should -Be (@('RecordUnlock') * 6)
    }

    It 'takes what was in flight when the first run died for its own' {
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        Remove-JournalEnd
        # Done at the server, not in the journal; and one that somebody else locked meanwhile.
        $null = $module.SetLocked($ids[10], 'Manual', 'x', $null)
        $null = $module.SetLocked($ids[11], 'Manual', 'other reason', $null)
        $locks = $ids[0..12] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorVariable errors -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be ($ids[0..10] + $ids[12])
        $errors.TargetObject | Should -Be $ids[11]
    }

    It 'works for <Cmdlet> too' -ForEach @(
        @{ Cmdlet = 'Set-ZohoRecordLock'; Parameters = @{ Reason = 'after' }; Operation = 'UpdateLock' }
        @{ Cmdlet = 'Unlock-ZohoRecord'; Parameters = @{}; Operation = 'UnlockRecord' }
    ) {
        $null = $ids | Lock-ZohoRecord Deals -Reason x
        $first = $ids[0..19] | & $Cmdlet Deals @Parameters -JournalPath $journal
        Remove-JournalEnd
        $emulator.ResetCounters()
        $second = $ids | & $Cmdlet Deals @Parameters -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $second.RecordId | Should -Be $ids
        $second[0..19] | ForEach-Object LockId | Should -Be $first.LockId
        Get-CallCount $emulator $Operation | Should -Be 20
    }

    It 'of an unlock that died: what is not locked any more is done' {
        $null = $ids | Lock-ZohoRecord Deals -Reason x
        $null = $ids[0..9] | Unlock-ZohoRecord Deals -JournalPath $journal
        Remove-JournalEnd
        $null = $module.RemoveLock($ids[10])
        $unlocked = $ids | Unlock-ZohoRecord Deals -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $unlocked.RecordId | Should -Be $ids
        $unlocked[10].Status | Should -Be NotLocked
        $module.LockedCount | Should -Be 0
    }

    It 'of another <What> is refused, before any record' -ForEach @(
        @{ What = 'operation'; Run = { $ids | Unlock-ZohoRecord Deals -JournalPath $journal } }
        @{ What = 'module'; Run = { $ids | Lock-ZohoRecord Leads -Reason x -JournalPath $journal } }
        @{ What = 'organisation'; Run = { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal }
            Header = '{"zohoLockJournal":2,"operation":"Lock","module":"Deals","organization":"5843104000000020006","begun":"2026-09-30T23:00:00+02:00"}'
        }
    ) {
        $null = $ids[0..4] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        if ($Header) { $Header | Set-Content $journal }
        $before = Get-Content $journal -Raw
        $emulator.ResetCounters()
        $Run | Should -Throw -ErrorId 'JournalOfAnotherRun,*'
        ($emulator.Calls | Where-Object Operation -NE GetOrganization) | Should -BeNullOrEmpty
        Get-Content $journal -Raw | Should -Be $before
    }

    It 'is of one module: a record of another is an error' {
        $null = $emulator.GetModule('Deals')
        $rows = [pscustomobject] @{ Module = 'Deals'; Id = $ids[0] }, [pscustomobject] @{ Module = 'Leads'; Id = $ids[1] }, [pscustomobject] @{ Module = 'Deals'; Id = $ids[2] }
        ($rows | Lock-ZohoRecord -Reason x -JournalPath $journal -ErrorVariable errors -ErrorAction SilentlyContinue).RecordId | Should -Be $ids[0], $ids[2]
        $errors.FullyQualifiedErrorId | Should -BeLike 'JournalOfAnotherModule,*'
    }

    It 'that is none is refused, and not changed' {
        'some notes of mine' | Set-Content $journal
        { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'NotAJournal,*'
        Get-Content $journal | Should -Be 'some notes of mine'
        Get-CallCount $emulator LockRecord | Should -Be 0
    }

    It 'with a torn last line is repaired' {
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        Remove-JournalEnd
        $whole = [System.IO.File]::ReadAllBytes($journal)
        [System.IO.File]::WriteAllBytes($journal, $whole[0..($whole.Length - 20)])
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        (Get-Content $journal | ConvertFrom-Json) | Should -HaveCount 42
    }

    It 'with a damaged line says which, and looks at each record that is not done before it is locked' {
        $null = $ids[0..29] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        Remove-JournalEnd
        $lines = Get-Content $journal
        $lines[7] = $lines[7].Replace('"record":"5', '"record":"4')
        $lines | Set-Content $journal
        $emulator.ResetCounters()
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $locks | Where-Object { $_.LockId -ne $module.GetLocks($_.RecordId)[0].Id } | Should -BeNullOrEmpty
        $warnings | Should -HaveCount 1
        $warnings[0].Message | Should -BeLike '*: 29 records are done already*Line 8 of the journal is damaged: each record that isn''t done is looked at before anything is done to it.'
        Get-CallCount $emulator LockRecord | Should -Be 10
        Get-CallCount $emulator ListLocks | Should -Be 11
    }

    It 'of version 1 or 2 goes on' -ForEach @(
        @{ Header = '{"zohoLockJournal":1,"operation":"Lock-ZohoRecord","module":"Deals","organization":"5843104000000020005","begun":"2026-09-30T23:00:00+02:00"}' }
        @{ Header = '{"zohoLockJournal":2,"operation":"Lock","module":"Deals","organization":"5843104000000020005","reason":"x","begun":"2026-09-30T23:00:00+02:00"}' }
    ) {
        $Header, "{`"record`":`"$($ids[0])`",`"done`":true,`"at`":`"2026-09-30T23:00:01+02:00`",`"lock`":`"99`",`"reason`":`"x`"}" | Set-Content $journal
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WarningAction SilentlyContinue -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $locks[0].LockId | Should -Be 99
        Get-CallCount $emulator LockRecord | Should -Be 39
        { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'JournalEnded,*'
    }

    It 'of a later version is refused, and not changed' {
        $later = '{"zohoLockJournal":4,"operation":"Lock","module":"Deals","organization":"5843104000000020005"}'
        $later | Set-Content $journal
        $caught = { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'NotAJournal,*' -PassThru
        $caught.Exception.Message | Should -BeLike '*version 4 of the format, and this version of ZohoLock knows versions 1 to 3'
        Get-Content $journal | Should -Be $later
        Get-CallCount $emulator LockRecord | Should -Be 0
    }

    It 'of two runs that were joined goes on with both' {
        $other = "$journal.other"
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        Remove-JournalEnd
        $null = $ids[10..19] | Lock-ZohoRecord Deals -Reason x -JournalPath $other
        Get-Content $other | Add-Content $journal
        $emulator.ResetCounters()
        ($ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WarningAction SilentlyContinue).RecordId | Should -Be $ids
        Get-CallCount $emulator LockRecord | Should -Be 20
        { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'JournalEnded,*'
    }

    It 'has nothing of a row that was refused but the beginning of its id' {
        $null = [pscustomobject] @{ Id = "zcrm_$($ids[0]),secret remark" } | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors | Should -HaveCount 1
        $errors[0].Exception.Message | Should -BeLike '*remark*'
        Get-Content $journal -Raw | Should -Not -BeLike '*remark*'
    }

    It 'that was torn in its first line is begun anew' {
        '{"zohoLockJ' | Set-Content $journal -NoNewline
        ($ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal).RecordId | Should -Be $ids
        Get-Content $journal | Should -HaveCount 42
    }

    It 'that another run is using is refused' {
        $holder = [System.IO.File]::Open($journal, 'OpenOrCreate', 'ReadWrite', 'None')
        try { { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'JournalNotOpened,*' }
        finally { $holder.Dispose() }
        Get-CallCount $emulator LockRecord | Should -Be 0
    }

    It 'in a folder that is not there is refused' {
        { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath (Join-Path $TestDrive 'no' 'where') } | Should -Throw '*there is no folder*' -ErrorId 'JournalNotOpened,*'
    }

    It 'that can''t be written any more ends the run with one error, and what was done is known' -Skip:(-not $IsLinux) {
        # The process may make no file longer than 8 KB, which is what a full disk looks like to it.
        $null = $module.AddRecords(300)
        $ids = Get-TestId $emulator
        $idFile = Join-Path $TestDrive 'many.txt'
        $ids | Set-Content $idFile
        $token = [pscredential]::new('x', $emulator.CreateAccessToken()).GetNetworkCredential().Password
        $run = "`$ProgressPreference = 'SilentlyContinue'; Import-Module '$modulePath'
            Connect-ZohoCrm -AccessToken (ConvertTo-SecureString '$token' -AsPlainText -Force) -ApiDomain $($emulator.ApiDomain)
            try { Get-Content '$idFile' | Lock-ZohoRecord Deals -Reason x -JournalPath '$journal' | ForEach-Object { 'locked ' + `$_.RecordId } }
            catch { 'error ' + `$_.FullyQualifiedErrorId + ' ' + `$_.Exception.Message; 'advice ' + `$_.ErrorDetails.RecommendedAction }"
        $script = Join-Path $TestDrive 'full.ps1'
        $run | Set-Content $script
        $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $script
        $limit = 'trap "" XFSZ; ulimit -f 8; export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0; exec "$@"'
        $lines = bash -c $limit bash $start.FileName @($start.ArgumentList)
        @($lines -like 'error *') | Should -HaveCount 1
        @($lines -like 'error *')[0] | Should -BeLike 'error JournalNotWritten,*records were done before that*Not done: *'
        $advice = @($lines -like 'advice *')[0]
        $advice | Should -BeLike 'advice Make room on the disk.*'
        [regex]::Matches($advice, 'the same command again') | Should -HaveCount 1
        $locked = @($lines -like 'locked *' -replace '^locked ')
        $locked.Count | Should -BeGreaterThan 10
        $locked.Count | Should -Be $module.LockedCount
        # With room again, the same journal goes on.
        $all = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $all.RecordId | Should -Be $ids
    }

    It 'is not made by -WhatIf, and no call either' {
        $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WhatIf
        Test-Path $journal | Should -BeFalse
        $emulator.CallCount | Should -Be 0
    }

    It 'of a run that was cut off goes on, and says so' {
        $first = $ids[0..19] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal | Select-Object -First 10
        $emulator.ResetCounters()
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -WarningVariable warnings -WarningAction SilentlyContinue -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $locks[0..9].LockId | Should -Be $first.LockId
        $warnings[0].Message | Should -BeLike '*which was cut off: * records are done already and are left as they are; 0 that failed are tried again.'
    }

    It 'lets a run that was killed go on: each record locked exactly once, every output true' {
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(20)
        $connect = "Import-Module '$modulePath'; function Secret(`$t) { ConvertTo-SecureString `$t -AsPlainText -Force }
            Connect-ZohoCrm -AccessToken (Secret '$([pscredential]::new('x', $emulator.CreateAccessToken()).GetNetworkCredential().Password)') -ApiDomain $($emulator.ApiDomain)"
        $idFile = Join-Path $TestDrive 'ids.txt'
        $ids | Set-Content $idFile
        # After 20 rows it waits for more, which never come: it is killed somewhere before.
        $run = "$connect
            & { Get-Content '$idFile' -TotalCount 20; [Console]::In.ReadLine() } | Lock-ZohoRecord Deals -Reason x -JournalPath '$journal'"
        $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($run))
        $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        while ($module.LockedCount -lt 12 -and -not $process.HasExited) { [System.Threading.Thread]::Yield() }
        $process.Kill()
        $process.WaitForExit()
        $module.LockedCount | Should -BeIn (12..20)

        $emulator.ResetCounters()
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $locks | Where-Object { $_.LockId -ne $module.GetLocks($_.RecordId)[0].Id } | Should -BeNullOrEmpty
        Get-CallCount $emulator LockRecord | Should -BeLessThan 40
        $emulator.RepeatedLocks | Should -Be 0
    }
}
