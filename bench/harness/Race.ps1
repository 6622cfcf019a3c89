# The contestants on the same records, one after another, and how they compare.

$contestantScripts = [ordered]@{
    a = 'limit'
    b = 'b-foreach.ps1'
    c = 'c-parallel.ps1'
    d = 'd-chunks.ps1'
    e = 'e-httpclient.ps1'
    f = 'f-zoholock.ps1'
}
$contestantNames = @{
    a = '(a) the limit'
    b = '(b) foreach'
    c = '(c) -Parallel'
    d = '(d) -Parallel in chunks'
    e = '(e) one HttpClient'
    f = '(f) Lock-ZohoRecord'
}
# They take one call at a time, or a connection a call: a sample says enough.
$slowContestants = 'b', 'c'

# Runs one contestant over the first records, all of them unlocked, and checks what it did at the emulator.
function Measure-Once([hashtable] $Emulator, [hashtable] $Race, [string] $Contestant) {
    $count = $Contestant -in $slowContestants ? $Race.SlowCount : $Race.Count
    $null = Send-Emulator $Emulator 'unlock-all', 'latency 0', 'jitter 0'
    $client = Open-Contestant $Emulator $contestantScripts[$Contestant] $Race.WarmUp @{
        csv           = Get-ShortCsv $Emulator $count
        inFlight      = $Race.InFlight
        edition       = $Race.Edition
        throttleLimit = $Race.ThrottleLimit
        heapEvery     = $Race.HeapEvery
    }
    try {
        $before = Send-Emulator $Emulator 'unlock-all', "latency $($Race.Latency)", "jitter $($Race.Jitter)", 'reset', 'counters'
        Send-Line $client 'go'
        $took = Read-Answer $client
        $after = Send-Emulator $Emulator 'counters'
    }
    finally {
        Close-Tool $client
    }

    $calls = ($after.calls | Where-Object operation -EQ LockRecord | Measure-Object count -Sum).Sum
    $refused = ($after.calls | Where-Object status -EQ 429 | Measure-Object count -Sum).Sum
    [pscustomobject]@{
        Contestant        = $Contestant
        Records           = $count
        PerSecond         = $took.done / $took.seconds
        CpuMs             = $took.cpuSeconds * 1000 / $count
        PeakMB            = $took.peakBytes / 1MB
        HeapMB            = $took.heapBytes / 1MB
        AllocatedKB       = $took.allocatedBytes / 1KB / $count
        ServerCpuMs       = ($after.cpuSeconds - $before.cpuSeconds) * 1000 / $count
        Calls             = [long] $calls
        Refused           = [long] $refused
        PeakInFlight      = $after.peakConcurrency
        Errors            = $count - $took.done
        LockedExactlyOnce = $after.locked -eq $count -and -not $after.repeatedLocks -and -not $after.failures
    }
}

# Rounds of all contestants, so that what the machine does meanwhile meets all of them alike.
function Invoke-Race([hashtable] $Race) {
    $emulator = Open-Emulator @{ records = [Math]::Max($Race.Count, $Race.WarmUp); ceiling = $Race.Ceiling; seed = $Race.Seed }
    try {
        # The emulator has to warm up, too.
        $null = Measure-Once -Emulator $emulator -Race $Race -Contestant a
        foreach ($round in 1..$Race.Repeat) {
            foreach ($contestant in $Race.Contestant) {
                $run = Measure-Once -Emulator $emulator -Race $Race -Contestant $contestant
                Add-Member -InputObject $run Round $round
                Write-Host ("  round $round  {0,-24} {1,9:N1} records/s  {2,7:N3} ms CPU  {3,6:N0} MB  {4} x 429  {5}" -f
                    $contestantNames[$contestant], $run.PerSecond, $run.CpuMs, $run.PeakMB, $run.Refused, ($run.LockedExactlyOnce ? '' : 'NOT locked exactly once'))
                $run
            }
        }
    }
    finally {
        Close-Emulator $emulator
    }
}

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    if (-not $sorted) { return [double]::NaN }
    $middle = [Math]::Floor($sorted.Count / 2)
    $sorted.Count % 2 ? $sorted[$middle] : ($sorted[$middle - 1] + $sorted[$middle]) / 2
}

# A figure's ratio to another contestant's in the same round, the median of the rounds.
function Get-Ratio([object[]] $Runs, [string] $Of, [string] $Figure, [string] $To = 'a') {
    Get-Median @(foreach ($run in $Runs | Where-Object Contestant -EQ $Of) {
            $other = $Runs | Where-Object { $_.Contestant -eq $To -and $_.Round -eq $run.Round }
            if ($other) { $run.$Figure / $other.$Figure }
        })
}

# One row a contestant: medians of its rounds, each beside its ratio to (a).
function Get-RaceTable([object[]] $Runs) {
    foreach ($group in $Runs | Group-Object Contestant | Sort-Object Name) {
        $row = [ordered]@{ Contestant = $contestantNames[$group.Name]; Records = $group.Group[0].Records }
        foreach ($figure in @(
                @{ Of = 'PerSecond'; Title = 'Records/s'; ToLimit = 'to (a)'; Format = 'N1' }
                @{ Of = 'CpuMs'; Title = 'CPU ms'; ToLimit = 'CPU to (a)'; Format = 'N3' }
                @{ Of = 'PeakMB'; Title = 'Peak MB'; ToLimit = 'MB to (a)'; Format = 'N0' })) {
            $row[$figure.Title] = (Get-Median $group.Group.($figure.Of)).ToString($figure.Format)
            $row[$figure.ToLimit] = (Get-Ratio $Runs -Of $group.Name -Figure $figure.Of).ToString('N3')
        }
        $row['Server ms'] = (Get-Median $group.Group.ServerCpuMs).ToString('N3')
        $calls = ($group.Group | Measure-Object Calls -Sum).Sum
        $row['429'] = '{0:N2} %' -f (100 * ($group.Group | Measure-Object Refused -Sum).Sum / [Math]::Max(1, $calls))
        $row.Errors = [long] ($group.Group | Measure-Object Errors -Sum).Sum
        $row['Each once'] = $group.Group.LockedExactlyOnce -contains $false ? 'NO' : 'yes'
        [pscustomobject] $row
    }
}
