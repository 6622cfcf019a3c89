# Test-ZohoRecordLocking: whether records can be locked, and if not, why.
BeforeAll {
    . (Join-Path $PSScriptRoot 'TestSession.ps1')

    function Get-Result($Checks, [string] $Requirement) { ($Checks | Where-Object Requirement -EQ $Requirement).Result }
}

Describe 'Test-ZohoRecordLocking' {
    BeforeEach {
        $emulator = Start-TestSession @{ Module = 'Deals'; RecordCount = 3 }
        $ids = Get-TestId $emulator
    }

    AfterEach {
        Stop-TestSession $emulator
    }

    It 'has a row for each requirement of a module' {
        $checks = Test-ZohoRecordLocking Deals

        $checks.Requirement | Should -Be 'Scope', 'Edition', 'Module', 'Configuration', 'ManualLocking', 'Profile', 'Permission', 'View'
        $checks | Where-Object Result -NE Passed | ForEach-Object Requirement | Should -Be Permission
        $checks.Module | Sort-Object -Unique | Should -Be Deals
    }

    It 'has one for each record, whatever its id looks like' {
        $null = Lock-ZohoRecord Deals $ids[1] -Reason Audit

        $checks = Test-ZohoRecordLocking Deals -RecordId "zcrm_$($ids[0])", ([long] $ids[1]) | Where-Object RecordId

        $checks.RecordId | Should -Be $ids[0, 1]
        $checks.Result | Should -Be Passed, Failed
        $checks[1].Message | Should -BeLike '*Audit*'
        $checks[1].Advice | Should -BeLike '*Set-ZohoRecordLock*'
    }

    It 'only reads' {
        $null = Test-ZohoRecordLocking Deals $ids

        Get-CallCount $emulator ListLocks | Should -Be 3
        Get-CallCount $emulator LockRecord | Should -Be 0
        $emulator.GetModule('Deals').LockedCount | Should -Be 0
    }

    It 'checks each module once, with the records piped in' {
        $null = Lock-ZohoRecord Deals $ids[0] -Reason Audit
        $records = Find-ZohoRecord Deals
        $emulator.ResetCounters()

        $checks = $records | Test-ZohoRecordLocking

        $checks | Where-Object RecordId | ForEach-Object Result | Should -Be Failed, Passed, Passed
        @($checks | Where-Object Requirement -EQ Scope).Count | Should -Be 1
        Get-CallCount $emulator GetLockingConfiguration | Should -Be 1
    }

    It 'takes a configuration from the pipeline, and not its id for a record''s' {
        $checks = Get-ZohoRecordLockConfiguration Deals | Test-ZohoRecordLocking

        $checks | Where-Object RecordId | Should -BeNullOrEmpty
        $checks.Count | Should -Be 8
    }

    It 'says what is wrong with a module, and goes on with the others' {
        $checks = Test-ZohoRecordLocking Dealz, Deals

        $wrong = $checks | Where-Object Module -EQ Dealz
        ($wrong | Where-Object Result -EQ Failed).Requirement | Should -Be Module
        ($wrong | Where-Object Result -EQ Failed).Message | Should -BeLike "*'Deals'*"
        Get-Result ($checks | Where-Object Module -EQ Deals) Module | Should -Be Passed
    }

    It 'names the cmdlets to use' {
        $emulator.GetModule('Deals').LockingConfiguration = 'Missing'

        $check = Test-ZohoRecordLocking Deals | Where-Object Requirement -EQ Configuration

        $check.Result | Should -Be Failed
        $check.Advice | Should -BeLike '*New-ZohoRecordLockConfiguration*'
    }

    It 'says what to give instead of <Name>' -ForEach @(
        @{ Name = 'an id that is none'; Id = 'abc'; Error = 'InvalidRecordId' }
        @{ Name = 'a rounded id'; Id = '5.8431E+18'; Error = 'RoundedRecordId' }
        @{ Name = 'an object'; Id = { Get-Process -Id $PID }; Error = 'UnsupportedInput' }
    ) {
        $given = $Id -is [scriptblock] ? (& $Id) : $Id
        $null = Test-ZohoRecordLocking Deals -RecordId $given -ErrorVariable found -ErrorAction SilentlyContinue

        $found[0].FullyQualifiedErrorId | Should -BeLike "$Error,*"
    }

    It 'ends with one error without a connection' {
        Disconnect-ZohoCrm

        { Test-ZohoRecordLocking Deals } | Should -Throw -ErrorId 'NotConnected,ZohoLock.Commands.TestZohoRecordLockingCommand'
    }

    It 'fits a table of 100 columns, with lines that end after a word' {
        $null = Lock-ZohoRecord Deals $ids[0] -Reason ('very ' * 40 + 'long')
        $lines = (Test-ZohoRecordLocking Deals $ids[0] | Out-String -Width 100) -split '\r?\n'

        $lines | ForEach-Object Length | Sort-Object -Descending | Select-Object -First 1 | Should -BeLessOrEqual 100
        $lines -join "`n" | Should -BeLike '*very long*'
        $lines | Where-Object { $_ -match '\bver$' } | Should -BeNullOrEmpty
    }

    It 'has words in JSON' {
        $json = Test-ZohoRecordLocking Deals | ConvertTo-Json | ConvertFrom-Json

        $json[0].Result | Should -Be Passed
        $json[0].Requirement | Should -Be Scope
    }
}
