# Wanted locks in a file, a plan to review, and a nightly task that applies it, on a Zoho CRM that runs in this process.
# Exit codes, as a nightly task has them: 0 all is as wanted; 1 some records have errors; 2 rules have locked records that shouldn't be.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' 'ZohoLock.psd1')
$export = Join-Path $PSScriptRoot 'Deals-export.csv'
$plan = Join-Path ([System.IO.Path]::GetTempPath()) "plan-$([guid]::NewGuid()).json"

$emulator = Start-ZohoCrmEmulator -Module Deals -Path $export
try {
    $emulator | Connect-ZohoCrm

    # The file in Git: which deals are locked, and why.
    $wanted = Import-Csv $export | Where-Object Stage -EQ 'Closed Won' | Select-Object 'Record Id', @{ Name = 'Reason'; Expression = { 'Quarter closed' } }
    $null = Find-ZohoRecord Deals -Where "Stage != 'Closed Won'" -First 3 | Lock-ZohoRecord -Reason 'Forgotten'

    # In the pull request: the plan, for review. Nothing is changed.
    $steps = $wanted | Sync-ZohoRecordLock Deals -UnlockOthers -PlanPath $plan
    $steps | Group-Object Action -NoElement | Format-Table | Out-String | Write-Host

    # In the night: exactly that, and not more than was reviewed.
    $done = Sync-ZohoRecordLock -Plan $plan -MaximumCount ($steps | Where-Object IsChange).Count -ErrorVariable failed -ErrorAction Continue
    Write-Host ('{0:N0} changes made, {1:N0} errors.' -f @($done | Where-Object IsDone).Count, $failed.Count)

    # A second run has nothing to do.
    $again = $wanted | Sync-ZohoRecordLock Deals -UnlockOthers
    Write-Host ('A second run made {0:N0} changes.' -f @($again | Where-Object IsDone).Count)

    if ($failed -or ($again | Where-Object IsDone)) { exit 1 }
    if ($done | Where-Object Action -EQ Blocked) { exit 2 }
}
finally {
    Remove-Item $plan -ErrorAction Ignore
    if (Get-ZohoCrmConnection) { Disconnect-ZohoCrm }
    $emulator | Stop-ZohoCrmEmulator
}
