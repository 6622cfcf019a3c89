using ZohoCrm.Emulator;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>Runs that share a connection know the calls of their own.</summary>
public sealed class CallCounterTests
{
    [Fact]
    public async Task Two_runs_at_once_on_a_connection_count_each_their_own_calls()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");
        deals.AddRecords(30);
        emulator.Start();
        using var connection = await Opened.To(emulator);
        string[] ids = [.. deals.Records.Select(record => record.Id)];
        CallCounter locking = new();
        CallCounter reading = new();
        RecordRun lockRun;
        RecordRun readRun;
        using (locking.Begin())
        {
            lockRun = Start(new() { Operation = RecordOperation.Lock }, ids[..20], "x");
        }

        using (reading.Begin())
        {
            readRun = Start(new(), ids[20..], null);
        }

        await using var first = lockRun;
        await using var second = readRun;
        await TakeAllAsync(lockRun);
        await TakeAllAsync(readRun);

        Assert.Equal((20, 10), (locking.Count, reading.Count));
        Assert.Equal(30, connection.CallsMade);

        RecordRun Start(RecordRunOptions options, IEnumerable<string> records, string? reason)
        {
            var run = connection.CreateRun(options, CancellationToken.None);
            foreach (var id in records)
            {
                run.Add(new(id, 1) { Module = "Deals", RecordId = id, Reason = reason });
            }

            return run;
        }

        static async Task TakeAllAsync(RecordRun run)
        {
            while (!run.IsEmpty)
            {
                Assert.Null((await run.TakeAsync()).Failure);
            }
        }
    }

    [Fact]
    public void Scopes_are_nested()
    {
        CallCounter outer = new();
        CallCounter inner = new();
        CallCounter.CountCall();
        using (outer.Begin())
        {
            CallCounter.CountCall();
            using (inner.Begin())
            {
                CallCounter.CountCall();
            }

            CallCounter.CountCall();
        }

        CallCounter.CountCall();
        Assert.Equal((2, 1), (outer.Count, inner.Count));
    }
}
