BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')

    # Begins to lock all records, none of which is answered, and stops once as many calls as expected are in flight; returns how many were made by then.
    function Get-CallsWithoutAnswer($Emulator, [int] $Expected, [hashtable] $Lock = @{}) {
        $Emulator.Settings.Latency = [timespan]::FromHours(1)
        $connection = Get-ZohoCrmConnection
        $before = $connection.CallsMade
        $shell = [powershell]::Create().AddScript({
                param($Module, $Connection, $Ids, $Lock)
                Import-Module $Module
                $Ids | Lock-ZohoRecord Deals -Reason x -Connection $Connection @Lock
            })
        foreach ($argument in (Get-Module ZohoLock).Path, $connection, (Get-TestId $Emulator), $Lock) { $null = $shell.AddArgument($argument) }
        try {
            $run = $shell.BeginInvoke()
            while ($connection.CallsMade -lt $before + $Expected -and -not $run.IsCompleted) { $null = [System.Threading.Thread]::Yield() }
            Stop-TestShell $shell $connection
            $connection.CallsMade - $before
        }
        finally { $shell.Dispose() }
    }
}

Describe 'A batch' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'has -ThrottleLimit <Limit> calls in flight, no more and no fewer' -ForEach @{ Limit = 1 }, @{ Limit = 5 }, @{ Limit = 12 } {
        $emulator = Start-TestSession @{ RecordCount = 60 }
        Get-CallsWithoutAnswer $emulator $Limit @{ ThrottleLimit = $Limit } | Should -Be $Limit
    }

    It 'has as many calls in flight as the edition allows: <Limit> for <Edition>' -ForEach @(
        @{ Edition = 'Free'; Limit = 5 }, @{ Edition = 'Standard'; Limit = 10 }, @{ Edition = 'Professional'; Limit = 15 }
        @{ Edition = 'Enterprise'; Limit = 20 }, @{ Edition = 'Ultimate'; Limit = 25 }
    ) {
        $emulator = Start-TestSession @{ RecordCount = 150; ConcurrencyLimit = $Limit } @{ Edition = $Edition }
        Get-CallsWithoutAnswer $emulator $Limit | Should -Be $Limit
        ($emulator.Calls | Where-Object Status -EQ 429) | Should -BeNullOrEmpty
    }

    It 'answers in the order of the input, whatever the order of the answers' {
        $emulator = Start-TestSession @{ RecordCount = 200; LatencyMilliseconds = 1; JitterMilliseconds = 30 }
        $ids = Get-TestId $emulator | Sort-Object { Get-Random }
        ($ids | Lock-ZohoRecord Deals -Reason x -ThrottleLimit 20).RecordId | Should -Be $ids
    }

    It 'has exactly one outcome for each input, errors and outputs in one order' {
        $emulator = Start-TestSession @{ RecordCount = 100; JitterMilliseconds = 5 }
        $ids = Get-TestId $emulator
        $null = $ids[20..39] | Lock-ZohoRecord Deals -Reason before
        $given = $ids[0..49] + 'bad' + $ids[50..99]
        $outcomes = $given | Lock-ZohoRecord Deals -Reason x -ThrottleLimit 10 -ErrorAction Continue 2>&1
        $outcomes | Should -HaveCount 101
        $outcomes | ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? "$($_.TargetObject)" : $_.RecordId } | Should -Be $given
        @($outcomes | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }) | Should -HaveCount 21
    }

    It 'streams: the first output is there while later input is still to come' {
        $emulator = Start-TestSession @{ RecordCount = 3000 }
        $seen = [System.Collections.Generic.List[string]]::new()
        Get-TestId $emulator | ForEach-Object { $seen.Add("in"); $_ } | Lock-ZohoRecord Deals -Reason x | ForEach-Object { $seen.Add("out") }
        $seen.IndexOf('out') | Should -BeLessThan $seen.LastIndexOf('in')
        $seen | Should -HaveCount 6000
    }

    It 'stops when its consumer has enough' {
        $emulator = Start-TestSession @{ RecordCount = 5000; LatencyMilliseconds = 2 }
        $locks = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x | Select-Object -First 5
        $locks | Should -HaveCount 5
        $emulator.GetModule('Deals').LockedCount | Should -BeLessThan 2000
    }

    It 'stops at the first error with -ErrorAction Stop' {
        $emulator = Start-TestSession @{ RecordCount = 50 }
        $ids = Get-TestId $emulator
        { $ids[0..4] + 'bad' + $ids[5..49] | Lock-ZohoRecord Deals -Reason x -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidRecordId,*'
    }

    It 'waits and repeats when the server has too many calls (<_>), and loses nothing' -ForEach 'TooManyRequests', 'RateLimitExceeded' {
        $emulator = Start-TestSession @{ RecordCount = 100; LatencyMilliseconds = 5; ConcurrencyLimit = 4 }
        $emulator.Settings.Contradictions.TooManyRequestsCode = $_
        $locks = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x -ThrottleLimit 8 -ErrorVariable errors
        $errors | Should -BeNullOrEmpty
        $locks | Should -HaveCount 100
        ($emulator.Calls | Where-Object Status -EQ 429).Count | Should -BeGreaterThan 0
        $emulator.RepeatedLocks | Should -Be 0
    }

    It 'is stopped by Ctrl+C, with nothing left running' {
        $emulator = Start-TestSession @{ RecordCount = 500 } @{ Edition = 'Free'; TimeoutSec = 3600 }
        Get-CallsWithoutAnswer $emulator 5 | Should -Be 5
        (Get-ZohoCrmConnection).CallsInFlight | Should -Be 0
    }
}

Describe 'A cmdlet that waits for an answer' {
    AfterEach {
        Stop-TestSession $emulator
    }

    It 'is stopped by Ctrl+C: <_>' -ForEach @(
        'Get-ZohoRecordLockConfiguration Deals', 'Find-ZohoRecord Deals', "Find-ZohoRecord Deals 'Amount > 1'", 'Find-ZohoRecord Deals -Count'
        "'1', '2' | Find-ZohoRecord Deals", "Find-ZohoRecord -Query 'select id from Deals where id is not null'", 'Get-ZohoRecordLock Deals -All', 'Measure-ZohoRecordLock Deals'
        "'1', '2' | Sync-ZohoRecordLock Deals -Reason x", 'Sync-ZohoRecordLock Deals -Where "Amount > 1" -Reason x -WhatIf'
    ) {
        $emulator = Start-TestSession @{ RecordCount = 1 } @{ TimeoutSec = 3600 }
        $emulator.Settings.Latency = [timespan]::FromHours(1)
        $connection = Get-ZohoCrmConnection
        $before = $connection.CallsMade
        $shell = [powershell]::Create().AddScript({
                param($Module, $Connection, $Command)
                Import-Module $Module
                & ([scriptblock]::Create("$Command -Connection `$Connection"))
            }).AddArgument((Get-Module ZohoLock).Path).AddArgument($connection).AddArgument($_)
        try {
            $run = $shell.BeginInvoke()
            while ($connection.CallsMade -eq $before -and -not $run.IsCompleted) { $null = [System.Threading.Thread]::Yield() }
            Stop-TestShell $shell $connection

            # Fields and views are read for all that use the connection.
            $connection.CallsInFlight | Should -Be ($_ -match 'Amount|-All' ? 1 : 0)
        }
        finally { $shell.Dispose() }
    }
}
