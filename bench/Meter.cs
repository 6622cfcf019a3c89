using System.Diagnostics;
using System.Text.Json;

namespace Bench;

/// <summary>Time, processor time and memory of this process from now on; contestants/Contestant.ps1 measures the same.</summary>
internal sealed class Meter
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly long _allocated = GC.GetTotalAllocatedBytes();
    private readonly TimeSpan _cpu = Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>What it took until now, as a line of JSON.</summary>
    public string Read(int done)
    {
        var seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        var cpuSeconds = (process.TotalProcessorTime - _cpu).TotalSeconds;
        return JsonSerializer.Serialize(new
        {
            done,
            seconds,
            cpuSeconds,
            peakBytes = process.PeakWorkingSet64,
            allocatedBytes = GC.GetTotalAllocatedBytes() - _allocated,
            heapBytes = GC.GetTotalMemory(forceFullCollection: true),
        });
    }
}
