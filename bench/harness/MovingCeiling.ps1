# How long Lock-ZohoRecord takes to follow a ceiling that moves.

# Calls in flight are told by what is accepted: so many a second, each for the latency. It follows when it uses nine tenths of the ceiling and
# no more than a tenth of its calls are turned away, over this many seconds.
$window = 0.25

function Invoke-MovingCeiling([hashtable] $Race) {
    $high, $low = 20, 5
    $emulator = Open-Emulator @{ records = $Race.Count; ceiling = $high; seed = $Race.Seed }
    try {
        $setting = @{ csv = $emulator.Csv; inFlight = $high; edition = $Race.Edition; throttleLimit = $Race.ThrottleLimit }
        $client = Open-Contestant $emulator $contestantScripts['f'] $Race.WarmUp $setting
        try {
            # In the middle the ceiling is a quarter: a tenth of the records takes it as long as the others take at either end.
            $null = Send-Emulator $emulator 'unlock-all', "latency $($Race.Latency)", 'reset', 'watch 25'
            Send-Line $client 'go'
            $null = Send-Emulator $emulator "wait-locked $([int] ($Race.Count * 0.45))", "ceiling $low"
            $null = Send-Emulator $emulator "wait-locked $([int] ($Race.Count * 0.55))", "ceiling $high"
            $took = Read-Answer $client
            $samples = @(Send-Emulator $emulator 'samples')
            $counters = Send-Emulator $emulator 'counters'
        }
        finally {
            Close-Tool $client
        }
    }
    finally {
        Close-Emulator $emulator
    }

    $refused = ($counters.calls | Where-Object status -EQ 429 | Measure-Object count -Sum).Sum
    [pscustomobject][ordered]@{
        Edition           = $Race.Edition
        Records           = $Race.Count
        SecondsToFind     = Get-SecondsToFollow $samples -Move 0 -LatencyMs $Race.Latency
        SecondsDown       = Get-SecondsToFollow $samples -Move 1 -LatencyMs $Race.Latency
        SecondsUp         = Get-SecondsToFollow $samples -Move 2 -LatencyMs $Race.Latency
        PerSecond         = $took.done / $took.seconds
        Refused           = [long] $refused
        Errors            = $Race.Count - $took.done
        LockedExactlyOnce = $counters.locked -eq $Race.Count -and -not $counters.repeatedLocks -and -not $counters.failures
        Samples           = $samples
    }
}

# Seconds from the moment the ceiling moved for the so-manieth time (0: from the first call on) until the calls in flight follow.
function Get-SecondsToFollow([object[]] $Samples, [int] $Move, [double] $LatencyMs) {
    $moves = @(0) + @(1..($Samples.Count - 1) | Where-Object { $Samples[$_].ceiling -ne $Samples[$_ - 1].ceiling })
    if ($Move -ge $moves.Count) { return [double]::NaN }
    $from = $moves[$Move]
    while ($Move -eq 0 -and $from -lt $Samples.Count - 1 -and -not $Samples[$from + 1].accepted) { $from++ }
    $end = $Move + 1 -lt $moves.Count ? $moves[$Move + 1] : $Samples.Count

    $first = $from
    for ($i = $from; $i -lt $end; $i++) {
        while ($Samples[$i].seconds - $Samples[$first + 1].seconds -ge $window) { $first++ }
        $elapsed = $Samples[$i].seconds - $Samples[$first].seconds
        if ($elapsed -lt $window) { continue }
        $accepted = $Samples[$i].accepted - $Samples[$first].accepted
        $refused = $Samples[$i].refused - $Samples[$first].refused
        $inFlight = $accepted / $elapsed * $LatencyMs / 1000
        if ($inFlight -ge 0.9 * $Samples[$i].ceiling -and $refused -le 0.1 * ($accepted + $refused)) {
            return $Samples[$i].seconds - $Samples[$from].seconds
        }
    }
    [double]::NaN
}
