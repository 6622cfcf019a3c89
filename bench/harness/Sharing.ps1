# Programs that share an organisation's concurrency limit: what they use of it together, whether they end together, and how long a short run
# beside a long one takes.

$shortCount = 200

function Invoke-Sharing([hashtable] $Race) {
    $total = $Race.Programs * $Race.Count
    $emulator = Open-Emulator @{ records = $total; ceiling = $Race.Ceiling; seed = $Race.Seed }
    try {
        $alone = $Race.Clone()
        $alone.Count = $total
        # The emulator has to warm up, too.
        $null = Measure-Once -Emulator $emulator -Race $alone -Contestant a
        foreach ($round in 1..$Race.Repeat) {
            $limit = Measure-Once -Emulator $emulator -Race $alone -Contestant a
            $together = Measure-Together $emulator $Race
            $short = Measure-ShortBesideLong $emulator $Race
            $run = [pscustomobject][ordered]@{
                Round             = $round
                PerSecond         = $together.PerSecond
                OfCeiling         = $together.PerSecond * $Race.Latency / 1000 / $Race.Ceiling
                OfLimit           = $together.PerSecond / $limit.PerSecond
                SecondsEach       = $together.Seconds -join ', '
                LastToFirst       = $together.LastToFirst
                Percent429        = $together.Percent429
                ShortSeconds      = $short.Seconds
                ShortPercent429   = $short.Percent429
                ReadySeconds      = $together.ReadySeconds
                Errors            = $together.Errors + $short.Errors
                LockedExactlyOnce = $limit.LockedExactlyOnce -and $together.LockedExactlyOnce -and $short.LockedExactlyOnce
            }
            Write-Host ('  round {0}  {1:N3} of the ceiling, {2:N3} of (a), they take {3} s, {4:N2} % 429; {5} beside a long run {6:N2} s, {7:N2} % 429 {8}' -f
                $round, $run.OfCeiling, $run.OfLimit, $run.SecondsEach, $run.Percent429, $shortCount, $run.ShortSeconds, $run.ShortPercent429,
                ($run.LockedExactlyOnce ? '' : 'NOT locked exactly once'))
            $run
        }
    }
    finally {
        Close-Emulator $emulator
    }
}

# Several (f) at once, each in a process of its own with records of its own. They begin a second apart, as processes do that one script starts.
function Measure-Together([hashtable] $Emulator, [hashtable] $Race) {
    $clients = [System.Collections.Generic.List[object]]::new()
    try {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        foreach ($index in 0..($Race.Programs - 1)) {
            $clients.Add((Open-Sharer $Emulator $Race (Get-PartCsv $Emulator ($index * $Race.Count) $Race.Count)))
        }
        $ready = $clock.Elapsed.TotalSeconds / $Race.Programs

        Start-Counting $Emulator $Race
        $clock.Restart()
        $begun = @(foreach ($client in $clients) {
                $clock.Elapsed.TotalSeconds
                Send-Line $client 'go'
                if ($client -ne $clients[-1]) { Start-Sleep -Seconds 1 }
            })
        $took = @(foreach ($client in $clients) { Read-Answer $client })
        $counters = Send-Emulator $Emulator 'counters'
    }
    finally {
        foreach ($client in $clients) { Close-Tool $client }
    }

    $seconds = @($took.seconds | Sort-Object)
    $whole = (0..($clients.Count - 1) | ForEach-Object { $begun[$_] + $took[$_].seconds } | Measure-Object -Maximum).Maximum
    $done = ($took | Measure-Object done -Sum).Sum
    @{
        Seconds           = @($seconds | ForEach-Object { $_.ToString('N1') })
        PerSecond         = $done / $whole
        LastToFirst       = $seconds[-1] / $seconds[0]
        Percent429        = Get-Percent429 $counters
        ReadySeconds      = $ready
        Errors            = $Race.Programs * $Race.Count - $done
        LockedExactlyOnce = $counters.locked -eq $done -and -not $counters.repeatedLocks -and -not $counters.failures
    }
}

# A short (f) that begins when a long one has had the organisation for itself for a while.
function Measure-ShortBesideLong([hashtable] $Emulator, [hashtable] $Race) {
    $total = $Race.Programs * $Race.Count
    $long = Open-Sharer $Emulator $Race (Get-PartCsv $Emulator $shortCount ($total - $shortCount))
    $short = $null
    try {
        $short = Open-Sharer $Emulator $Race (Get-PartCsv $Emulator 0 $shortCount)
        Start-Counting $Emulator $Race
        Send-Line $long 'go'
        $null = Send-Emulator $Emulator "wait-locked $([int] ($total / 4))"
        Send-Line $short 'go'
        $took = Read-Answer $short
        $counters = Send-Emulator $Emulator 'counters'
    }
    finally {
        Close-Tool $short
        Close-Tool $long
    }

    @{
        Seconds           = $took.seconds
        Percent429        = Get-Percent429 $counters
        Errors            = $shortCount - $took.done
        LockedExactlyOnce = -not $counters.repeatedLocks -and -not $counters.failures
    }
}

# It warms up alone and at no latency.
function Open-Sharer([hashtable] $Emulator, [hashtable] $Race, [string] $Csv) {
    $null = Send-Emulator $Emulator 'unlock-all', 'latency 0', 'jitter 0'
    Open-Contestant $Emulator $contestantScripts['f'] $Race.WarmUp @{
        csv = $Csv; inFlight = $Race.InFlight; edition = $Race.Edition; throttleLimit = $Race.ThrottleLimit; heapEvery = 0
    }
}

function Start-Counting([hashtable] $Emulator, [hashtable] $Race) {
    $null = Send-Emulator $Emulator 'unlock-all', "latency $($Race.Latency)", "jitter $($Race.Jitter)", 'reset'
}

function Get-Percent429($Counters) {
    $calls = $Counters.calls | Where-Object operation -EQ LockRecord
    100 * ($calls | Where-Object status -EQ 429 | Measure-Object count -Sum).Sum / ($calls | Measure-Object count -Sum).Sum
}

# Some rows of the emulator's CSV, in a file of their own.
function Get-PartCsv([hashtable] $Emulator, [int] $Skip, [int] $Count) {
    $path = Join-Path $Emulator.Folder "Deals-$Skip-$Count.csv"
    if (-not (Test-Path -LiteralPath $path)) {
        $lines = @(Get-Content -LiteralPath $Emulator.Csv)
        $lines[0], $lines[($Skip + 1)..($Skip + $Count)] | Write-Output | Set-Content -LiteralPath $path -Encoding utf8BOM
    }
    $path
}
