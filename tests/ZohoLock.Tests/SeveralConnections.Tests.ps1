# Several connections side by side: by name, in prompts, and in other runspaces.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
    $module = $testedModule
}

Describe 'Two connections' {
    BeforeEach {
        $live = Start-ZohoCrmEmulator -RecordCount 3
        $sandbox = Start-ZohoCrmEmulator -RecordCount 3
        $ids = Get-TestId $live
        $live | Connect-ZohoCrm -Name live -DataCenter EU
        $sandbox | Connect-ZohoCrm -Name sandbox -DataCenter EU -Environment Sandbox
    }

    AfterEach {
        Get-ZohoCrmConnection | Disconnect-ZohoCrm
        $live, $sandbox | Stop-ZohoCrmEmulator
    }

    It 'are listed, the one opened last first; it is the one in use' {
        (Get-ZohoCrmConnection).Name | Should -Be sandbox, live
        (Get-ZohoCrmConnection l*, none).Name | Should -Be live
        (Get-ZohoCrmConnection -Name LIVE).Name | Should -Be live
        Get-ZohoCrmConnection none | Should -BeNullOrEmpty
        $null = Lock-ZohoRecord Deals $ids[0] x
        $sandbox.GetModule('Deals').LockedCount, $live.GetModule('Deals').LockedCount | Should -Be 1, 0
    }

    It 'the one in use is marked, wherever it is shown' {
        $shown = Get-ZohoCrmConnection | Out-String
        [regex]::Matches($shown, '\(in use\)').Count | Should -Be 1
        $shown | Should -Match "Name +: $((Get-ZohoCrmConnection)[0].Name) \(in use\)"
        (Get-ZohoCrmConnection).IsCurrent | Should -Be $true, $false
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize((Get-ZohoCrmConnection)[0]))
        $copy.IsCurrent | Should -BeTrue
    }

    It '<Cmdlet> takes the name of one with -Connection' -ForEach @(
        @{ Cmdlet = 'Lock-ZohoRecord'; Operation = 'LockRecord'; Parameters = @{ Reason = 'x' } }
        @{ Cmdlet = 'Get-ZohoRecordLock'; Operation = 'ListLocks'; Parameters = @{} }
        @{ Cmdlet = 'Set-ZohoRecordLock'; Operation = 'ListLocks'; Parameters = @{ Reason = 'y' } }
        @{ Cmdlet = 'Unlock-ZohoRecord'; Operation = 'ListLocks'; Parameters = @{} }
    ) {
        & $Cmdlet Deals $ids[0] @Parameters -Connection Live -ErrorAction SilentlyContinue
        Get-CallCount $live $Operation | Should -Be 1
        Get-CallCount $sandbox $Operation | Should -Be 0
    }

    It 'a name that there is none of is refused, and those that there are told' {
        { Lock-ZohoRecord Deals $ids[0] x -Connection prod } | Should -Throw "*no connection 'prod', only 'sandbox', 'live'*"
        Get-ZohoCrmConnection | Disconnect-ZohoCrm
        { Lock-ZohoRecord Deals $ids[0] x -Connection prod } | Should -Throw "*Connect-ZohoCrm -Name 'prod'*"
    }

    It '-Connection completes their names for <_>' -ForEach 'Lock-ZohoRecord', 'Disconnect-ZohoCrm', 'Get-ZohoApiLimit' {
        $line = "$_ -Connection "
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be sandbox, live
    }

    It 'a name that is used again stands for the new connection' {
        $old = Get-ZohoCrmConnection live
        $sandbox | Connect-ZohoCrm -Name Live
        (Get-ZohoCrmConnection).Name | Should -Be Live, sandbox
        (Get-ZohoCrmConnection live).ApiDomain | Should -Be $sandbox.ApiDomain
        $old.IsClosed | Should -BeFalse
    }

    It 'Disconnect-ZohoCrm ends the one named, and then the other is in use' {
        Disconnect-ZohoCrm sandbox
        (Get-ZohoCrmConnection).Name | Should -Be live
        $null = Lock-ZohoRecord Deals $ids[0] x
        $live.GetModule('Deals').LockedCount | Should -Be 1
    }

    It 'are told apart by <_>' -ForEach '-WhatIf', '-Confirm' {
        $live.Settings.CompanyName = 'Zylker'
        $sandbox.Settings.CompanyName = 'Zylker Test'
        $text = Invoke-NewPowerShell "Import-Module '$module'
            Start-ZohoCrmEmulator | Connect-ZohoCrm -Name live
            `$test = Start-ZohoCrmEmulator; `$test.Settings.CompanyName = 'Zylker Test'; `$test | Connect-ZohoCrm -Name test
            foreach (`$name in 'live', 'test') { try { Lock-ZohoRecord Deals 5843104000000425565 x -Connection `$name $_ } catch { `$_.Exception.Message } }" 2>&1 | Out-String
        if ($_ -eq '-WhatIf') {
            $text | Should -Match '\(Zylker, emulator at 127\.0\.0\.1:\d+\)'
            $text | Should -Match '\(Zylker Test, emulator at 127\.0\.0\.1:\d+\)'
        }
        else {
            # Nobody can be asked there: PowerShell's own words say so, and nothing was locked.
            $text | Should -Match 'NonInteractive'
        }
    }
}

