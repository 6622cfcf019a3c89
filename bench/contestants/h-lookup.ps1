# Import-Csv | Find-ZohoRecord: the state of records.
param([Parameter(Mandatory)] [string] $SettingPath)

. (Join-Path $PSScriptRoot 'Contestant.ps1')
. (Join-Path $PSScriptRoot 'Connection.ps1')

Measure-Contestant $SettingPath -Prepare { param($Setting) Open-Connection $Setting } -Work {
    param($Setting, $Csv)
    Import-Csv -LiteralPath $Csv | Find-ZohoRecord -Module Deals
}
