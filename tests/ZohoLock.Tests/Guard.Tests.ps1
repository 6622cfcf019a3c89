# What keeps a run from changing more records than are meant: -MaximumCount, and the question at a prompt.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'TestHost.ps1')
}

Describe '-MaximumCount' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 30 }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
    }

    AfterEach { Stop-TestSession $emulator }

    It 'ends <Cmdlet> after that many changes, with an error that says how far it got' -ForEach @(
        @{ Cmdlet = 'Lock-ZohoRecord'; Parameters = @{ Reason = 'x' }; Operation = 'LockRecord' }
        @{ Cmdlet = 'Set-ZohoRecordLock'; Parameters = @{ Reason = 'x' }; Operation = 'UpdateLock' }
        @{ Cmdlet = 'Unlock-ZohoRecord'; Parameters = @{}; Operation = 'UnlockRecord' }
    ) {
        if ($Cmdlet -notlike 'Lock-*') { $null = $ids | Lock-ZohoRecord Deals -Reason before }
        $emulator.ResetCounters()
        $outputs = [System.Collections.Generic.List[object]]::new()
        $failure = $null
        try { $ids | & $Cmdlet Deals @Parameters -MaximumCount 12 | ForEach-Object { $outputs.Add($_) } } catch { $failure = $_ }
        $outputs.RecordId | Should -Be $ids[0..11]
        Get-CallCount $emulator $Operation | Should -Be 12
        $failure.FullyQualifiedErrorId | Should -BeLike 'MaximumCountExceeded,*'
        $failure.CategoryInfo.Category | Should -Be LimitsExceeded
        $failure.TargetObject | Should -Be $ids[12]
        "$failure" | Should -Be ('the run was ended after 12 changes, as many as -MaximumCount allows. 12 records were done before that, and their outcomes written, ' +
            "the last one Deals $($ids[11]). Not done: Input 13 (Deals $($ids[12])), and all input that follows.")
        $failure.ErrorDetails.RecommendedAction | Should -BeLike '*a larger -MaximumCount*-JournalPath*'
    }

    It 'ends it before the first change where the ids are given' {
        { Lock-ZohoRecord Deals $ids x -MaximumCount 29 } | Should -Throw -ErrorId 'MaximumCountExceeded,*' -ExpectedMessage '30 records would be changed, and -MaximumCount allows 29: nothing was done'
        $emulator.CallCount | Should -Be 0
        Lock-ZohoRecord Deals $ids x -MaximumCount 30 | Should -HaveCount 30
    }

    It 'makes no journal for ids that are too many, and looks into the one that is there' {
        $journal = Join-Path $TestDrive 'given.journal'
        { Lock-ZohoRecord Deals $ids x -MaximumCount 10 -JournalPath $journal } | Should -Throw -ErrorId 'MaximumCountExceeded,*'
        $journal | Should -Not -Exist
        $null = $ids[0..19] + 'bad' | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorAction Ignore
        Lock-ZohoRecord Deals $ids x -MaximumCount 10 -JournalPath $journal -WarningAction Ignore | Should -HaveCount 30
    }

    It 'is no error where there are just as many' {
        $ids | Lock-ZohoRecord Deals -Reason x -MaximumCount 30 | Should -HaveCount 30
    }

    It 'does not count what is refused as input, or left as it is' {
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason before
        $failure = $null
        $locks = try { $ids[0..9] + 'bad', '' + $ids[10..29] | Lock-ZohoRecord Deals -Reason x -IfLocked Skip -MaximumCount 5 -ErrorAction SilentlyContinue } catch { $failure = $_ }
        $failure.TargetObject | Should -Be $ids[15]
        $module.LockedCount | Should -Be 15
    }

    It 'lets a journal go on from run to run' {
        $journal = Join-Path $TestDrive 'guard.journal'
        foreach ($done in 12, 24) {
            { $ids | Lock-ZohoRecord Deals -Reason x -MaximumCount 12 -JournalPath $journal -WarningAction Ignore } |
                Should -Throw -ErrorId 'MaximumCountExceeded,*' -ExpectedMessage '*'
            $module.LockedCount | Should -Be $done
        }
        $ids | Lock-ZohoRecord Deals -Reason x -MaximumCount 12 -JournalPath $journal -WarningAction Ignore | Should -HaveCount 30
        $emulator.RepeatedLocks | Should -Be 0
    }

    It 'is nothing to -WhatIf' {
        Lock-ZohoRecord Deals $ids x -MaximumCount 5 -WhatIf | Should -BeNullOrEmpty
        $ids | Lock-ZohoRecord Deals -Reason x -MaximumCount 5 -WhatIf | Should -BeNullOrEmpty
        $emulator.CallCount | Should -Be 0
    }

    It 'is at least 1' {
        { Lock-ZohoRecord Deals $ids x -MaximumCount 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }
}

