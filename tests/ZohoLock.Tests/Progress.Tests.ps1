# What a run tells while it is at work, and at its end. What the numbers are made of is tested in RunProgressTests.cs; Ctrl+C in Terminal.Tests.ps1.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'TestHost.ps1')

    # These tests are at work in CI too, where progress is not drawn.
    $variables = 'CI', 'TF_BUILD', 'GITHUB_ACTIONS'
    $before = $variables | ForEach-Object { [Environment]::GetEnvironmentVariable($_) }
    $variables | ForEach-Object { [Environment]::SetEnvironmentVariable($_, $null) }

    # The progress of a script at a host with a screen, without the last record, which removes it.
    function Get-Progress([string] $Script, [string[]] $Ids) {
        $at = [ZohoLock.Tests.Guard.AnsweringHost]::new(0)
        Invoke-AtHost $at $Script $Ids
        if ($at.Progress.Count -gt 0) { $at.Progress[-1].RecordType | Should -Be Completed }
        $at.Progress | Where-Object RecordType -EQ Processing
    }
}

AfterAll {
    foreach ($at in 0..2) { [Environment]::SetEnvironmentVariable($variables[$at], $before[$at]) }
}

Describe 'Progress' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 100 } @{ Edition = 'Free' }
        $ids = Get-TestId $emulator
        $journal = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).journal"

        # A hundred records take two seconds.
        $slow = { $emulator.Settings.Latency = [timespan]::FromMilliseconds(100) }
    }

    AfterEach { Stop-TestSession $emulator }

    It 'of ids that are given tells how much is done and how long the rest takes' {
        & $slow
        $progress = Get-Progress 'Lock-ZohoRecord Deals $ids x -Connection $connection' $ids
        $progress.Count | Should -BeGreaterThan 2
        $progress[0].Activity | Should -Be Lock-ZohoRecord
        $progress.StatusDescription | Should -Match '^\d+ of 100 done, 0 failed, [\d.]+ a second, \d+ calls in flight'
        $progress.PercentComplete | Should -Not -Contain -1
        $progress.PercentComplete | Sort-Object | Should -Be $progress.PercentComplete
        $progress[-1].SecondsRemaining | Should -BeGreaterOrEqual 0
    }

    It 'of rows that are piped in has no percentage before all of them are there' {
        & $slow
        $progress = Get-Progress '$ids | ForEach-Object { if ($_ -in $ids[0..49]) { [System.Threading.Thread]::Sleep(30) }; $_ } | Lock-ZohoRecord Deals -Reason x -Connection $connection' $ids
        $progress[0].PercentComplete | Should -Be -1
        $progress[0].StatusDescription | Should -Match '^\d+ done'
        $progress[-1].PercentComplete | Should -BeGreaterThan 0
    }

    It 'of a resumed run counts what is left to it alone' {
        $null = $ids[0..69] | Lock-ZohoRecord Deals -Reason x -JournalPath $journal
        Set-Content $journal (Get-Content $journal | Select-Object -SkipLast 1)
        & $slow
        $progress = Get-Progress 'Lock-ZohoRecord Deals $ids x -Connection $connection -JournalPath {0} -WarningAction Ignore'.Replace('{0}', $journal) $ids
        $progress[0].StatusDescription | Should -Match '^\d+ of 100 done'
        $progress[0].PercentComplete | Should -BeLessThan 70 -Because 'what the earlier run did is none of this one''s work'
    }

    It 'of a run that goes on with a journal whose run had read all of its input knows how much is left' {
        $missing = 1..60 | ForEach-Object { "99900000000000$($_.ToString('00'))" }
        $null = $ids[0..9] + $missing | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -ErrorAction Ignore -ContinueOnRefusal
        & $slow
        $script = '$ids | Lock-ZohoRecord Deals -Reason x -Connection $connection -JournalPath {0} -WarningAction Ignore -ErrorAction Ignore -ContinueOnRefusal -ThrottleLimit 2'
        $progress = Get-Progress $script.Replace('{0}', $journal) ($ids[0..9] + $missing)
        $progress[0].StatusDescription | Should -Match '^\d+ of 70 done'
        $progress.PercentComplete | Should -Not -Contain -1
    }

    It 'of <Cmdlet> knows how many there are' -ForEach @(
        @{ Cmdlet = 'Suspend-ZohoRecordLock'; Run = '{0} Deals $ids -JournalPath {1} -Connection $connection' }
        @{ Cmdlet = 'Resume-ZohoRecordLock'; Run = '{0} {1} -Connection $connection' }
        @{ Cmdlet = 'Sync-ZohoRecordLock'; Run = '$ids | {0} Deals -Reason other -Connection $connection' }
        @{ Cmdlet = 'Get-ZohoRecordLock'; Run = '{0} Deals $ids -Connection $connection' }
    ) {
        $null = Lock-ZohoRecord Deals $ids x
        if ($Cmdlet -like 'Resume-*') { $null = Get-ZohoRecordLock Deals $ids | Suspend-ZohoRecordLock -JournalPath $journal }
        & $slow
        $progress = Get-Progress ($Run.Replace('{0}', $Cmdlet).Replace('{1}', $journal)) $ids
        $progress.PercentComplete | Should -Not -Contain -1
        $progress[-1].PercentComplete | Should -BeGreaterThan 0
        $progress[-1].StatusDescription | Should -Match ' of 100 done'
    }

    It 'of Find-ZohoRecord tells how many were found' {
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(900)
        $progress = Get-Progress 'Find-ZohoRecord Deals -Connection $connection; Find-ZohoRecord Deals -First 50 -Connection $connection; Find-ZohoRecord Deals -RecordId $ids -Connection $connection' $ids
        $progress[0].StatusDescription | Should -Match '^0 done'
        $progress[0].PercentComplete | Should -Be -1
        $progress.StatusDescription -match ' of 50 done' | Should -Not -BeNullOrEmpty
        $progress.StatusDescription -match ' of 100 done' | Should -Not -BeNullOrEmpty
    }

    It 'of <Cmdlet> tells the cause while nothing is completed' -ForEach @(
        @{ Cmdlet = 'Lock-ZohoRecord'; Run = '{0} Deals $ids[0] x -Connection $connection'; Status = '0 of 1 done' }
        @{ Cmdlet = 'Measure-ZohoRecordLock'; Run = '{0} Deals -Connection $connection'; Status = '0 done' }
    ) {
        $null = $emulator.Inject(@{ Kind = 'StatusAnswer'; StatusCode = 503; Count = 9 })
        $progress = Get-Progress $Run.Replace('{0}', $Cmdlet) $ids
        @($progress.StatusDescription -match "^Zoho answers 503 \(\w+\), next try in [\d.]+ s\. $Status, ") | Should -Not -BeNullOrEmpty
        $progress.Activity | Select-Object -Unique | Should -Be $Cmdlet
    }

    It 'is not shown where nobody wants it' {
        & $slow
        Get-Progress '$ProgressPreference = ''SilentlyContinue''; Lock-ZohoRecord Deals $ids x -Connection $connection' $ids | Should -BeNullOrEmpty
        Get-Progress 'Unlock-ZohoRecord Deals $ids -Connection $connection -ProgressAction Ignore' $ids | Should -BeNullOrEmpty
    }

    It 'is a line every ten seconds <Where>, and none of a shorter run' -ForEach @(
        @{ Where = 'in CI'; Variable = 'CI' }
        @{ Where = 'without a host'; Variable = $null }
    ) {
        & $slow
        if ($Variable) { [Environment]::SetEnvironmentVariable($Variable, 'true') }
        try {
            $runspace = $Variable ? [runspacefactory]::CreateRunspace([ZohoLock.Tests.Guard.AnsweringHost]::new(0)) : [runspacefactory]::CreateRunspace()
            $runspace.Open()
            $shell = [powershell]::Create()
            $shell.Runspace = $runspace
            $null = $shell.AddScript('param($module, $ids, $connection); Import-Module $module
                $null = Lock-ZohoRecord Deals $ids[0..19] x -Connection $connection; "--"; $null = $ids[20..99] + $ids[0..19] | Unlock-ZohoRecord Deals -IfUnlocked Skip -Connection $connection -ThrottleLimit 1')
            foreach ($argument in (Get-Module ZohoLock).Path, $ids, (Get-ZohoCrmConnection)) { $null = $shell.AddArgument($argument) }
            $null = $shell.Invoke()
            $lines = @($shell.Streams.Information | Where-Object Tags -Contain PSHOST | ForEach-Object { "$_" })
            $shell.Streams.Progress | Where-Object Activity -Like '*-Zoho*' | Should -BeNullOrEmpty
            $lines | Should -Not -BeNullOrEmpty
            $lines | Should -Match '^Unlock-ZohoRecord: \d+ done, 0 failed, [\d.]+ a second, \d calls in flight|^Unlock-ZohoRecord: \d+%, '
        }
        finally {
            $shell.Dispose()
            $runspace.Dispose()
            if ($Variable) { [Environment]::SetEnvironmentVariable($Variable, $null) }
        }
    }
}

