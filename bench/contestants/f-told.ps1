# (f) with each outcome told in a file, a line each, written through as it comes: what the process said stays said when it is killed.
param([Parameter(Mandatory)] [string] $SettingPath)

. (Join-Path $PSScriptRoot 'Contestant.ps1')
. (Join-Path $PSScriptRoot 'Connection.ps1')

$setting = Get-Content -LiteralPath $SettingPath -Raw | ConvertFrom-Json
$journal = $setting.journalPath ? @{ JournalPath = $setting.journalPath } : @{}
$outcomes = [System.IO.StreamWriter]::new($setting.outcomesPath, $true)
$outcomes.AutoFlush = $true
Open-Connection $setting -More @{ TimeoutSec = $setting.timeoutSec }
Wait-Go

# Tab-separated: what it is, the record, and the lock or the error.
try {
    Import-Csv -LiteralPath $setting.csv | Lock-ZohoRecord -Module Deals -Reason $setting.reason @journal 2>&1 | ForEach-Object {
        if ($_ -is [System.Management.Automation.ErrorRecord]) {
            $id = $_.TargetObject.'Record Id' -replace '^zcrm_'
            $outcomes.WriteLine("error`t$id`t$($_.FullyQualifiedErrorId)`t$($_ -replace '\s+', ' ')")
        }
        else {
            $outcomes.WriteLine("locked`t$($_.RecordId)`t$($_.LockId)`t$($_.Reason)")
        }
    }
    $outcomes.WriteLine("end`t`t`t")
}
catch {
    $outcomes.WriteLine("stopped`t`t$($_.FullyQualifiedErrorId)`t$($_ -replace '\s+', ' ')")
}
[Console]::Out.WriteLine('{"ended":true}')
