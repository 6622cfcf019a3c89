BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
}

Describe 'Locking, looking, changing and unlocking' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 10 }
        $module = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    Context 'Lock-ZohoRecord' {
        It 'locks the record it is given, in one call, and returns the lock' {
            $lock = Lock-ZohoRecord -Module Deals -RecordId $ids[0] -Reason 'Quarter closed'
            $server = $module.GetLocks($ids[0])[0]
            $lock | Should -BeOfType ([ZohoLock.RecordLock])
            $lock.Module | Should -Be Deals
            $lock.RecordId | Should -Be $ids[0]
            $lock.LockId | Should -Be $server.Id
            $lock.Reason | Should -Be 'Quarter closed'
            $lock.Source | Should -Be Manual
            $lock.LockedBy.Name | Should -Be 'Patricia Boyle'
            $lock.LockedBy.Id | Should -Be '5843104000000424672'
            $lock.LockedTime | Should -BeOfType ([DateTimeOffset])
            $lock.RecordName, $lock.ConfigurationId, $lock.RuleId, $lock.Editable | Should -Be @($null, $null, $null, $null)
            $server.Reason | Should -Be 'Quarter closed'
            $emulator.CallCount | Should -Be 1
        }

        It 'takes an array of ids' {
            (Lock-ZohoRecord Deals $ids[0..2] x).RecordId | Should -Be $ids[0..2]
        }

        It 'takes ids straight from the pipeline, numbers too' {
            (($ids[0..1] + [long] $ids[2]) | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[0..2]
        }

        It 'takes the id from a property <_>' -ForEach 'RecordId', 'Id', 'Record Id', 'Record_Id', 'record id' {
            ([pscustomobject] @{ $_ = "zcrm_$($ids[3])" } | Lock-ZohoRecord Deals -Reason x).RecordId | Should -Be $ids[3]
        }

        It 'takes module and reason from properties' {
            $lock = [pscustomobject] @{ Module = 'Deals'; Id = $ids[0]; Reason = 'from the row' } | Lock-ZohoRecord
            $lock.Module, $lock.Reason | Should -Be 'Deals', 'from the row'
        }

        It 'takes the reason of the command line before that of the row' {
            ([pscustomobject] @{ Id = $ids[0]; Reason = 'from the row' } | Lock-ZohoRecord Deals -Reason mine).Reason | Should -Be mine
        }

        It 'uses -DefaultReason for empty reasons only' {
            $locks = @([pscustomobject] @{ Id = $ids[0]; Reason = 'own' }; [pscustomobject] @{ Id = $ids[1]; Reason = ' ' }) |
                Lock-ZohoRecord Deals -DefaultReason default
            $locks.Reason | Should -Be 'own', 'default'
        }

        It 'sends a reason with quotes, line breaks and emoji as it is' {
            $reason = "He said: `"it's done`"`r`n`tbackslash \ slash / <b>&amp;</b> – 株式会社 🔒👩‍💻"
            $null = Lock-ZohoRecord Deals $ids[0] $reason
            $module.GetLocks($ids[0])[0].Reason | Should -BeExactly $reason
        }

        It 'sends a reason of 3,000 characters' {
            $null = Lock-ZohoRecord Deals $ids[0] ('x' * 3000) -ErrorAction Stop
            $module.GetLocks($ids[0])[0].Reason.Length | Should -Be 3000
        }

        It 'works with -ApiVersion v8 too' {
            $emulator | Connect-ZohoCrm -ApiVersion v8
            $emulator.Settings.RecordRequests = $true
            (Lock-ZohoRecord Deals $ids[0] x).RecordId | Should -Be $ids[0]
            $emulator.Requests[-1].PathAndQuery | Should -Be "/crm/v8/Deals/$($ids[0])/Locking_Information__s"
        }
    }

    Context 'Get-ZohoRecordLock' {
        It 'shows all that is known of a lock' {
            $null = Lock-ZohoRecord Deals $ids[0] why
            $lock = Get-ZohoRecordLock Deals $ids[0]
            $server = $module.GetLocks($ids[0])[0]
            $lock.LockId | Should -Be $server.Id
            $lock.RecordName | Should -Be @($module.Records)[0].Name
            $lock.Reason, $lock.Source, $lock.LockedBy.Name, $lock.Editable | Should -Be 'why', 'Manual', 'Patricia Boyle', $true
            $lock.ConfigurationId | Should -Be $module.ConfigurationId
            $lock.RuleId | Should -BeNullOrEmpty
            $lock.LockedTime.ToUnixTimeSeconds() | Should -Be $server.LockedTime.ToUnixTimeSeconds()
        }

        It 'shows an automatic lock' {
            $null = $module.SetLocked($ids[0], 'Automatic', $null, $null)
            $lock = Get-ZohoRecordLock Deals $ids[0]
            $lock.Source, $lock.Editable, $lock.RuleId | Should -Be 'Automatic', $false, $module.RuleId
            $lock.LockedBy, $lock.Reason | Should -Be @($null, $null)
        }

        It 'says nothing of a record that is not locked, whether the server answers <_>' -ForEach 'NoContent', 'EmptyList' {
            $emulator.Settings.Unknowns.NotLocked = $_
            Get-ZohoRecordLock Deals $ids -ErrorVariable errors | Should -BeNullOrEmpty
            $errors | Should -BeNullOrEmpty
            Get-CallCount $emulator ListLocks | Should -Be 10
        }

        It 'shows both locks where a rule and a hand locked the record' {
            $null = $module.SetLocked($ids[0], 'Manual', 'by hand', $null)
            $null = $module.SetLocked($ids[0], 'Automatic', $null, $null)
            (Get-ZohoRecordLock Deals $ids[0]).Source | Sort-Object | Should -Be Manual, Automatic
        }

        It 'reads the keys in the casing of <_>' -ForEach 'Documented', 'Sdk7' {
            $emulator.Settings.Contradictions.ReadKeys = $_
            $null = Lock-ZohoRecord Deals $ids[0] why
            $lock = Get-ZohoRecordLock Deals $ids[0]
            $lock.Reason, $lock.LockedBy.Name, $lock.Source, $lock.RecordName | Should -Be 'why', 'Patricia Boyle', 'Manual', @($module.Records)[0].Name
            $lock.LockedTime | Should -Not -BeNullOrEmpty
        }

        It 'reads ids that are numbers on the wire' {
            $emulator.Settings.Contradictions.LockIdsAsNumbers = $true
            $made = Lock-ZohoRecord Deals $ids[0] why
            (Get-ZohoRecordLock Deals $ids[0]).LockId | Should -Be $made.LockId
        }

        It 'uses the call by id with -LockId' {
            $made = Lock-ZohoRecord Deals $ids[0] why
            (Get-ZohoRecordLock Deals $ids[0] -LockId $made.LockId).Reason | Should -Be why
            Get-CallCount $emulator GetLock | Should -Be 1
            Get-CallCount $emulator ListLocks | Should -Be 0
        }

        It 'looks a piped lock up by its id' {
            Lock-ZohoRecord Deals $ids[0] why | Get-ZohoRecordLock | ForEach-Object Reason | Should -Be why
            Get-CallCount $emulator GetLock | Should -Be 1
        }

        It 'asks for the fields of -Field only' {
            $null = Lock-ZohoRecord Deals $ids[0] why
            $emulator.Settings.RecordRequests = $true
            $lock = Get-ZohoRecordLock Deals $ids[0] -Field Locked_Reason__s, Lock_Source__s
            $lock.Reason, $lock.Source, $lock.LockedBy | Should -Be 'why', 'Manual', $null
            $emulator.Requests[-1].PathAndQuery | Should -BeLike '*?fields=Locked_Reason__s,Lock_Source__s'
        }

        It 'takes the fields of -Field in any case' {
            $null = Lock-ZohoRecord Deals $ids[0] why
            (Get-ZohoRecordLock Deals $ids[0] -Field locked_REASON__s).Reason | Should -Be why
        }

        It 'asks for the fields of -Field with -LockId too' {
            $made = Lock-ZohoRecord Deals $ids[0] why
            (Get-ZohoRecordLock Deals $ids[0] -LockId $made.LockId -Field Lock_Source__s).Reason | Should -BeNullOrEmpty
        }
    }

    Context 'Set-ZohoRecordLock' {
        It 'changes the reason of a piped lock in one call' {
            $made = Lock-ZohoRecord Deals $ids[0] before
            $emulator.ResetCounters()
            $lock = $made | Set-ZohoRecordLock -Reason after
            $lock.Reason, $lock.LockId, $lock.RecordId | Should -Be 'after', $made.LockId, $ids[0]
            $module.GetLocks($ids[0])[0].Reason | Should -Be after
            $emulator.CallCount | Should -Be 1
        }

        It 'keeps what was known of a piped lock' {
            $null = Lock-ZohoRecord Deals $ids[0] before
            $lock = Get-ZohoRecordLock Deals $ids[0] | Set-ZohoRecordLock -Reason after
            $lock.Reason, $lock.LockedBy.Name, $lock.Source, $lock.RecordName | Should -Be 'after', 'Patricia Boyle', 'Manual', @($module.Records)[0].Name
        }

        It 'finds the lock of a record by itself' {
            $made = Lock-ZohoRecord Deals $ids[0] before
            $emulator.ResetCounters()
            $lock = Set-ZohoRecordLock Deals $ids[0] after
            $lock.Reason, $lock.LockId, $lock.Source | Should -Be 'after', $made.LockId, 'Manual'
            $module.GetLocks($ids[0])[0].Reason | Should -Be after
            $emulator.CallCount | Should -Be 2
        }

        It 'has an error for a record that is not locked' {
            Set-ZohoRecordLock Deals $ids[0] after -ErrorVariable errors -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $errors.FullyQualifiedErrorId | Should -BeLike 'NOT_LOCKED,*'
            Get-CallCount $emulator UpdateLock | Should -Be 0
        }
    }

    Context 'Unlock-ZohoRecord' {
        It 'unlocks a piped lock in one call' {
            $made = Lock-ZohoRecord Deals $ids[0] x
            $emulator.ResetCounters()
            $unlocked = $made | Unlock-ZohoRecord
            $unlocked | Should -BeOfType ([ZohoLock.RecordUnlock])
            $unlocked.Module, $unlocked.RecordId, $unlocked.LockId, $unlocked.Status | Should -Be 'Deals', $ids[0], $made.LockId, 'Unlocked'
            $module.LockedCount | Should -Be 0
            $emulator.CallCount | Should -Be 1
        }

        It 'finds the lock of a record by itself, in two calls' {
            $null = $ids | Lock-ZohoRecord Deals -Reason x
            $emulator.ResetCounters()
            ($ids | Unlock-ZohoRecord Deals).RecordId | Should -Be $ids
            $module.LockedCount | Should -Be 0
            $emulator.CallCount | Should -Be 20
        }

        It 'tells what the lock was that it has found itself' {
            $null = Lock-ZohoRecord Deals $ids[0] why
            $lock = Get-ZohoRecordLock Deals $ids[0]
            $unlocked = Unlock-ZohoRecord Deals $ids[0]
            $unlocked.Reason, $unlocked.LockedBy.Name, $unlocked.Source | Should -Be 'why', 'Patricia Boyle', 'Manual'
            $unlocked.LockedTime | Should -Be $lock.LockedTime
            $emulator.ResetCounters()
            ($unlocked | Lock-ZohoRecord).Reason | Should -Be why
        }

        It 'tells what was known of a piped lock, without a call for it' {
            $lock = $ids[0] | Lock-ZohoRecord Deals -Reason why | Get-ZohoRecordLock
            $emulator.ResetCounters()
            $unlocked = $lock | Unlock-ZohoRecord
            $unlocked.Reason, $unlocked.LockedBy.Name, $unlocked.Source, $unlocked.LockedTime | Should -Be 'why', 'Patricia Boyle', 'Manual', $lock.LockedTime
            $emulator.CallCount | Should -Be 1
        }

        It 'tells nothing of a lock of which only the id is given, and makes no call for it' {
            $made = Lock-ZohoRecord Deals $ids[0] why
            $emulator.ResetCounters()
            $unlocked = Unlock-ZohoRecord Deals $ids[0] -LockId $made.LockId
            $unlocked.Status | Should -Be Unlocked
            $unlocked.Reason, $unlocked.LockedBy, $unlocked.Source, $unlocked.LockedTime | Should -Be $null, $null, $null, $null
            $emulator.CallCount | Should -Be 1
        }

        It 'tells as much of the lock where <Form> was piped in, and makes no call for it' -ForEach @(
            @{ Form = 'a CSV'; HasUserId = $false }, @{ Form = 'a copy by Export-Clixml'; HasUserId = $true }, @{ Form = 'JSON'; HasUserId = $true }
        ) {
            $null = $ids[0] | Lock-ZohoRecord Deals -Reason "two`nlines, `"quoted`""
            $lock = Get-ZohoRecordLock Deals $ids[0]
            $copy = switch ($Form) {
                'a CSV' { $lock | ConvertTo-Csv | ConvertFrom-Csv }
                'JSON' { $lock | ConvertTo-Json | ConvertFrom-Json }
                default {
                    $lock | Export-Clixml (Join-Path $TestDrive 'lock.xml')
                    Import-Clixml (Join-Path $TestDrive 'lock.xml')
                }
            }
            $emulator.ResetCounters()
            $unlocked = $copy | Unlock-ZohoRecord
            $emulator.CallCount | Should -Be 1
            $unlocked.Reason, $unlocked.Source, $unlocked.LockedBy.Name | Should -Be $lock.Reason, Manual, 'Patricia Boyle'
            $unlocked.LockedBy.Id | Should -Be $(if ($HasUserId) { $lock.LockedBy.Id })
            $unlocked.LockedTime | Should -Be $lock.LockedTime
        }

        It 'shows the locks of a CSV as those that are piped in' {
            $null = $ids[0, 1] | Lock-ZohoRecord Deals -Reason why
            $file = Join-Path $TestDrive 'locks.csv'
            Get-ZohoRecordLock Deals -All | Export-Csv $file
            $shown = Import-Csv $file | Unlock-ZohoRecord | Out-String -Width 100
            @($shown -split '\r?\n' -match "^Deals +$($ids[0]) Unlocked +Patricia Boyle \d{4}-\d\d-\d\d \d\d:\d\d why") | Should -HaveCount 1
        }

        It 'tells nothing that a row has wrong, and unlocks it all the same' {
            $made = Lock-ZohoRecord Deals $ids[0] why
            $row = [pscustomobject] @{ Module = 'Deals'; RecordId = $ids[0]; LockId = $made.LockId; Reason = ' '; Source = 'Webinar'; LockedBy = ''; LockedTime = '03.11.2026 17:04' }
            $row | Add-Member ScriptProperty RecordName { throw 'no name' }
            $unlocked = $row | Unlock-ZohoRecord
            $unlocked.Status | Should -Be Unlocked
            $unlocked.Reason, $unlocked.LockedBy, $unlocked.Source, $unlocked.LockedTime | Should -Be $null, $null, $null, $null
        }

        It 'tells it again where a journal goes on' {
            $journal = Join-Path $TestDrive 'unlock.journal'
            $null = $ids[0, 1] | Lock-ZohoRecord Deals -Reason why
            $null = $ids[0], 'bad' | Unlock-ZohoRecord Deals -JournalPath $journal -ErrorAction Ignore
            $unlocked = $ids[0, 1] | Unlock-ZohoRecord Deals -JournalPath $journal -WarningAction Ignore
            $unlocked.Status | Should -Be Unlocked, Unlocked
            $unlocked.Reason | Should -Be why, why
            $unlocked.LockedBy.Name | Should -Be 'Patricia Boyle', 'Patricia Boyle'
        }

        It 'takes the lock by hand where a rule has locked the record too' {
            $null = $module.SetLocked($ids[0], 'Automatic', $null, $null)
            $manual = $module.SetLocked($ids[0], 'Manual', 'by hand', $null)
            (Unlock-ZohoRecord Deals $ids[0]).LockId | Should -Be $manual.Id
            $module.GetLocks($ids[0]).Kind | Should -Be Automatic
        }

        It 'has an error for a record that is not locked, and unlocks the others' {
            $null = $ids[0], $ids[2] | Lock-ZohoRecord Deals -Reason x
            $unlocked = $ids[0..2] | Unlock-ZohoRecord Deals -ErrorVariable errors -ErrorAction SilentlyContinue
            $unlocked.RecordId | Should -Be $ids[0], $ids[2]
            $errors.FullyQualifiedErrorId | Should -BeLike 'NOT_LOCKED,*'
            $errors.CategoryInfo.Category | Should -Be ObjectNotFound
            $errors.TargetObject | Should -Be $ids[1]
        }
    }

    Context 'Set-ZohoRecordLock of a CSV of locks' {
        It 'returns what the row has of the lock, with the new reason' {
            $null = $ids[0] | Lock-ZohoRecord Deals -Reason old
            $lock = Get-ZohoRecordLock Deals $ids[0]
            $emulator.ResetCounters()
            $changed = $lock | ConvertTo-Csv | ConvertFrom-Csv | Set-ZohoRecordLock -Reason new
            $emulator.CallCount | Should -Be 1
            $changed.Reason, $changed.RecordName, $changed.Source, $changed.LockedBy.Name | Should -Be new, $lock.RecordName, Manual, 'Patricia Boyle'
            $changed.LockedTime, $changed.ConfigurationId, $changed.Editable | Should -Be $lock.LockedTime, $lock.ConfigurationId, $lock.Editable
        }
    }

    Context 'Piped from one to the next' {
        It 'a lock goes through all four' {
            $unlocked = $ids | Lock-ZohoRecord Deals -Reason one | Set-ZohoRecordLock -Reason two | Get-ZohoRecordLock | Unlock-ZohoRecord
            $unlocked.RecordId | Should -Be $ids
            $module.LockedCount | Should -Be 0
        }
    }

    Context '-Connection' {
        It 'is used in place of the session''s' {
            $second = Start-ZohoCrmEmulator -RecordCount 3
            try {
                $other = $emulator | Connect-ZohoCrm -PassThru
                $second | Connect-ZohoCrm
                $lock = Lock-ZohoRecord Deals $ids[0] x -Connection $other
                Get-ZohoRecordLock Deals $ids[0] -Connection $other | ForEach-Object LockId | Should -Be $lock.LockId
                Set-ZohoRecordLock Deals $ids[0] y -Connection $other | ForEach-Object Reason | Should -Be y
                Unlock-ZohoRecord Deals $ids[0] -Connection $other | ForEach-Object LockId | Should -Be $lock.LockId
                ($second.Calls | Where-Object Operation -NotIn Token, GetOrganization) | Should -BeNullOrEmpty
            }
            finally { Stop-ZohoCrmEmulator $second }
        }
    }

    Context '-WhatIf' {
        It '<_> makes no call' -ForEach @(
            '$ids | Lock-ZohoRecord Deals -Reason x -WhatIf'
            '$ids | Set-ZohoRecordLock Deals -Reason x -WhatIf'
            '$ids | Unlock-ZohoRecord Deals -WhatIf'
            'Disconnect-ZohoCrm -WhatIf'
            'Disconnect-ZohoCrm -Revoke -WhatIf'
            'Stop-ZohoCrmEmulator $emulator -WhatIf'
        ) {
            & ([scriptblock]::Create($_)) | Should -BeNullOrEmpty
            $emulator.CallCount | Should -Be 0
            $emulator.IsRunning | Should -BeTrue
            Get-ZohoCrmConnection | Should -Not -BeNullOrEmpty
        }

        It 'names record, organisation and where that is' {
            $text = Invoke-NewPowerShell "Import-Module '$testedModule'
                Start-ZohoCrmEmulator | Connect-ZohoCrm
                Lock-ZohoRecord Deals 5843104000000425565 x -WhatIf"
            $text -replace ':\d+\)"', ':<port>)"' | Should -Be 'What if: Performing the operation "Lock record" on target "Deals 5843104000000425565 (Zylker, emulator at 127.0.0.1:<port>)".'
        }
    }
}

Describe 'Completion' {
    It 'offers <Expected> for <Line>' -ForEach @(
        @{ Line = 'Lock-ZohoRecord -Module Sal'; Expected = 'Sales_Orders' }
        @{ Line = 'Get-ZohoRecordLock Dea'; Expected = 'Deals' }
        @{ Line = 'Get-ZohoRecordLock Deals 1 -Field Locked_R'; Expected = 'Locked_Reason__s' }
        @{ Line = 'Connect-ZohoCrm -DataCenter E'; Expected = 'EU' }
        @{ Line = 'Connect-ZohoCrm -Environment San'; Expected = 'Sandbox' }
        @{ Line = 'Connect-ZohoCrm -ApiVersion v'; Expected = 'v7' }
        @{ Line = 'Connect-ZohoCrm -Edition Ent'; Expected = 'Enterprise' }
        @{ Line = 'Connect-ZohoCrm -UseDeviceCode -Scope ZohoCRM.o'; Expected = 'ZohoCRM.org.READ' }
        @{ Line = 'Start-ZohoCrmEmulator -Module Inv'; Expected = 'Invoices' }
    ) {
        (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText | Should -Contain $Expected
    }
}
