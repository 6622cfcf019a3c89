using System.Diagnostics;
using ZohoCrm.Emulator;
using ZohoCrm.Emulator.Observation;

namespace Bench;

/// <summary>Looks at the emulator's counts at short intervals.</summary>
internal sealed class CallWatch : IAsyncDisposable
{
    private readonly CrmEmulator _emulator;
    private readonly List<CallSample> _samples = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;

    public CallWatch(CrmEmulator emulator, TimeSpan interval)
    {
        _emulator = emulator;
        _looking = LookAsync(interval);
    }

    public async Task<IReadOnlyList<CallSample>> StopAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        return _samples;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task LookAsync(TimeSpan interval)
    {
        var started = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(interval);
        try
        {
            do
            {
                _samples.Add(new(
                    Stopwatch.GetElapsedTime(started).TotalSeconds,
                    _emulator.Settings.ConcurrencyLimit,
                    _emulator.Counters.Count(Operation.LockRecord, 201),
                    _emulator.Counters.Count(Operation.LockRecord, 429)));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // The watch is over.
        }
    }
}

/// <summary>The counts at one moment.</summary>
/// <param name="Seconds">Since the watch began.</param>
/// <param name="Ceiling">The concurrency limit in force.</param>
/// <param name="Accepted">Locks made so far.</param>
/// <param name="Refused">Locks answered with 429 so far.</param>
internal sealed record CallSample(double Seconds, int? Ceiling, long Accepted, long Refused);
