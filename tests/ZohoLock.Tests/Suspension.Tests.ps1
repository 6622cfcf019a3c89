# Locks that are removed for an import and made again: Suspend-ZohoRecordLock, Resume-ZohoRecordLock, Get-ZohoSuspendedLock.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot '..' '..' 'bench' 'harness' 'Suspend.ps1')
}

Describe 'Suspended locks' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 10 }
        $deals = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        foreach ($id in $ids) { $null = $deals.SetLocked($id, 'Manual', "Reason of $id`nin two lines", $null) }
        $journal = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).journal"
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'are removed, listed, and made again word for word' {
        $locks = Get-ZohoRecordLock Deals -All
        $emulator.ResetCounters()

        $unlocks = $locks | Suspend-ZohoRecordLock -JournalPath $journal
        $unlocks.RecordId | Should -Be $locks.RecordId
        $unlocks | ForEach-Object { $_ | Should -BeOfType ([ZohoLock.RecordUnlock]) }
        $unlocks.Status | Select-Object -Unique | Should -Be Unlocked
        $deals.LockedCount | Should -Be 0
        $emulator.CallCount - (Get-CallCount $emulator GetOrganization) | Should -Be 10

        $waiting = Get-ZohoSuspendedLock $journal
        $waiting.Reason | Should -Be $locks.Reason
        $waiting.LockId | Should -Be $locks.LockId
        $waiting.LockedBy.Name | Should -Be $locks.LockedBy.Name
        "$($waiting[0].LockedTime)" | Should -Be "$($locks[0].LockedTime)"
        $waiting.Status | Select-Object -Unique | Should -Be Unlocked
        $waiting[0].SuspendedTime -gt [DateTimeOffset]::Now.AddMinutes(-5) | Should -BeTrue

        $again = Resume-ZohoRecordLock $journal
        $again.RecordId | Should -Be $locks.RecordId
        $again.Reason | Should -Be $locks.Reason
        $again | ForEach-Object { $_ | Should -BeOfType ([ZohoLock.RecordLock]) }
        $ids | ForEach-Object { $deals.GetLocks($_).Reason | Should -Be "Reason of $_`nin two lines" }
        Get-ZohoSuspendedLock $journal | Should -BeNullOrEmpty
        Resume-ZohoRecordLock $journal -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warnings.Message | Should -BeLike '*10 were made again, the last of them on 20*'
    }

    It 'come from <What>' -ForEach @(
        @{ What = 'ids'; From = { $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal } }
        @{ What = 'rows'; From = { $ids | ForEach-Object { [pscustomobject] @{ 'Record Id' = "zcrm_$_" } } | Suspend-ZohoRecordLock -Module Deals -JournalPath $journal } }
        @{ What = 'a copy of locks'; From = {
                Get-ZohoRecordLock Deals $ids | Export-Csv "$journal.csv"
                Import-Csv "$journal.csv" | Suspend-ZohoRecordLock -JournalPath $journal
            }
        }
    ) {
        (& $From).RecordId | Should -Be $ids
        $deals.LockedCount | Should -Be 0
        (Resume-ZohoRecordLock $journal).Reason | Should -Be ($ids | ForEach-Object { "Reason of $_`nin two lines" })
    }

    It 'with a note say who had locked the record and when' {
        $null = Get-ZohoRecordLock Deals $ids[0] | Suspend-ZohoRecordLock -JournalPath $journal
        (Resume-ZohoRecordLock $journal -Note).Reason | Should -Match "^Reason of $($ids[0])\nin two lines\n\(Locked first by Patricia Boyle on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d\)$"
    }

    It 'whose reason has no room for the note are made with the reason as it was, and a warning' {
        $reason = 'x' * 2999
        $null = $deals.SetLocked($ids[0], 'Manual', $reason, $null)
        $null = Get-ZohoRecordLock Deals $ids[0] | Suspend-ZohoRecordLock -JournalPath $journal
        (Resume-ZohoRecordLock $journal -Note -WarningVariable warnings -WarningAction SilentlyContinue).Reason | Should -BeExactly $reason
        $warnings.Message | Should -BeLike "Deals $($ids[0]): there is no room for the note*2999 characters*"
    }

    It 'are none of a rule''s: that is told before the first is removed, or skipped' {
        $null = $deals.RemoveLock($ids[9])
        $null = $deals.SetLocked($ids[9], 'Automatic', $null, $null)
        $caught = { $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal } | Should -Throw -ErrorId 'LockedByRule,*' -PassThru
        $caught.Exception.Message | Should -BeLike "*1 of the 10 records*Deals $($ids[9])*No lock was removed*"
        $caught.ErrorDetails.RecommendedAction | Should -BeLike '*-SkipAutomatic*'
        $deals.LockedCount | Should -Be 10
        $journal | Should -Not -Exist

        $unlocks = $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal -SkipAutomatic -WarningVariable warnings -WarningAction SilentlyContinue
        $unlocks.RecordId | Should -Be $ids[0..8]
        $warnings.Message | Should -BeLike "1 record is locked by a rule and stays locked: Deals $($ids[9])."
    }

    It 'that somebody else locked meanwhile, or deleted, are errors in order, and wait on' {
        $null = $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal
        $null = $deals.SetLocked($ids[3], 'Manual', 'new', $emulator.AddUser('Boris'))
        $null = $deals.DeleteRecord($ids[5])
        $locks = Resume-ZohoRecordLock $journal -ErrorVariable failed -ErrorAction SilentlyContinue
        $locks.RecordId | Should -Be ($ids[0..2] + $ids[4] + $ids[6..9])
        $failed.FullyQualifiedErrorId | Should -BeLike '*,ZohoLock.Commands.ResumeZohoRecordLockCommand'
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'LockedMeanwhile,*'
        $failed[0].Exception.Message | Should -BeLike "Deals $($ids[3])*Boris*new*"
        $failed[0].ErrorDetails.RecommendedAction | Should -BeLike "*Reason of $($ids[3])*"
        $failed[0].TargetObject | Should -BeOfType ([ZohoLock.SuspendedLock])
        $failed[1].FullyQualifiedErrorId | Should -BeLike 'INVALID_DATA,*'
        (Get-ZohoSuspendedLock $journal).RecordId | Should -Be $ids[3, 5]
        $deals.GetLocks($ids[3]).Reason | Should -Be 'new'
    }

    It 'that would be are shown by -WhatIf, and nothing is done or written' {
        $null = $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal -WhatIf
        $deals.LockedCount | Should -Be 10
        $journal | Should -Not -Exist
        $null = $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal
        $before = Get-Content $journal -Raw
        Resume-ZohoRecordLock $journal -WhatIf | Should -BeNullOrEmpty
        $deals.LockedCount | Should -Be 0
        Get-Content $journal -Raw | Should -Be $before
    }

    It 'are not taken from records that are not locked, and no journal is made for them' {
        $null = $deals.RemoveLock($ids[0])
        $ids[0] | Suspend-ZohoRecordLock Deals -JournalPath $journal -ErrorVariable failed -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failed.FullyQualifiedErrorId | Should -BeLike 'NOT_LOCKED,*'
        $journal | Should -Not -Exist
    }

    It 'have a journal that is refused for <Why>' -ForEach @(
        @{ Why = 'another operation'; Make = { $null = $ids[0] | Unlock-ZohoRecord Deals -JournalPath $journal }; ErrorId = 'JournalOfAnotherRun,*' }
        @{ Why = 'a file of something else'; Make = { 'notes' | Set-Content $journal }; ErrorId = 'NotAJournal,*' }
        @{ Why = 'no file'; Make = {}; ErrorId = 'JournalNotOpened,*' }
    ) {
        & $Make
        { Resume-ZohoRecordLock $journal } | Should -Throw -ErrorId $ErrorId
        { Get-ZohoSuspendedLock $journal } | Should -Throw -ErrorId $ErrorId
    }

    It 'of another organisation are refused' {
        $null = $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal
        $other = Start-ZohoCrmEmulator -RecordCount 1 -OrganizationPrefix 777
        try {
            $other | Connect-ZohoCrm -Name other
            { Resume-ZohoRecordLock $journal -Connection other } | Should -Throw -ErrorId 'JournalOfAnotherRun,*'
        }
        finally {
            Disconnect-ZohoCrm other
            $other | Stop-ZohoCrmEmulator
        }
    }

    It 'are all found by Resume-ZohoRecordLock when Ctrl+C came between' {
        $null = $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal | Select-Object -First 3
        $null = Resume-ZohoRecordLock $journal | Select-Object -First 2
        $null = Resume-ZohoRecordLock $journal -WarningAction SilentlyContinue
        $ids | ForEach-Object { $deals.GetLocks($_).Reason | Should -Be "Reason of $_`nin two lines" }
        $emulator.RepeatedLocks | Should -Be 0
    }
}

Describe 'kill -9 of Suspend- and Resume-ZohoRecordLock' {
    It 'loses no reason, locks nothing twice, and leaves nothing open that was called locked' {
        $seed = Get-Random -Maximum 1000000
        Write-Host "    seed $seed"
        $run = Invoke-SuspendRun @{ Count = 60; Kills = 4; Latency = 20; Seed = $seed; Module = $testedModule }
        $run.True | Should -BeTrue -Because ($run | ConvertTo-Json -Compress)
    }
}
