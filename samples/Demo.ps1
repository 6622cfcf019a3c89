# The main job, on a Zoho CRM that runs in this process: lock the records of an export, look at some, unlock half of them.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' 'ZohoLock.psd1')
$export = Join-Path $PSScriptRoot 'Deals-export.csv'

$emulator = Start-ZohoCrmEmulator -Module Deals -Path $export
try {
    $emulator | Connect-ZohoCrm

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $locks = Import-Csv $export | Lock-ZohoRecord -Module Deals -Reason 'Quarter closed' -ErrorVariable failures -ErrorAction Continue
    Write-Host ('{0:N0} records locked, {1:N0} errors, {2:N1} seconds.' -f $locks.Count, $failures.Count, $clock.Elapsed.TotalSeconds)

    $locks | Select-Object -First 5 | Get-ZohoRecordLock | Format-Table | Out-String -Width 100 | Write-Host

    $unlocked = $locks | Select-Object -First ($locks.Count / 2) | Unlock-ZohoRecord
    Write-Host ('{0:N0} records unlocked, {1:N0} still locked.' -f $unlocked.Count, ($locks.Count - $unlocked.Count))

    Write-Host "`nWhat the emulator was asked:"
    $emulator.Calls | Format-Table | Out-String -Width 100 | Write-Host
    Write-Host ('At most {0} calls at once; {1} record locked twice.' -f $emulator.PeakConcurrency, ($emulator.RepeatedLocks ? $emulator.RepeatedLocks : 'no'))
    if ($failures.Count) { exit 1 }
}
finally {
    if (Get-ZohoCrmConnection) { Disconnect-ZohoCrm }
    $emulator | Stop-ZohoCrmEmulator
}
