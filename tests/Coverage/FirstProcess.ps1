# Runs something of each assembly of the module. coverlet adds the lines that ran to a file for each assembly when a process ends, and can't any more if the
# process that made the file was killed while it wrote: tests kill processes, and so this one makes the files.
$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' '..' 'ZohoLock.psd1')
$emulator = Start-ZohoCrmEmulator -RecordCount 1
try {
    $emulator | Connect-ZohoCrm
    $report = Join-Path ([System.IO.Path]::GetTempPath()) "zoholock-coverage-$PID.html"
    $emulator.GetModule('Deals').Records.Id | Lock-ZohoRecord Deals -Reason 'Quarter closed' | Export-ZohoRecordLockReport $report
    Remove-Item $report
}
finally { $emulator | Stop-ZohoCrmEmulator }