Describe 'More than 1,000 changes' {
    BeforeAll {
        $before = $env:CI, $env:TF_BUILD
        $env:CI = $env:TF_BUILD = $null
    }

    AfterAll { $env:CI, $env:TF_BUILD = $before }

    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 1010 } @{ Edition = 'Ultimate' }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $script = '$ids | Lock-ZohoRecord Deals -Reason x -Connection $connection'
    }

    AfterEach { Stop-TestSession $emulator }

    It 'are asked for once at a prompt, before the first of them' {
        $user = [ZohoLock.Tests.Guard.AnsweringHost]::new(0)
        Invoke-AtHost $user $script $ids | Should -BeNullOrEmpty
        $user.Questions | Should -HaveCount 1
        $user.Questions[0] | Should -BeLike 'Lock-ZohoRecord: more than 1,000 changes | 1,000 records of Zylker, emulator at * have been changed, and there are more. Go on with all of them?'
        $module.LockedCount | Should -Be 1010
    }

    It 'are not made where the answer is no' {
        $user = [ZohoLock.Tests.Guard.AnsweringHost]::new(1)
        $failure = Invoke-AtHost $user $script $ids
        $user.Questions | Should -HaveCount 1
        $failure.FullyQualifiedErrorId | Should -BeLike 'ChangesDeclined,*'
        "$failure" | Should -BeLike "the run was ended after 1,000 changes, because more were declined. 1000 records were done *Not done: Input 1001 (Deals $($ids[1000])), and all input that follows."
        $module.LockedCount | Should -Be 1000
    }

    It 'are asked for where the ids are given, too' {
        $user = [ZohoLock.Tests.Guard.AnsweringHost]::new(1)
        $null = Invoke-AtHost $user 'Lock-ZohoRecord Deals $ids x -Connection $connection' $ids
        $user.Questions | Should -HaveCount 1
        $module.LockedCount | Should -Be 1000
    }

    It 'are not asked for: <_>' -ForEach @(
        '$ids | Lock-ZohoRecord Deals -Reason x -Connection $connection -Force'
        '$ids | Lock-ZohoRecord Deals -Reason x -Connection $connection -Confirm:$false'
        '$ConfirmPreference = "None"; $ids | Lock-ZohoRecord Deals -Reason x -Connection $connection'
        '$ids | Lock-ZohoRecord Deals -Reason x -Connection $connection -MaximumCount 1010'
        '$env:CI = "true"; try { $ids | Lock-ZohoRecord Deals -Reason x -Connection $connection } finally { $env:CI = $null }'
        '$env:TF_BUILD = "True"; try { $ids | Lock-ZohoRecord Deals -Reason x -Connection $connection } finally { $env:TF_BUILD = $null }'
    ) {
        $user = [ZohoLock.Tests.Guard.AnsweringHost]::new(1)
        Invoke-AtHost $user $_ $ids | Should -BeNullOrEmpty
        $user.Questions | Should -BeNullOrEmpty
        $module.LockedCount | Should -Be 1010
    }

    It 'are not asked for with -WhatIf' {
        $user = [ZohoLock.Tests.Guard.AnsweringHost]::new(1)
        Invoke-AtHost $user "$script -WhatIf" $ids | Should -BeNullOrEmpty
        $user.Questions | Should -BeNullOrEmpty
        $module.LockedCount | Should -Be 0
    }

    It 'are not asked for where -Confirm asks for each record anyway' {
        # Yes to all.
        $user = [ZohoLock.Tests.Guard.AnsweringHost]::new(1)
        Invoke-AtHost $user "$script -Confirm" $ids | Should -BeNullOrEmpty
        $user.Questions | Should -HaveCount 1
        $user.Questions[0] | Should -BeLike "*$($ids[0])*"
        $module.LockedCount | Should -Be 1010
    }

    It 'are not asked for where nobody can be asked' {
        Invoke-AtHost $null $script $ids | Should -BeNullOrEmpty
        $module.LockedCount | Should -Be 1010
    }

    It 'are not asked for in a session that is not interactive' {
        $root = (Resolve-Path (Join-Path $PSScriptRoot '..' '..')).Path
        Invoke-NewPowerShell "Import-Module '$testedModule'
            `$emulator = Start-ZohoCrmEmulator -RecordCount 1010
            `$emulator | Connect-ZohoCrm -Edition Ultimate
            @(`$emulator.GetModule('Deals').Records.Id | Lock-ZohoRecord Deals -Reason x).Count" | Should -Be 1010
    }

    It 'are what is counted: records that are left as they are raise no question' {
        $null = $ids[0..9] | Lock-ZohoRecord Deals -Reason before
        $user = [ZohoLock.Tests.Guard.AnsweringHost]::new(1)
        Invoke-AtHost $user "$script -IfLocked Skip" $ids | Should -BeNullOrEmpty
        $user.Questions | Should -BeNullOrEmpty
        $module.LockedCount | Should -Be 1010
    }
}
