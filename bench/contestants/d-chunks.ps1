# (d) ForEach-Object -Parallel over N chunks, each with a -WebSession of its own, which keeps its connection.
param([Parameter(Mandatory)] [string] $SettingPath)

$ProgressPreference = 'SilentlyContinue'
. (Join-Path $PSScriptRoot 'Contestant.ps1')

Measure-Contestant $SettingPath -Work {
    param($Setting, $Csv)
    $api = $Setting.apiDomain
    $headers = @{ Authorization = "Zoho-oauthtoken $($Setting.accessToken)" }
    $body = @{ data = @(@{ Locked_Reason__s = $Setting.reason }) } | ConvertTo-Json
    $rows = @(Import-Csv -LiteralPath $Csv)
    $size = [int] [Math]::Ceiling($rows.Count / $Setting.inFlight)
    $chunks = for ($first = 0; $first -lt $rows.Count; $first += $size) {
        , $rows[$first..([Math]::Min($first + $size, $rows.Count) - 1)]
    }
    $chunks | ForEach-Object -ThrottleLimit $Setting.inFlight -Parallel {
        $ProgressPreference = 'SilentlyContinue'
        $session = [Microsoft.PowerShell.Commands.WebRequestSession]::new()
        foreach ($row in $_) {
            $id = $row.'Record Id' -replace '^zcrm_'
            $uri = "$using:api/crm/v7/Deals/$id/Locking_Information__s"
            (Invoke-RestMethod $uri -Method Post -WebSession $session -Headers $using:headers -Body $using:body -ContentType application/json).data[0].details.id
        }
    }
}
