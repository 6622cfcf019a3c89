# The wanted locks of a module: Sync-ZohoRecordLock.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    . (Join-Path $PSScriptRoot 'Organization.ps1')

    # An emulator with six deals: the second and the last are locked by hand, the third by a rule.
    function Start-Six {
        $emulator = Start-TestSession @{ RecordCount = 6 }
        $deals = $emulator.GetModule('Deals')
        $ids = Get-TestId $emulator
        $null = $deals.SetLocked($ids[1], 'Manual', 'old')
        $null = $deals.SetLocked($ids[2], 'Automatic')
        $null = $deals.SetLocked($ids[5], 'Manual', 'theirs')
        $emulator
    }

    # The reason of each deal's lock; 'rule' for that of a rule, '-' for none.
    function Get-LockOf($Emulator) {
        $deals = $Emulator.GetModule('Deals')
        foreach ($id in Get-TestId $Emulator) {
            $lock = $deals.GetLocks($id) | Select-Object -First 1
            if (-not $lock) { '-' } elseif ($lock.Kind -eq 'Automatic') { 'rule' } else { $lock.Reason }
        }
    }

    function Get-LockChange($Emulator) {
        (Get-CallCount $Emulator LockRecord) + (Get-CallCount $Emulator UpdateLock) + (Get-CallCount $Emulator UnlockRecord)
    }
}

