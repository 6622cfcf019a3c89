# (b) foreach with Invoke-RestMethod: what most people write first.
param([Parameter(Mandatory)] [string] $SettingPath)

$ProgressPreference = 'SilentlyContinue'
. (Join-Path $PSScriptRoot 'Contestant.ps1')

Measure-Contestant $SettingPath -Work {
    param($Setting, $Csv)
    $headers = @{ Authorization = "Zoho-oauthtoken $($Setting.accessToken)" }
    $body = @{ data = @(@{ Locked_Reason__s = $Setting.reason }) } | ConvertTo-Json
    foreach ($row in Import-Csv -LiteralPath $Csv) {
        $id = $row.'Record Id' -replace '^zcrm_'
        $uri = "$($Setting.apiDomain)/crm/v7/Deals/$id/Locking_Information__s"
        (Invoke-RestMethod $uri -Method Post -Headers $headers -Body $body -ContentType application/json).data[0].details.id
    }
}
