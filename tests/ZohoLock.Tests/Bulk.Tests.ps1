BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $modulePath = Join-Path $PSScriptRoot '..' '..' 'ZohoLock.psd1'

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
        $emulator.PeakConcurrency | Should -Be 5
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
        $ids[0..1] | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $errors | Should -HaveCount 2
        $null = $emulator.Settings.Faults.Remove($fault)
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 1 })
        ($ids | Lock-ZohoRecord Deals -Reason x -ErrorVariable errors).RecordId | Should -Be $ids
        $errors | Should -BeNullOrEmpty
    }
}

Describe 'Progress' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'tells what is done, failed, how fast, in flight and left' {
        $emulator = Start-TestSession @{ RecordCount = 60; LatencyMilliseconds = 50 } @{ Edition = 'Free' }
        $ids = Get-TestId $emulator
        $shell = Start-Shell { param($Connection, $Ids) $Ids + 'bad' | Lock-ZohoRecord Deals -Reason x -Connection $Connection -ErrorAction SilentlyContinue } @((Get-ZohoCrmConnection), $ids)
        $null = $shell.Shell.EndInvoke($shell.Run)
        $progress = @($shell.Shell.Streams.Progress)
        $shell.Shell.Dispose()
        $progress.Count | Should -BeGreaterThan 1
        $progress[0].Activity | Should -Be Lock-ZohoRecord
        $progress[0].StatusDescription | Should -Match '^\d+ done, \d+ failed, \d+ a second, \d+ calls in flight'
        $progress[0].SecondsRemaining | Should -BeGreaterOrEqual 0
        $progress[-1].RecordType | Should -Be Completed
    }
}

Describe 'A journal' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 40 }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $journal = Join-Path $TestDrive "$(New-Guid).journal"
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'has one line for each record, beside the first' {
        $null = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        $lines = Get-Content $journal | ConvertFrom-Json
        $lines | Should -HaveCount 41
        $lines[0].operation, $lines[0].module, $lines[0].organization | Should -Be 'Lock-ZohoRecord', 'Deals', '5843104000000020005'
        $lines[1..40].record | Sort-Object | Should -Be $ids
        $lines[1..40] | Where-Object { $_.lock -ne $module.GetLocks($_.record)[0].Id } | Should -BeNullOrEmpty
    }

    It 'has the second run do nothing again, with the same output' {
        $first = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        $emulator.ResetCounters()
        $second = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        Get-CallCount $emulator LockRecord | Should -Be 0
        $second | ConvertTo-Json | Should -Be ($first | ConvertTo-Json)
        Get-Content $journal | Should -HaveCount 41
    }

    It 'has the second run try again what failed' {
        $null = $ids[0..9] + '5843104000000999999' | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorAction SilentlyContinue
        $null = $module.AddRecord('5843104000000999999', 'late', $null)
        $emulator.ResetCounters()
        ($ids[0..9] + '5843104000000999999' | Lock-ZohoRecord Deals -Reason x -JournalPath $journal).RecordId | Should -Be ($ids[0..9] + '5843104000000999999')
        Get-CallCount $emulator LockRecord | Should -Be 1
    }

    It 'takes what was in flight when the first run died for its own' {
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
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
        @{ What = 'organisation'; Run = { (Get-Content $journal -Raw).Replace('5843104000000020005', '5843104000000020006') | Set-Content $journal -NoNewline; $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } }
    ) {
        $null = $ids[0..4] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        $before = Get-Content $journal -Raw
        $emulator.ResetCounters()
        $Run | Should -Throw -ErrorId 'JournalOfAnotherRun,*'
        ($emulator.Calls | Where-Object Operation -NE GetOrganization) | Should -BeNullOrEmpty
        if ($What -ne 'organisation') { Get-Content $journal -Raw | Should -Be $before }
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
        $whole = [System.IO.File]::ReadAllBytes($journal)
        [System.IO.File]::WriteAllBytes($journal, $whole[0..($whole.Length - 20)])
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        (Get-Content $journal | ConvertFrom-Json) | Should -HaveCount 41
    }

    It 'that was torn in its first line is begun anew' {
        '{"zohoLockJ' | Set-Content $journal -NoNewline
        ($ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal).RecordId | Should -Be $ids
        Get-Content $journal | Should -HaveCount 41
    }

    It 'that another run is using is refused' {
        $holder = [System.IO.File]::Open($journal, 'OpenOrCreate', 'ReadWrite', 'None')
        try { { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal } | Should -Throw -ErrorId 'JournalNotOpened,*' }
        finally { $holder.Dispose() }
        Get-CallCount $emulator LockRecord | Should -Be 0
    }

    It 'in a folder that is not there is refused' {
        { $ids | Lock-ZohoRecord Deals -Reason x -JournalPath (Join-Path $TestDrive 'no' 'where') } | Should -Throw -ErrorId 'JournalNotOpened,*'
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
            catch { 'error ' + `$_.FullyQualifiedErrorId + ' ' + `$_.Exception.Message }"
        $script = Join-Path $TestDrive 'full.ps1'
        $run | Set-Content $script
        $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-File', $script
        $limit = 'trap "" XFSZ; ulimit -f 8; export DOTNET_EnableWriteXorExecute=0 DOTNET_EnableDiagnostics=0; exec "$@"'
        $lines = bash -c $limit bash $start.FileName @($start.ArgumentList)
        @($lines -like 'error *') | Should -HaveCount 1
        @($lines -like 'error *')[0] | Should -BeLike 'error JournalNotWritten,*records were done before that*Not done: *'
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

    It 'says with -Verbose what it goes on with' {
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } |
            ForEach-Object Message | Where-Object { $_ -like '*10 records are done already*' } | Should -HaveCount 1
    }

    It 'lets a run that was killed go on: each record locked exactly once, every output true' {
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(20)
        $connect = "Import-Module '$modulePath'; function Secret(`$t) { ConvertTo-SecureString `$t -AsPlainText -Force }
            Connect-ZohoCrm -AccessToken (Secret '$([pscredential]::new('x', $emulator.CreateAccessToken()).GetNetworkCredential().Password)') -ApiDomain $($emulator.ApiDomain)"
        $idFile = Join-Path $TestDrive 'ids.txt'
        $ids | Set-Content $idFile
        $run = "$connect; Get-Content '$idFile' | Lock-ZohoRecord Deals -Reason x -JournalPath '$journal'"
        $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes($run))
        $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-EncodedCommand', $encoded
        $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        while ($module.LockedCount -lt 12 -and -not $process.HasExited) { [System.Threading.Thread]::Yield() }
        $process.Kill()
        $process.WaitForExit()
        $module.LockedCount | Should -BeLessThan 40

        $emulator.ResetCounters()
        $locks = $ids | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks.RecordId | Should -Be $ids
        $locks | Where-Object { $_.LockId -ne $module.GetLocks($_.RecordId)[0].Id } | Should -BeNullOrEmpty
        Get-CallCount $emulator LockRecord | Should -BeLessThan 40
        $emulator.RepeatedLocks | Should -Be 0
    }
}