Describe 'Sync-ZohoRecordLock' {
    BeforeEach {
        $emulator = Start-Six
        $ids = Get-TestId $emulator
        $csv = Join-Path $TestDrive 'wanted.csv'
        $plan = Join-Path $TestDrive 'plan.json'
        @(
            [pscustomobject] @{ 'Record Id' = "zcrm_$($ids[0])"; Reason = 'new'; Locked = 'yes' }
            [pscustomobject] @{ 'Record Id' = "zcrm_$($ids[1])"; Reason = 'new'; Locked = 'TRUE' }
            [pscustomobject] @{ 'Record Id' = "zcrm_$($ids[2])"; Reason = ''; Locked = 'no' }
            [pscustomobject] @{ 'Record Id' = "zcrm_$($ids[3])"; Reason = ''; Locked = 'False' }
        ) | Export-Csv $csv
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'brings the locks to what a CSV says, tells what rules block, and changes nothing a second time' {
        $steps = Import-Csv $csv | Sync-ZohoRecordLock Deals -WarningVariable warned -WarningAction SilentlyContinue
        $steps | Should -BeOfType ([ZohoLock.LockPlanStep])
        $steps.Action | Should -Be Lock, ChangeReason, Blocked, Keep
        $steps.RecordId | Should -Be $ids[0..3]
        $steps.IsDone | Should -Be $true, $true, $false, $false
        $warned | Should -BeLike 'Rules have locked 1 of the records*'
        Get-LockOf $emulator | Should -Be new, new, rule, '-', '-', theirs

        $emulator.ResetCounters()
        $again = Import-Csv $csv | Sync-ZohoRecordLock Deals -WarningAction SilentlyContinue
        $again.Action | Should -Be Keep, Keep, Blocked, Keep
        Get-LockChange $emulator | Should -Be 0
    }

    It 'with -UnlockOthers removes manual locks that nobody wants' {
        $steps = Import-Csv $csv | Sync-ZohoRecordLock Deals -UnlockOthers -WarningAction SilentlyContinue
        $steps[-1].RecordId | Should -Be $ids[5]
        "$($steps[-1].Action): $($steps[-1].From) -> $($steps[-1].To)" | Should -Be 'Unlock: locked: theirs -> not locked'
        Get-LockOf $emulator | Should -Be new, new, rule, '-', '-', '-'
    }

    It 'with -KeepReason leaves reasons, and reads no lock' {
        $steps = $ids[0, 1] | Sync-ZohoRecordLock Deals -Reason new -KeepReason
        $steps.Action | Should -Be Lock, Keep
        (Get-LockOf $emulator)[0, 1] | Should -Be new, old
        Get-CallCount $emulator ListLocks | Should -Be 0
    }

    It 'locks what a condition or a view finds' {
        $deals = $emulator.GetModule('Deals')
        $null = $deals.AddView('All of them', 'Deal_Name is not null')
        $won = (Find-ZohoRecord Deals -Where "Stage = 'Closed Won'").RecordId
        (Sync-ZohoRecordLock Deals -Where "Stage = 'Closed Won'" -Reason won -WhatIf 6> $null).RecordId | Should -Be $won
        $steps = Sync-ZohoRecordLock Deals -View 'All of them' -Reason all
        $steps.RecordId | Should -Be $ids
        Get-LockOf $emulator | Should -Be all, all, rule, all, all, all
    }

    It 'with -WhatIf shows the plan with what it costs, and changes nothing' {
        $steps = Import-Csv $csv | Sync-ZohoRecordLock Deals -UnlockOthers -WhatIf -InformationVariable line 6> $null
        $steps.Action | Should -Be Lock, ChangeReason, Blocked, Keep, Unlock
        $steps.IsDone | Should -Not -Contain $true
        "$line" | Should -Be ('1 to lock, 1 with a reason to change, 1 to unlock, 1 blocked, 1 to keep. ' +
            'That costs about 6 API credits and takes about a minute at most with 20 calls at once.')
        Get-LockChange $emulator | Should -Be 0
        $shown = $steps | Format-Table | Out-String -Width 100
        $shown | Should -Match "(?m)^Lock +$($ids[0]) .* not locked +locked: new +not locked yet"
        ($shown -split '\r?\n' | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 100
    }

    It 'changes nothing where $WhatIfPreference is set' {
        & {
            $WhatIfPreference = $true
            (Import-Csv $csv | Sync-ZohoRecordLock Deals 6> $null).Action | Should -Be Lock, ChangeReason, Blocked, Keep
        }
        Get-LockChange $emulator | Should -Be 0
    }

    It 'writes a plan, changes nothing, and does exactly that plan later' {
        $planned = Import-Csv $csv | Sync-ZohoRecordLock Deals -UnlockOthers -PlanPath $plan 6> $null
        Get-LockChange $emulator | Should -Be 0
        @((Get-Content $plan -Raw | ConvertFrom-Json).steps.action) | Should -Be Lock, ChangeReason, Blocked, Unlock
        $null = $emulator.GetModule('Deals').SetLocked($ids[0], 'Manual', 'somebody else')

        (Sync-ZohoRecordLock -Plan $plan -WhatIf 6> $null).RecordId | Should -Be ($planned | Where-Object Action -NE Keep).RecordId
        Get-LockChange $emulator | Should -Be 0
        $done = Sync-ZohoRecordLock -Plan $plan -ErrorVariable failed -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $done.Action | Should -Be ChangeReason, Blocked, Unlock
        $failed.FullyQualifiedErrorId | Should -BeLike 'RecordChanged,*'
        $failed[0].TargetObject.RecordId | Should -Be $ids[0]
        "$failed" | Should -BeLike "*it was 'not locked' and is 'locked: somebody else'*"
        Get-LockOf $emulator | Should -Be 'somebody else', new, rule, '-', '-', '-'
    }

    It 'with -MaximumCount changes nothing where the plan has more changes' {
        { Import-Csv $csv | Sync-ZohoRecordLock Deals -MaximumCount 1 } | Should -Throw -ErrorId 'MaximumCountExceeded,*' -ExpectedMessage '2 records would be changed*'
        $null = Import-Csv $csv | Sync-ZohoRecordLock Deals -PlanPath $plan 6> $null
        { Sync-ZohoRecordLock -Plan $plan -MaximumCount 1 } | Should -Throw -ErrorId 'MaximumCountExceeded,*'
        (Sync-ZohoRecordLock -Plan $plan -MaximumCount 1 -WhatIf 6> $null).Action | Should -Be Lock, ChangeReason, Blocked
        Get-LockChange $emulator | Should -Be 0
        (Sync-ZohoRecordLock -Plan $plan -MaximumCount 2 -WarningAction SilentlyContinue).IsDone | Should -Be $true, $true, $false
    }

    It 'refuses a plan of another organisation or module, and what is no plan' {
        $null = $ids[0] | Sync-ZohoRecordLock Deals -Reason x -PlanPath $plan 6> $null
        { Sync-ZohoRecordLock Leads -Plan $plan } | Should -Throw -ErrorId 'PlanOfAnotherModule,*'
        $other = Start-ZohoCrmEmulator -RecordCount 0 -OrganizationPrefix 4711
        $other | Connect-ZohoCrm -Name other
        { Sync-ZohoRecordLock -Plan $plan -Connection other } | Should -Throw -ErrorId 'PlanOfAnotherOrganization,*'
        Stop-ZohoCrmEmulator $other
        { Sync-ZohoRecordLock -Plan $csv } | Should -Throw -ErrorId 'InvalidPlan,*'
        { Sync-ZohoRecordLock -Plan (Join-Path $TestDrive 'none.json') } | Should -Throw -ErrorId 'FileNotRead,*'
    }

    It 'refuses rows that contradict each other, before any call' {
        $failed = Get-ErrorOf {
            "RecordId,Reason`n$($ids[0]),one`n$($ids[1]),x`n$($ids[0]),two" | ConvertFrom-Csv | Sync-ZohoRecordLock Deals
        }
        $failed.FullyQualifiedErrorId | Should -BeLike 'ContradictingRows,*'
        "$failed" | Should -BeLike "*'one' by input 1*'two' by input 3*"
        $emulator.Calls | Should -BeNullOrEmpty
    }

    It 'has an error for each row that can''t be right, with the row, and does the others' {
        $rows = "RecordId,Reason,Locked`n$($ids[0]),,yes`n$($ids[0]),x,maybe`n$($ids[3]),x,`n5.8E+18,x,no`n$($ids[4]),x,yes" | ConvertFrom-Csv
        $failed = $rows | Sync-ZohoRecordLock Deals -OutVariable steps -ErrorAction Continue 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
        $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be MissingReason, InvalidLocked, InvalidLocked, RoundedRecordId
        $failed.TargetObject | Should -Be $rows[0..3]
        Get-LockOf $emulator | Should -Be '-', old, rule, '-', x, theirs
    }

    It 'with -UnlockOthers changes nothing where a row is invalid or no lock is wanted' {
        $failed = Get-ErrorOf { "RecordId,Reason`n$($ids[0]),x`nwrong,x" | ConvertFrom-Csv | Sync-ZohoRecordLock Deals -UnlockOthers }
        $failed.FullyQualifiedErrorId -replace ',.*' | Should -Be InvalidRecordId, InvalidRows
        { @() | Sync-ZohoRecordLock Deals -UnlockOthers } | Should -Throw -ErrorId 'NothingWanted,*'
        { Sync-ZohoRecordLock Deals -Where "Deal_Name = 'none'" -Reason x -UnlockOthers } | Should -Throw -ErrorId 'NothingWanted,*'
        Get-LockChange $emulator | Should -Be 0
    }

    It 'takes what was found and what was locked before' {
        $saved = Join-Path $TestDrive 'locks.csv'
        Get-ZohoRecordLock Deals -All -Source Manual | Export-Csv $saved
        $emulator.GetModule('Deals').RemoveLock($ids[1])
        $null = Find-ZohoRecord Deals -NotLocked | Sync-ZohoRecordLock Deals -Reason import
        $null = Import-Csv $saved | Sync-ZohoRecordLock Deals -UnlockOthers -WarningAction SilentlyContinue
        Get-LockOf $emulator | Should -Be '-', old, rule, '-', '-', theirs
    }

    It 'is copied whole by Export-Clixml, and its states are texts in a CSV' {
        $steps = $ids[0, 1] | Sync-ZohoRecordLock Deals -Reason new
        $file = Join-Path $TestDrive 'steps.xml'
        $steps | Export-Clixml $file
        $copy = Import-Clixml $file
        $copy[1].To.Reason | Should -Be new
        ($copy | Format-Table | Out-String) | Should -Be ($steps | Format-Table | Out-String)
        ($steps | ConvertTo-Csv | ConvertFrom-Csv)[1].To | Should -Be 'locked: new'
    }

    It 'pipes into the cmdlets for records' {
        $unlocked = $ids[0] | Sync-ZohoRecordLock Deals -Reason new | Unlock-ZohoRecord
        $unlocked.RecordId | Should -Be $ids[0]
    }

    It 'without a connection says to connect' {
        Disconnect-ZohoCrm
        { '1' | Sync-ZohoRecordLock Deals -Reason x } | Should -Throw -ErrorId 'NotConnected,*'
        { Sync-ZohoRecordLock -Plan $plan } | Should -Throw -ErrorId 'NotConnected,*'
    }
}
