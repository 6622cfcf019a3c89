BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')
}

Describe 'Start-ZohoCrmEmulator' {
    AfterEach {
        if ($emulator) { Stop-ZohoCrmEmulator $emulator }
        if (Get-ZohoCrmConnection) { Disconnect-ZohoCrm }
    }

    It 'has ten records of Deals by default' {
        $emulator = Start-ZohoCrmEmulator
        $emulator.Modules.ApiName | Should -Be Deals
        Get-TestId $emulator | Should -HaveCount 10
    }

    It 'makes up -RecordCount records of -Module' {
        $emulator = Start-ZohoCrmEmulator -Module Sales_Orders -RecordCount 25
        $emulator.GetModule('Sales_Orders').Records | Should -HaveCount 25
    }

    It 'loads the records of a CSV as Zoho exports it' {
        $file = Join-Path $TestDrive 'records.csv'
        "`u{FEFF}Record Id,Deal Name,Stage", 'zcrm_5843104000000000001,"Comma, and ""quotes""",Closed Won', "5843104000000000002,`"Two`nlines`",Open" |
            Set-Content $file -Encoding utf8
        $emulator = Start-ZohoCrmEmulator -Module Deals -Path $file
        Get-TestId $emulator | Should -Be '5843104000000000001', '5843104000000000002'
        $emulator.GetModule('Deals').Records.Name | Should -Be 'Comma, and "quotes"', "Two`nlines"
    }

    It 'refuses a CSV <Name>' -ForEach @(
        @{ Name = 'without an id column'; Lines = 'a,b', '1,2'; Error = 'NoRecordIdColumn' }
        @{ Name = 'without rows'; Lines = @('Record Id'); Error = 'NoRecordIdColumn' }
        @{ Name = 'with a rounded id'; Lines = 'Record Id', '5.8431E+18'; Error = 'RoundedRecordId' }
        @{ Name = 'with an id twice'; Lines = 'Record Id', '1', '1'; Error = 'DuplicateRecordId' }
    ) {
        $file = Join-Path $TestDrive 'bad.csv'
        $Lines | Set-Content $file
        { Start-ZohoCrmEmulator -Path $file } | Should -Throw -ErrorId "$Error,*"
    }

    It 'refuses a file that is not there' {
        { Start-ZohoCrmEmulator -Path (Join-Path $TestDrive 'nowhere.csv') } | Should -Throw '*nowhere.csv*'
    }

    It 'refuses a module that is no API name' {
        { Start-ZohoCrmEmulator -Module 'Sales Orders' } | Should -Throw -ErrorId 'InvalidModule,*'
    }

    It 'listens on -Port, and says so where that is taken' {
        $emulator = Start-ZohoCrmEmulator
        { Start-ZohoCrmEmulator -Port $emulator.Port } | Should -Throw -ErrorId 'PortNotFree,*'
    }

    It 'starts nothing with -WhatIf' {
        Start-ZohoCrmEmulator -WhatIf | Should -BeNullOrEmpty
    }

    It 'lets tokens end after -AccessTokenLifetimeSec' {
        $emulator = Start-ZohoCrmEmulator -AccessTokenLifetimeSec 600
        $emulator | Connect-ZohoCrm
        (Get-ZohoCrmConnection).TokenExpires | Should -BeLessThan ([DateTimeOffset]::UtcNow.AddMinutes(11))
    }

    It 'takes -ConcurrencyLimit, -LatencyMilliseconds and -JitterMilliseconds, and changes while it runs' {
        $emulator = Start-ZohoCrmEmulator -ConcurrencyLimit 3 -LatencyMilliseconds 4 -JitterMilliseconds 5
        $emulator.Settings.ConcurrencyLimit, $emulator.Settings.Latency.TotalMilliseconds, $emulator.Settings.Jitter.TotalMilliseconds | Should -Be 3, 4, 5
        $emulator.Settings.ConcurrencyLimit = 7
        $emulator.Settings.ConcurrencyLimit | Should -Be 7
    }

    It 'counts what it is asked, and counts anew' {
        $emulator = Start-ZohoCrmEmulator -RecordCount 2
        $emulator | Connect-ZohoCrm
        $null = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x
        $null = Get-TestId $emulator | Lock-ZohoRecord Deals -Reason x -ErrorAction SilentlyContinue
        $emulator.CallCount, $emulator.TokensIssued, $emulator.RepeatedLocks | Should -Be 6, 1, 2
        $emulator.Calls | ForEach-Object { "$($_.Method) $($_.Operation) $($_.Status) $($_.Count)" } |
            Should -Be 'POST Token 200 1', 'POST LockRecord 201 2', 'POST LockRecord 403 2', 'GET GetOrganization 200 1'
        $emulator.ResetCounters()
        $emulator.CallCount | Should -Be 0
    }
}

Describe 'Stop-ZohoCrmEmulator' {
    It 'frees the port, and keeps the counters' {
        $emulator = Start-ZohoCrmEmulator
        $emulator | Connect-ZohoCrm
        $emulator | Stop-ZohoCrmEmulator
        $emulator.IsRunning | Should -BeFalse
        $emulator.CallCount | Should -Be 2
        $next = Start-ZohoCrmEmulator -Port $emulator.Port
        $next.Port | Should -Be $emulator.Port
        Stop-ZohoCrmEmulator $next
        Disconnect-ZohoCrm
    }

    It 'may be called twice' {
        $emulator = Start-ZohoCrmEmulator
        Stop-ZohoCrmEmulator $emulator
        { Stop-ZohoCrmEmulator -Emulator $emulator } | Should -Not -Throw
    }
}
