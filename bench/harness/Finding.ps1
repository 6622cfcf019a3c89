# Records that are found before they are locked, and the state of records whose ids are known.

$likely = 'Probability >= 50'

# The same records from a CSV and found by a condition, in turns.
function Invoke-Finding([hashtable] $Race) {
    $emulator = Open-Emulator @{ records = $Race.Count; ceiling = $Race.Ceiling; seed = $Race.Seed }
    try {
        $csv = Join-Path $emulator.Folder 'Likely.csv'
        $null = Send-Emulator $emulator "likely $csv"
        $count = @(Import-Csv -LiteralPath $csv).Count
        foreach ($round in 1..$Race.Repeat) {
            $ofCsv, $found = foreach ($script in 'f-zoholock.ps1', 'g-find.ps1') {
                Measure-Finding -Emulator $emulator -Race $Race -Script $script -Csv $csv
            }
            $run = [pscustomobject]@{
                Round             = $round
                Found             = $count
                CsvPerSecond      = $ofCsv.PerSecond
                FindPerSecond     = $found.PerSecond
                FindToCsv         = $found.PerSecond / $ofCsv.PerSecond
                Queries           = $found.Queries
                LockedExactlyOnce = $ofCsv.Locked -eq $count -and $found.Locked -eq $count -and $found.Done -eq $count -and -not ($ofCsv.Repeated + $found.Repeated)
            }
            Write-Host ("  round $round  CSV {0:N1} records/s, found {1:N1} records/s: {2:N3}" -f $run.CsvPerSecond, $run.FindPerSecond, $run.FindToCsv)
            $run
        }
    }
    finally {
        Close-Emulator $emulator
    }
}

# The state of few records and of many.
function Invoke-Lookup([hashtable] $Race) {
    $emulator = Open-Emulator @{ records = $Race.Count; ceiling = $Race.Ceiling; seed = $Race.Seed }
    try {
        foreach ($round in 1..$Race.Repeat) {
            foreach ($rows in [int] ($Race.Count / 50), $Race.Count) {
                $csv = Get-ShortCsv $emulator $rows
                $peak = Measure-Finding -Emulator $emulator -Race $Race -Script 'h-lookup.ps1' -Csv $csv
                $small = Invoke-WithSmallNursery { Measure-Finding -Emulator $emulator -Race $Race -Script 'h-lookup.ps1' -Csv $csv }
                $heap = Measure-Finding -Emulator $emulator -Race $Race -Script 'h-lookup.ps1' -Csv $csv -HeapEvery ([int] ($rows / 4))
                $run = [pscustomobject]@{
                    Round          = $round
                    Rows           = $rows
                    Found          = $peak.Done
                    Calls          = $peak.Queries
                    PerSecond      = $peak.PerSecond
                    PeakMB         = $peak.PeakMB
                    SmallNurseryMB = $small.PeakMB
                    HeapMB         = $heap.HeapMB
                }
                Write-Host ('  round {0}  {1,6} ids  {2} calls  {3:N0} a second  peak {4:N1} MB, with a small nursery {5:N1} MB, live heap {6:N1} MB' -f
                    $round, $rows, $run.Calls, $run.PerSecond, $run.PeakMB, $run.SmallNurseryMB, $run.HeapMB)
                $run
            }
        }
    }
    finally {
        Close-Emulator $emulator
    }
}

function Measure-Finding([hashtable] $Emulator, [hashtable] $Race, [string] $Script, [string] $Csv, [int] $HeapEvery) {
    $null = Send-Emulator $Emulator 'unlock-all', 'latency 0'
    $client = Open-Contestant $Emulator $Script $Race.WarmUp @{ csv = $Csv; where = $likely; warmUp = $Race.WarmUp; edition = $Race.Edition; heapEvery = $HeapEvery }
    try {
        $null = Send-Emulator $Emulator 'unlock-all', "latency $($Race.Latency)", 'reset'
        Send-Line $client 'go'
        $took = Read-Answer $client
        $after = Send-Emulator $Emulator 'counters'
    }
    finally {
        Close-Tool $client
    }
    [pscustomobject]@{
        Done      = $took.done
        PerSecond = $took.done / $took.seconds
        PeakMB    = $took.peakBytes / 1MB
        HeapMB    = $took.heapBytes / 1MB
        Queries   = [long] ($after.calls | Where-Object operation -EQ QueryRecords | Measure-Object count -Sum).Sum
        Locked    = $after.locked
        Repeated  = $after.repeatedLocks
    }
}

function Get-FindingTarget([object[]] $Runs) {
    $toCsv = Get-Median $Runs.FindToCsv
    $once = @($Runs | Where-Object LockedExactlyOnce).Count
    Format-Target ($once -eq $Runs.Count) "each record locked exactly once: in $once of $($Runs.Count) rounds"
    Format-Target ($toCsv -ge 0.95) "found and locked at 0.95 or more of the same records from a CSV: $($toCsv.ToString('N3'))"
}

function Get-LookupTarget([object[]] $Runs) {
    $few, $many = @($Runs | Group-Object Rows | Sort-Object { [int] $_.Name } | ForEach-Object { , $_.Group })
    $calls = ($many.Calls | Measure-Object -Maximum).Maximum
    Format-Target (-not ($Runs | Where-Object { $_.Found -ne $_.Rows })) 'each record found'
    Format-Target ($calls -le 2100) "the state of $($many[0].Rows) ids in at most 2,100 calls: $calls"
    foreach ($figure in ([ordered]@{ SmallNurseryMB = 'peak memory with a small nursery'; HeapMB = 'live heap' }).GetEnumerator()) {
        $growth = (Get-Median $many.($figure.Key)) - (Get-Median $few.($figure.Key))
        Format-Target ($growth -le 30) "$($figure.Value) within 30 MB of that for $($few[0].Rows): $($growth.ToString('+0.0;-0.0')) MB"
    }
}