Describe 'Another runspace' {
    BeforeEach {
        $emulator = Start-TestSession @{ RecordCount = 4 }
        $ids = Get-TestId $emulator
        $connection = Get-ZohoCrmConnection
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'of ForEach-Object -Parallel has no connection until it is given one, or opens its own' {
        $seen = 0, 1 | ForEach-Object -Parallel {
            Import-Module $using:module
            $before = @(Get-ZohoCrmConnection).Count
            $given = Lock-ZohoRecord Deals ($using:ids)[$_] x -Connection $using:connection
            $using:emulator | Connect-ZohoCrm -Name "own $_"
            [pscustomobject] @{ Before = $before; Given = $given.RecordId; Names = (Get-ZohoCrmConnection).Name; Own = (Lock-ZohoRecord Deals ($using:ids)[$_ + 2] x).RecordId }
            Disconnect-ZohoCrm
        } -ThrottleLimit 2 | Sort-Object Given
        $seen.Before | Should -Be 0, 0
        $seen.Given | Should -Be $ids[0..1]
        $seen.Names | Should -Be 'own 0', 'own 1'
        $seen.Own | Should -Be $ids[2..3]
        (Get-ZohoCrmConnection).Name | Should -Be Default
    }

    It 'of a thread job has no connection until it is given one' {
        $job = Start-ThreadJob {
            Import-Module $using:module
            @(Get-ZohoCrmConnection).Count
            try { Lock-ZohoRecord Deals ($using:ids)[0] x } catch { $_.FullyQualifiedErrorId }
            (Lock-ZohoRecord Deals ($using:ids)[0] x -Connection $using:connection).RecordId
        }
        $count, $without, $with = $job | Receive-Job -Wait -AutoRemoveJob
        $count | Should -Be 0
        $without | Should -BeLike 'NotConnected,*'
        $with | Should -Be $ids[0]
    }

    It 'of another process gets no connection from here, and is told to connect' {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($connection))
        { Get-ZohoRecordLock Deals $ids[0] -Connection $copy } | Should -Throw '*copy of a connection*Run Connect-ZohoCrm*' -ErrorId 'ParameterArgumentTransformationError,*'
        { Disconnect-ZohoCrm $copy } | Should -Throw '*copy of a connection*'
    }

    It 'shares the limit of calls at once, where it shares the connection' {
        $emulator.Settings.Latency = [timespan]::FromMilliseconds(20)
        $free = $emulator | Connect-ZohoCrm -Name free -Edition Free -PassThru
        $emulator.ResetCounters()
        0..1 | ForEach-Object -Parallel {
            Import-Module $using:module
            $null = ($using:ids)[$_], ($using:ids)[$_ + 2] * 20 | Get-ZohoRecordLock Deals -Connection $using:free
        }
        $emulator.PeakConcurrency | Should -BeLessOrEqual 5
        $free | Disconnect-ZohoCrm
    }
}
