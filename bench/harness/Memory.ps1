# Whether memory grows with the input: the same work on few rows and on a hundred times as many.

function Invoke-Memory([hashtable] $Race) {
    $few, $many = [int] ($Race.Count / 100), $Race.Count
    $emulator = Open-Emulator @{ records = $many; ceiling = $Race.Ceiling; seed = $Race.Seed }
    try {
        foreach ($round in 1..$Race.Repeat) {
            foreach ($rows in $few, $many) {
                $one = $Race.Clone()
                $one.Count = $rows
                $peak = Measure-Once -Emulator $emulator -Race $one -Contestant f
                $small = Invoke-WithSmallNursery { Measure-Once -Emulator $emulator -Race $one -Contestant f }
                # Collecting the heap in the middle would keep the process small, so that it is done in a run of its own.
                $one.HeapEvery = [int] ($rows / 4)
                $heap = Measure-Once -Emulator $emulator -Race $one -Contestant f
                $run = [pscustomobject]@{
                    Round             = $round
                    Rows              = $rows
                    PeakMB            = $peak.PeakMB
                    SmallNurseryMB    = $small.PeakMB
                    HeapMB            = $heap.HeapMB
                    AllocatedKB       = $peak.AllocatedKB
                    PerSecond         = $peak.PerSecond
                    LockedExactlyOnce = $peak.LockedExactlyOnce -and $small.LockedExactlyOnce -and $heap.LockedExactlyOnce
                }
                Write-Host ('  round {0}  {1,7} rows  peak {2:N1} MB, with a small nursery {3:N1} MB, live heap {4:N1} MB' -f
                    $round, $rows, $run.PeakMB, $run.SmallNurseryMB, $run.HeapMB)
                $run
            }
        }
    }
    finally {
        Close-Emulator $emulator
    }
}

# .NET collects nothing before its youngest generation has used its budget: on a machine with a large cache some 80 MB, which few rows never
# fill and many do, whatever the program. With a budget of 4 MB the peak is the program's own.
function Invoke-WithSmallNursery([scriptblock] $Run) {
    $env:DOTNET_GCgen0size = '0x400000'
    try { & $Run }
    finally { $env:DOTNET_GCgen0size = $null }
}

function Get-MemoryTable([object[]] $Runs) {
    foreach ($group in $Runs | Group-Object Rows | Sort-Object { [int] $_.Name }) {
        [pscustomobject][ordered]@{
            Rows                  = $group.Group[0].Rows
            'Peak MB'             = (Get-Median $group.Group.PeakMB).ToString('N1')
            'Small nursery MB'    = (Get-Median $group.Group.SmallNurseryMB).ToString('N1')
            'Live heap MB'        = (Get-Median $group.Group.HeapMB).ToString('N1')
            'Allocated KB/record' = (Get-Median $group.Group.AllocatedKB).ToString('N1')
            'Records/s'           = (Get-Median $group.Group.PerSecond).ToString('N0')
            'Each once'           = $group.Group.LockedExactlyOnce -contains $false ? 'NO' : 'yes'
        }
    }
}
