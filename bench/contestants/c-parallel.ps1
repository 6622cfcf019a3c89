# (c) ForEach-Object -Parallel with Invoke-RestMethod.
param([Parameter(Mandatory)] [string] $SettingPath)

$ProgressPreference = 'SilentlyContinue'
. (Join-Path $PSScriptRoot 'Contestant.ps1')

Measure-Contestant $SettingPath -Work {
    param($Setting, $Csv)
    $api = $Setting.apiDomain
    $headers = @{ Authorization = "Zoho-oauthtoken $($Setting.accessToken)" }
    $body = @{ data = @(@{ Locked_Reason__s = $Setting.reason }) } | ConvertTo-Json
    Import-Csv -LiteralPath $Csv | ForEach-Object -ThrottleLimit $Setting.inFlight -Parallel {
        $ProgressPreference = 'SilentlyContinue'
        $id = $_.'Record Id' -replace '^zcrm_'
        $uri = "$using:api/crm/v7/Deals/$id/Locking_Information__s"
        (Invoke-RestMethod $uri -Method Post -Headers $using:headers -Body $using:body -ContentType application/json).data[0].details.id
    }
}
