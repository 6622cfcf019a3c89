# What journals say of each record: Get-ZohoLockJournal. How the lines are read is tested in JournalListingTests.cs.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $rendering = $PSStyle.OutputRendering
    $PSStyle.OutputRendering = 'PlainText'
}

AfterAll {
    $PSStyle.OutputRendering = $rendering
}

Describe 'Get-ZohoLockJournal' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 5 }
        $ids = Get-TestId $emulator
        $folder = New-Item (Join-Path $TestDrive "$([guid]::NewGuid().ToString('n'))") -ItemType Directory
        $journal = Join-Path $folder 'run.journal'
        $null = $emulator.GetModule('Deals').SetLocked($ids[1], 'Manual', 'mine', $null)
        $rows = $ids[0], $ids[1], '5.8431E+18' | ForEach-Object { [pscustomobject] @{ Id = $_ } }
        $null = $rows | Lock-ZohoRecord Deals -Reason 'Quarter closed' -JournalPath $journal -ErrorAction SilentlyContinue
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'puts out a row, an outcome, an error and a time for each record, without a connection' {
        Disconnect-ZohoCrm
        $entries = Get-ZohoLockJournal $journal | Sort-Object Row
        $entries | ForEach-Object { $_ | Should -BeOfType ([ZohoLock.LockJournalEntry]) }
        $entries.Row | Should -Be 1, 2, 3
        $entries.RecordId | Should -Be $ids[0], $ids[1], $null
        $entries.Outcome | Should -Be Done, Failed, Failed
        $entries.ErrorCode | Should -Be $null, NOT_ALLOWED, RoundedRecordId
        $entries[1].Message | Should -Be 'record is already locked'
        $entries[2].GivenId | Should -Be '5.8431E+18'
        $entries.Time | ForEach-Object { $_ | Should -BeGreaterThan ([datetimeoffset]::Now.AddMinutes(-5)) }
        $entries[0].LockId | Should -Be $emulator.GetModule('Deals').GetLocks($ids[0]).Id
        (Get-ZohoLockJournal $journal -Failed | Sort-Object Row).Row | Should -Be 2, 3
    }

    It 'has words and ISO times in JSON and CSV' {
        $json = Get-ZohoLockJournal $journal | Sort-Object Row | ConvertTo-Json -EnumsAsStrings:$false | ConvertFrom-Json
        $json[1].Operation, $json[1].Outcome | Should -Be Lock, Failed
        (Get-ZohoLockJournal $journal | ConvertTo-Csv | ConvertFrom-Csv)[0].Time | Should -Match '^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d$'
    }

    It 'shows a table that fits <_> columns' -ForEach 80, 100 {
        $text = Get-ZohoLockJournal $journal | Out-String -Width $_
        $text | Should -Match '(?m)^ +Row +RecordId +Outcome +Time +ErrorCode +Message *$'
        $text | Should -Match "(?m)^ +2 +$($ids[1]) Failed +20\d\d-\d\d-\d\d \d\d:\d\d NOT_ALLOWED +record is"
        $text | Should -Match '(?m)^ +3 +5\.8431E\+18 +Failed '
    }

    It 'is the input of the next run, whose outcomes count then' {
        $null = Unlock-ZohoRecord Deals $ids[1]
        $locks = Get-ZohoLockJournal $journal -Failed | Where-Object RecordId | Lock-ZohoRecord -JournalPath $journal -WarningAction SilentlyContinue
        $locks.RecordId | Should -Be $ids[1]
        $locks.Reason | Should -Be 'Quarter closed'
        Get-ZohoLockJournal $journal -Failed | Should -BeNullOrEmpty
        (Get-ZohoLockJournal $journal | Where-Object RecordId -EQ $ids[1]).Outcome | Should -Be Failed, Done
        (Get-ZohoLockJournal $journal | Where-Object Outcome -EQ Done | Unlock-ZohoRecord).RecordId | Should -Be $ids[0], $ids[1]
    }

    It 'takes the reason that is typed, and refuses rows without an id' {
        $null = Unlock-ZohoRecord Deals $ids[1]
        $locks = Get-ZohoLockJournal $journal -Failed | Lock-ZohoRecord -Reason typed -ErrorVariable failed -ErrorAction SilentlyContinue
        $locks.Reason | Should -Be typed
        $failed | Should -HaveCount 1
    }

    It 'reads the journal that a run is writing' {
        $own = Join-Path $folder 'own.journal'
        $seen = $ids | Lock-ZohoRecord Deals -Reason x -IfLocked Skip -JournalPath $own | ForEach-Object { @(Get-ZohoLockJournal $own | Where-Object RecordId -EQ $_.RecordId).Count }
        $seen | Should -Be 1, 1, 1, 1, 1
    }

    It 'takes <What>' -ForEach @(
        @{ What = 'wildcards'; Read = { Get-ZohoLockJournal (Join-Path $folder '*.journal') } }
        @{ What = 'paths by value'; Read = { "$folder/run.journal", "$folder/[1].journal".Replace('[', '`[').Replace(']', '`]') | Get-ZohoLockJournal } }
        @{ What = 'files'; Read = { Get-ChildItem $folder -Filter *.journal | Get-ZohoLockJournal } }
        @{ What = 'literal paths'; Read = { Get-ZohoLockJournal -LiteralPath "$folder/run.journal", "$folder/[1].journal" } }
        @{ What = 'relative paths'; Read = { Push-Location $folder; try { Get-ZohoLockJournal ./*.journal } finally { Pop-Location } } }
    ) {
        $null = $ids[4] | Unlock-ZohoRecord Deals -IfUnlocked Skip -JournalPath (Join-Path $folder '[1].journal')
        $entries = & $Read
        $entries | Should -HaveCount 4
        $entries | Where-Object { (Split-Path $_.JournalPath -Leaf) -eq '[1].journal' } | ForEach-Object Operation | Should -Be Unlock
    }

    It 'reads the others where one is not there, is no journal, a folder or no file' {
        Set-Content "$folder/notes.txt" 'some notes of mine'
        $entries = Get-ZohoLockJournal $journal, "$folder/missing", "$folder/none*", "$folder/notes.txt", "$folder", Env:/PATH, "$folder/run.journal" -ErrorVariable failed -ErrorAction SilentlyContinue
        $entries | Should -HaveCount 6
        $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be NoSuchFile, NoSuchFile, NotAJournal, NotAJournal, NotAFile
        $failed.TargetObject | Should -Be "$folder/missing", "$folder/none*", "$folder/notes.txt", "$folder", Env:/PATH
        $failed | ForEach-Object { $_.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty }
    }

    It 'tells damaged lines in a warning, and reads the rest' {
        $lines = Get-Content $journal
        $lines = $lines | ForEach-Object { $_.Replace('NOT_ALLOWED', 'NOT-ALLOWED') }
        Set-Content $journal $lines
        (Get-ZohoLockJournal $journal -WarningVariable warnings -WarningAction SilentlyContinue | Sort-Object Row).Row | Should -Be 1, 3
        $warnings.Message | Should -BeLike "${journal}: Line * of the journal is damaged: what is damaged isn't in the output."
    }

    It 'says what became of suspended locks' {
        $own = Join-Path $folder 'own.journal'
        $null = Get-ZohoRecordLock Deals -All | Suspend-ZohoRecordLock -JournalPath $own
        (Get-ZohoLockJournal $own | Sort-Object Reason | ForEach-Object { "$($_.Operation) $($_.Outcome) $($_.Reason)" }) | Should -Be 'Suspend Done mine', 'Suspend Done Quarter closed'
        $null = Resume-ZohoRecordLock $own
        @(Get-ZohoLockJournal $own | Where-Object Operation -EQ Resume) | Should -HaveCount 2
        Get-ZohoLockJournal $own -Failed | Should -BeNullOrEmpty
    }

    It 'completes its work when no more is wanted' {
        @(Get-ZohoLockJournal $journal | Select-Object -First 1) | Should -HaveCount 1
        Remove-Item $journal
    }
}
