# Every fault at once, and afterwards the truth.
function Invoke-FaultRun([hashtable] $Race, [int] $Seed) {
    $emulator = Open-Emulator @{ records = $Race.Count; latency = $Race.Latency; ceiling = $Race.Ceiling; seed = $Seed }
    try {
        $outcomes = Join-Path $emulator.Folder 'outcomes.txt'
        $client = Open-Contestant $emulator 'f-told.ps1' $Race.WarmUp @{ csv = $emulator.Csv; edition = $Race.Edition; outcomesPath = $outcomes; timeoutSec = 1 }
        try {
            $null = Send-Emulator $emulator 'reset', "faults $($Race.FaultRate.ToString([cultureinfo]::InvariantCulture)) $($Seed * 1000)"
            $clock = [System.Diagnostics.Stopwatch]::StartNew()
            Send-Line $client 'go'
            $null = Read-Answer $client
        }
        finally {
            Close-Tool $client
        }

        $truth = Compare-Truth -Emulator $emulator -OutcomesPath $outcomes -Count $Race.Count
        $calls = ($truth.Counters.calls | Measure-Object count -Sum).Sum
        $struck = ($truth.Counters.faults | Measure-Object struck -Sum).Sum
        $truth | Select-Object @{ n = 'Seed'; e = { $Seed } }, @{ n = 'Seconds'; e = { [Math]::Round($clock.Elapsed.TotalSeconds, 1) } },
            @{ n = 'Calls'; e = { $calls } }, @{ n = 'Struck'; e = { '{0:N1} %' -f (100 * $struck / $calls) } }, *
    }
    finally {
        Close-Emulator $emulator
    }
}
