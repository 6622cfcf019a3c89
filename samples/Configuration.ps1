# Locking as code, on a Zoho CRM that runs in this process: look at what a file would change, apply it, see what its rule has locked.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' 'ZohoLock.psd1')
$export = Join-Path $PSScriptRoot 'Deals-export.csv'
$files = Join-Path $PSScriptRoot 'locking'

$emulator = Start-ZohoCrmEmulator -Module Deals -Path $export
try {
    $emulator | Connect-ZohoCrm

    # The review: nothing is changed.
    Import-ZohoRecordLockConfiguration $files -WhatIf

    $configuration = Import-ZohoRecordLockConfiguration $files
    $configuration.LockingRules | Format-Table | Out-String -Width 120 | Write-Host

    # A second time there is nothing to do.
    $emulator.ResetCounters()
    $null = Import-ZohoRecordLockConfiguration $files
    $changes = $emulator.Calls | Where-Object Method -NE 'GET'
    Write-Host ('Imported again: {0}.' -f ($changes ? 'something was changed' : 'nothing was changed'))

    # The rule for won deals has locked those that fitted already.
    $locks = Import-Csv $export | Get-ZohoRecordLock -Module Deals
    Write-Host ('{0:N0} of {1:N0} deals are locked by a rule.' -f $locks.Count, $emulator.GetModule('Deals').Records.Count)
    $locks | Select-Object -First 3 | Format-Table | Out-String -Width 100 | Write-Host

    # Nobody unlocks those by hand.
    $locks | Select-Object -First 1 | Unlock-ZohoRecord -ErrorVariable refused -ErrorAction SilentlyContinue
    Write-Host "Unlock-ZohoRecord: $refused"
    if ($changes -or -not $locks -or -not $refused) { exit 1 }
}
finally {
    if (Get-ZohoCrmConnection) { Disconnect-ZohoCrm }
    $emulator | Stop-ZohoCrmEmulator
}
