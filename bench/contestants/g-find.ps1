# Find-ZohoRecord | Lock-ZohoRecord: the records of the CSV, found by a condition.
param([Parameter(Mandatory)] [string] $SettingPath)

. (Join-Path $PSScriptRoot 'Contestant.ps1')
. (Join-Path $PSScriptRoot 'Connection.ps1')

Measure-Contestant $SettingPath -Prepare { param($Setting) Open-Connection $Setting } -Work {
    param($Setting, $Csv)
    $some = $Csv -eq $Setting.warmUpCsv ? @{ First = $Setting.warmUp } : @{}
    Find-ZohoRecord Deals -Where $Setting.where @some | Lock-ZohoRecord -Reason $Setting.reason
}
