# What each contestant dot-sources: the same warm-up and the same measuring for all of them, (a)'s in Limit.cs and Meter.cs.

# Runs the work on the warm-up's records, says that it is ready, waits to be told to go, runs the work on the records, and prints what it took.
# Prepare runs before each of the two and is not measured.
function Measure-Contestant([string] $SettingPath, [scriptblock] $Work, [scriptblock] $Prepare = {}) {
    $setting = Get-Content -LiteralPath $SettingPath -Raw | ConvertFrom-Json
    & $Prepare $setting
    $null = & $Work $setting $setting.warmUpCsv
    & $Prepare $setting
    Wait-Go

    $process = [System.Diagnostics.Process]::GetCurrentProcess()
    $cpu = $process.TotalProcessorTime
    $allocated = [GC]::GetTotalAllocatedBytes()
    $heap = 0
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    if ($setting.heapEvery) {
        $done = 0
        & $Work $setting $setting.csv | ForEach-Object {
            if (++$done % $setting.heapEvery -eq 0) { $heap = [Math]::Max($heap, [GC]::GetTotalMemory($true)) }
        }
    }
    else {
        $done = (& $Work $setting $setting.csv | Measure-Object).Count
    }
    $clock.Stop()

    $process.Refresh()
    $took = @{
        done           = $done
        seconds        = $clock.Elapsed.TotalSeconds
        cpuSeconds     = ($process.TotalProcessorTime - $cpu).TotalSeconds
        peakBytes      = $process.PeakWorkingSet64
        allocatedBytes = [GC]::GetTotalAllocatedBytes() - $allocated
        heapBytes      = $heap ? $heap : [GC]::GetTotalMemory($true)
    }
    [Console]::Out.WriteLine(($took | ConvertTo-Json -Compress))
}

# Says that all is ready, and waits to be told to go; ends where whoever should tell is gone.
function Wait-Go {
    [Console]::Out.WriteLine('{"ready":true}')
    if ($null -eq [Console]::In.ReadLine()) { exit 1 }
}
