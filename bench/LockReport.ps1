#Requires -Version 7.4
<#
.SYNOPSIS
    Measures the time and the memory of Export-ZohoRecordLockReport with made-up locks, each with a reason of its own.
.DESCRIPTION
    Run it in a new PowerShell each time: the figure is the process's highest working set.
.EXAMPLE
    pwsh -NoProfile -File ./bench/LockReport.ps1 -Count 100000
#>
[CmdletBinding()]
param([int] $Count = 100000)

$ErrorActionPreference = 'Stop'
Import-Module (Join-Path $PSScriptRoot '..' 'ZohoLock.psd1')
$folder = New-Item (Join-Path ([System.IO.Path]::GetTempPath()) ([guid]::NewGuid())) -ItemType Directory
try {
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    1..$Count | ForEach-Object {
        [pscustomobject]@{
            Module = 'Deals'; RecordId = "$(5843104000000000000 + $_)"; LockId = "$(5843104000900000000 + $_)"; RecordName = "Deal $_"; Reason = "Signed, case $_"
            Source = 'Manual'; LockedBy = "User $($_ % 200)"; LockedTime = [datetimeoffset]::UtcNow.AddMinutes(-$_)
        }
    } | Export-ZohoRecordLockReport (Join-Path $folder 'locks.html') (Join-Path $folder 'locks.xlsx')
    [pscustomobject]@{
        Locks      = $Count
        Seconds    = [math]::Round($clock.Elapsed.TotalSeconds, 1)
        PeakMB     = [math]::Round([System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 / 1MB)
        PageKB     = [math]::Round((Get-Item (Join-Path $folder 'locks.html')).Length / 1KB)
        WorkbookMB = [math]::Round((Get-Item (Join-Path $folder 'locks.xlsx')).Length / 1MB, 1)
    }
}
finally { Remove-Item $folder -Recurse }
