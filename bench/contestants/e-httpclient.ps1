# (e) PowerShell with one HttpClient and N tasks in flight; answers are taken in the order of the records.
param([Parameter(Mandatory)] [string] $SettingPath)

. (Join-Path $PSScriptRoot 'Contestant.ps1')

Measure-Contestant $SettingPath -Work {
    param($Setting, $Csv)
    $client = [System.Net.Http.HttpClient]::new()
    $client.DefaultRequestHeaders.Authorization = [System.Net.Http.Headers.AuthenticationHeaderValue]::new('Zoho-oauthtoken', $Setting.accessToken)
    $body = @{ data = @(@{ Locked_Reason__s = $Setting.reason }) } | ConvertTo-Json
    $inFlight = [System.Collections.Generic.Queue[System.Threading.Tasks.Task[System.Net.Http.HttpResponseMessage]]]::new()

    function Receive-LockId {
        $response = $inFlight.Dequeue().GetAwaiter().GetResult()
        $text = $response.Content.ReadAsStringAsync().GetAwaiter().GetResult()
        if ($response.IsSuccessStatusCode) { ($text | ConvertFrom-Json).data[0].details.id }
        else { Write-Error "$($response.StatusCode): $text" }
    }

    foreach ($row in Import-Csv -LiteralPath $Csv) {
        if ($inFlight.Count -eq $Setting.inFlight) { Receive-LockId }
        $id = $row.'Record Id' -replace '^zcrm_'
        $content = [System.Net.Http.StringContent]::new($body, [System.Text.Encoding]::UTF8, 'application/json')
        $inFlight.Enqueue($client.PostAsync("$($Setting.apiDomain)/crm/v7/Deals/$id/Locking_Information__s", $content))
    }
    while ($inFlight.Count) { Receive-LockId }
    $client.Dispose()
}
