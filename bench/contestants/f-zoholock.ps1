# (f) Import-Csv | Lock-ZohoRecord.
param([Parameter(Mandatory)] [string] $SettingPath)

. (Join-Path $PSScriptRoot 'Contestant.ps1')
. (Join-Path $PSScriptRoot 'Connection.ps1')

Measure-Contestant $SettingPath -Prepare { param($Setting) Open-Connection $Setting } -Work {
    param($Setting, $Csv)
    $limit = $Setting.throttleLimit ? @{ ThrottleLimit = $Setting.throttleLimit } : @{}
    Import-Csv -LiteralPath $Csv | Lock-ZohoRecord -Module Deals -Reason $Setting.reason @limit
}