Describe 'The closing summary' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 10 }
        $ids = Get-TestId $emulator
        $journal = Join-Path $TestDrive "$([guid]::NewGuid().ToString('n')).journal"
    }

    AfterEach { Stop-TestSession $emulator }

    It 'of <_> is one object on the information stream' -ForEach 'Lock', 'Get', 'Get -All', 'Set', 'Unlock', 'Sync', 'Suspend', 'Resume' {
        $run = $_
        if ($_ -notin 'Lock', 'Sync') { $null = Lock-ZohoRecord Deals $ids before }
        if ($_ -eq 'Resume') { $null = Suspend-ZohoRecordLock Deals $ids -JournalPath $journal }
        $emulator.ResetCounters()
        $null = switch ($run) {
            'Lock' { $ids | Lock-ZohoRecord Deals -Reason x -InformationVariable told }
            'Get' { $ids | Get-ZohoRecordLock Deals -InformationVariable told }
            'Get -All' { Get-ZohoRecordLock Deals -All -InformationVariable told }
            'Set' { $ids | Set-ZohoRecordLock Deals -Reason x -InformationVariable told }
            'Unlock' { $ids | Unlock-ZohoRecord Deals -InformationVariable told }
            'Sync' { $ids | Sync-ZohoRecordLock Deals -Reason x -InformationVariable told }
            'Suspend' { $ids | Suspend-ZohoRecordLock Deals -JournalPath $journal -InformationVariable told }
            'Resume' { Resume-ZohoRecordLock $journal -InformationVariable told }
        }
        $told | Should -HaveCount 1
        $told[0].Tags | Should -Be ZohoLock
        $report = $told[0].MessageData
        $report | Should -BeOfType ([ZohoLock.RunReport])
        $report.Command | Should -Be ($run -in 'Lock', 'Unlock' ? "$run-ZohoRecord" : "$(($run -split ' ')[0])-ZohoRecordLock")
        $report.Done, $report.Failed, $report.EndedBy | Should -Be 10, 0, $null
        $report.Calls | Should -Be $emulator.CallCount
        $report.Duration | Should -BeGreaterThan ([timespan]::Zero)
        "$($told[0])" | Should -Match "^$($report.Command): 10 done, 0 failed, in [\d.,]+ s with \d+ calls\.$"
    }

    It 'counts what failed by its cause, and what an earlier run did' {
        $null = Lock-ZohoRecord Deals $ids[1] mine
        $rows = $ids[0..2] + 'bad', '5.8431E+18', ''
        $null = $rows | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -InformationVariable first -ErrorAction Ignore
        $null = $rows | Lock-ZohoRecord Deals -Reason x -JournalPath $journal -InformationVariable second -ErrorAction Ignore -WarningAction Ignore
        $report = $second[0].MessageData
        $report.Done, $report.Failed, $report.FromJournal | Should -Be 2, 4, 2
        $report.Failures['NOT_ALLOWED'], $report.Failures['InvalidRecordId'], $report.Failures['RoundedRecordId'] | Should -Be 1, 1, 1
        ($report.Failures.Values | Measure-Object -Sum).Sum | Should -Be 4
        $report.JournalPath | Should -Be $journal
        "$second" | Should -BeLike 'Lock-ZohoRecord: 2 done (2 of them by an earlier run), 4 failed (*NOT_ALLOWED: 1*), in * s with * calls.'
        ($second[0].MessageData | ConvertTo-Json | ConvertFrom-Json).Failures.NOT_ALLOWED | Should -Be 1
    }

    It 'is there when the run ends early' {
        $failure = try { $ids | Lock-ZohoRecord Deals -Reason x -MaximumCount 3 -InformationVariable told } catch { $_ }
        $failure | Should -Not -BeNullOrEmpty
        $told | Should -HaveCount 1
        $told[0].MessageData.Done, $told[0].MessageData.EndedBy | Should -Be 3, MaximumCountExceeded
        "$told" | Should -BeLike 'Lock-ZohoRecord ended early (MaximumCountExceeded): 3 done, 0 failed, in *'
    }

    It 'tells the credits where Zoho does' {
        $emulator.Settings.DailyCredits = 60
        $null = 1..4 | ForEach-Object { $ids } | Get-ZohoRecordLock Deals
        $null = $ids | Lock-ZohoRecord Deals -Reason x -InformationVariable told
        $told[0].MessageData.CreditsRemaining | Should -BeLessThan 40
        $told[0].MessageData.CreditsUsed | Should -BeGreaterThan 0
        "$told" | Should -Match '; \d+ credits were used, \d+ are left\.$'
    }

    It 'has the calls of its own where another cmdlet uses the same connection' {
        $null = Find-ZohoRecord Deals | Lock-ZohoRecord -Reason x -InformationVariable told
        $told[0].MessageData.Calls | Should -Be 10
    }

    It 'counts rows that a plan was not made for' {
        $null = $ids + 'bad' | Sync-ZohoRecordLock Deals -Reason x -InformationVariable told -ErrorAction Ignore
        $told[0].MessageData.Done, $told[0].MessageData.Failed | Should -Be 10, 1
    }

    It 'is not shown unless it is asked for, and not made of what is not run' {
        $lines = Invoke-NewPowerShell "Import-Module '$((Get-Module ZohoLock).Path)'; `$e = Start-ZohoCrmEmulator -RecordCount 2; `$e | Connect-ZohoCrm
            `$ids = `$e.GetModule('Deals').Records.Id
            Lock-ZohoRecord Deals `$ids x | Out-Null; 'asked:'; Unlock-ZohoRecord Deals `$ids -InformationAction Continue | Out-Null; Stop-ZohoCrmEmulator `$e"
        $lines[0] | Should -Be 'asked:'
        $lines[1] | Should -BeLike 'Unlock-ZohoRecord: 2 done, 0 failed, in * s with 4 calls.'
        $null = Lock-ZohoRecord Deals $ids x -WhatIf -InformationVariable told
        $null = Get-ZohoRecordLock Deals -All -IdOnly -InformationVariable +told
        $told | Where-Object Tags -Contain ZohoLock | Should -BeNullOrEmpty
    }
}
