# kill -9 at moments of chance of Suspend- and Resume-ZohoRecordLock, each time run again with the same journal, and after each kill the truth: every
# reason is at the emulator or in the journal, and what Resume-ZohoRecordLock called locked is locked. The emulator is in this process, which looks at it.
function Invoke-SuspendRun([hashtable] $Race) {
    $random = [System.Random]::new($Race.Seed)
    Import-Module $Race.Module
    $folder = Join-Path ([System.IO.Path]::GetTempPath()) "zoholock-suspend-$([guid]::NewGuid().ToString('n'))"
    $null = New-Item $folder -ItemType Directory
    $emulator = Start-ZohoCrmEmulator -RecordCount $Race.Count
    try {
        $deals = $emulator.GetModule('Deals')
        $reasons = @{}
        foreach ($id in $deals.Records.Id) {
            # Among the words what a file of lines of JSON could spoil.
            $words = @(1..$random.Next(1, 40) | ForEach-Object { 'Quartal', 'ä€😀', '"', '\', "`r`n", "`t", ',"crc":"', '{"suspension":', 'null' | Get-Random -SetSeed $random.Next() })
            $reasons[$id] = "$id $($words -join ' ')."
            $null = $deals.SetLocked($id, 'Manual', $reasons[$id], $null)
        }
        $emulator.Settings.Latency = [timespan]::FromMilliseconds($Race.Latency)

        $journal = Join-Path $folder 'import.journal'
        $told = Join-Path $folder 'told.txt'
        $token = [pscredential]::new('x', $emulator.CreateAccessToken()).GetNetworkCredential().Password
        $connect = "`$ErrorActionPreference = 'Stop'; Import-Module '$($Race.Module)'
            Connect-ZohoCrm -AccessToken (ConvertTo-SecureString '$token' -AsPlainText -Force) -ApiDomain $($emulator.ApiDomain) -AccountsUri $($emulator.AccountsUri)"
        $suspend = "$connect
            Get-ZohoRecordLock Deals -All | Suspend-ZohoRecordLock -JournalPath '$journal'"
        $resume = "$connect
            `$told = [System.IO.StreamWriter]::new('$told', `$true)
            `$told.AutoFlush = `$true
            Resume-ZohoRecordLock '$journal' | ForEach-Object { `$told.WriteLine(`$_.RecordId) }"

        # The last kill of Suspend- is followed by Resume-, which has to find out what was under way.
        $half = [int] ($Race.Kills / 2)
        $moments = @(1..$half | ForEach-Object { $random.Next(1, $Race.Count) } | Sort-Object -Descending)
        $kills = @($moments | ForEach-Object { @{ Script = $suspend; Until = $_; Sign = -1 } })
        $moments = @(1..($Race.Kills - $half) | ForEach-Object { $random.Next($moments[-1] + 1, $Race.Count) } | Sort-Object)
        $kills += @($moments | ForEach-Object { @{ Script = $resume; Until = $_; Sign = 1 } })
        $result = [ordered]@{ Records = $Race.Count; Kills = 0; Seed = $Race.Seed; LostReasons = 0; ToldButOpen = 0 }
        foreach ($kill in $kills) {
            $process = Start-SuspendProcess $kill.Script
            try {
                while (($deals.LockedCount - $kill.Until) * $kill.Sign -lt 0 -and -not $process.HasExited) { $null = [System.Threading.Thread]::Yield() }
                [System.Threading.Thread]::Sleep($random.Next($Race.Latency + 1))
                if (-not $process.HasExited) { $result.Kills++ }
                $process.Kill()
            }
            finally {
                $process.WaitForExit()
                $process.Dispose()
            }

            # First the emulator, then the journal: it has each lock before that is removed.
            $missing = @($reasons.Keys | Where-Object { @($deals.GetLocks($_))[0].Reason -cne $reasons[$_] })
            $kept = @{}
            foreach ($lock in Get-ZohoSuspendedLock $journal) { $kept[$lock.RecordId] = $lock.Reason }
            $result.LostReasons += @($missing | Where-Object { $kept[$_] -cne $reasons[$_] }).Count
            $result.ToldButOpen += (Measure-ToldButOpen $told $deals $reasons)
        }

        $process = Start-SuspendProcess $resume
        $failure = $process.StandardError.ReadToEnd()
        $process.WaitForExit()
        $process.Dispose()
        $result.ToldButOpen += (Measure-ToldButOpen $told $deals $reasons)
        $result.Wrong = @($reasons.Keys | Where-Object { @($deals.GetLocks($_))[0].Reason -cne $reasons[$_] }).Count
        $result.RepeatedLocks = $emulator.RepeatedLocks
        $result.Suspended = @(Get-ZohoSuspendedLock $journal).Count
        $result.Failure = $failure.Trim()
        $result.True = -not ($result.LostReasons + $result.ToldButOpen + $result.Wrong + $result.RepeatedLocks + $result.Suspended) -and -not $result.Failure
        [pscustomobject] $result
    }
    finally {
        $emulator | Stop-ZohoCrmEmulator
        Remove-Item -LiteralPath $folder -Recurse -Force
    }
}

function Start-SuspendProcess([string] $Script) {
    $encoded = [Convert]::ToBase64String([System.Text.Encoding]::Unicode.GetBytes("`$ProgressPreference = 'SilentlyContinue'; $Script | Out-Null"))
    $start = New-PowerShellStartInfo '-NoLogo', '-NoProfile', '-NonInteractive', '-OutputFormat', 'Text', '-EncodedCommand', $encoded
    $start.RedirectStandardError = $true
    [System.Diagnostics.Process]::Start($start)
}

# How many of the records that were told as locked aren't locked with their reason; a line that the kill cut off was never said.
function Measure-ToldButOpen([string] $Path, $Deals, [hashtable] $Reasons) {
    $text = (Test-Path -LiteralPath $Path) ? [System.IO.File]::ReadAllText($Path) : ''
    @(($text -replace '[^\n]*\z').Split("`n", [StringSplitOptions]'RemoveEmptyEntries, TrimEntries') |
        Where-Object { @($Deals.GetLocks($_))[0].Reason -cne $Reasons[$_] }).Count
}
