# How a team tests a script of its own without a Zoho account: each test makes the records, users and locks that it is about.
# Invoke-Pester ./samples/Deals.Tests.ps1

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot '..' 'ZohoLock.psd1')

    # The script to test: it locks the deals that are won, and frees those that have been locked for more than 30 days.
    function Update-DealLock([DateTimeOffset] $Today) {
        $won = Find-ZohoRecord Deals -Where "Stage = 'Closed Won'" -NotLocked
        Get-ZohoRecordLock Deals -All -LockedBefore $Today.AddDays(-30) | Unlock-ZohoRecord
        $won | Lock-ZohoRecord -Reason 'Won'
    }
}

Describe 'Update-DealLock' {
    BeforeEach {
        $today = [DateTimeOffset] '2026-09-30T12:00:00Z'
        $emulator = Start-ZohoCrmEmulator -Module Deals, Leads -RecordCount 0
        $emulator.SetTime($today)
        $emulator | Connect-ZohoCrm
        $module = $emulator.GetModule('Deals')
    }

    AfterEach {
        $emulator | Stop-ZohoCrmEmulator
    }

    It 'locks the deals that are won' {
        $null = $module.AddRecords(@(@{ Id = '1'; Deal_Name = 'Big one'; Stage = 'Closed Won'; Amount = 10000 }, @{ Id = '2'; Stage = 'Qualification' }))

        $null = Update-DealLock -Today $today

        $entry = $module.GetLocks('1')[0]
        $entry.Reason | Should -Be Won
        $entry.LockedTime | Should -Be $today
        $module.LockedCount | Should -Be 1
    }

    It 'frees what a colleague locked last month, and leaves what was locked last week' {
        $jane = $emulator.AddUser('Jane Doe', 'Standard')
        $null = $module.AddRecord(@{ Id = '1' })
        $null = $module.AddRecord(@{ Id = '2' })
        $null = $module.SetLocked('1', 'Manual', 'Audit', $jane, $today.AddDays(-40))
        $null = $module.SetLocked('2', 'Manual', 'Audit', $jane, $today.AddDays(-7))

        $null = Update-DealLock -Today $today

        $module.GetLocks('1') | Should -BeNullOrEmpty
        $module.GetLocks('2')[0].LockedBy.Name | Should -Be 'Jane Doe'
    }

    It 'goes on when its token ends' {
        $null = $module.AddRecord(@{ Id = '1'; Stage = 'Closed Won' })
        $emulator.Advance([timespan]::FromHours(2))

        $null = Update-DealLock -Today $today

        $module.LockedCount | Should -Be 1
        $emulator.TokensIssued | Should -Be 2
    }
}
