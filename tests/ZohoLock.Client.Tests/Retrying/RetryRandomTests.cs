using System.Collections.Concurrent;
using Xunit.Abstractions;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>Every fault at once, at random: whatever happens on the way, each record is locked and unlocked once, and every result is true.</summary>
public sealed class RetryRandomTests(ITestOutputHelper log) : IDisposable
{
    private const int Records = 2000;
    private const int AtOnce = 40;
    private const int LockedByOthers = 100;

    // As several programs of one organisation have them: the calls that are turned away at random leave each connection few calls at once.
    private const int Connections = 8;

    private static readonly Operation[] LockCalls =
        [Operation.ListLocks, Operation.LockRecord, Operation.UpdateLock, Operation.UnlockRecord];

    private readonly FaultyCrm _crm = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task With_every_fault_at_once_each_record_is_locked_and_unlocked_once_and_every_result_is_true()
    {
        var seed = Random.Shared.Next();
        log.WriteLine($"seed {seed}");
        _crm.Emulator.Settings.TokensPerTenMinutes = null;
        _crm.Emulator.Settings.RecordRequests = false;
        var ids = _crm.Deals.AddRecords(Records);
        var other = _crm.Emulator.AddUser("Somebody Else");
        var theirs = ids.Where((_, i) => i % (Records / LockedByOthers) == 0)
            .ToDictionary(id => id, id => _crm.Deals.SetLocked(id, LockKind.Manual, FaultyCrm.Reason, other));
        var clients = new List<RecordLockClient>();
        while (clients.Count < Connections)
        {
            clients.Add(await _crm.OpenAsKnownUserAsync(FaultyCrm.Quick with
            {
                CallTimeout = TimeSpan.FromSeconds(1),
                Patience = TimeSpan.FromMinutes(5),
            }));
        }

        InjectAll(new Random(seed));

        var locked = await RunAsync(clients, ids, (client, id) => client.LockAsync(FaultyCrm.Module, id, FaultyCrm.Reason));
        LogCounts("lock");

        foreach (var id in ids)
        {
            var entry = Assert.Single(_crm.Deals.GetLocks(id));
            if (theirs.TryGetValue(id, out var before))
            {
                Assert.Equal(before, entry);

                // Where the refusal came as a page, its status is all that is known of it.
                Assert.True(
                    locked[id] is ZohoException { Error.Outcome: CallOutcome.Refused } refused && (refused.Error.Code == "NOT_ALLOWED" || refused.Error.StatusCode == 403),
                    $"seed {seed}: {id}: {locked[id]}");
            }
            else
            {
                Assert.Equal((FaultyCrm.Reason, _crm.Emulator.User), (entry.Reason, entry.LockedBy));
                Assert.True(locked[id] is RecordLock made && made.LockId == entry.Id, $"seed {seed}: {id}: {locked[id]}");
            }
        }

        var unlocked = await RunAsync(clients, ids, (client, id) => client.UnlockAsync(
            FaultyCrm.Module, id, id[^1] % 2 == 0 && locked[id] is RecordLock made ? made.LockId : null));
        LogCounts("unlock");

        foreach (var id in ids)
        {
            Assert.Empty(_crm.Deals.GetLocks(id));
            var lockId = theirs.TryGetValue(id, out var before) ? before.Id : ((RecordLock)locked[id]).LockId;
            Assert.True(
                unlocked[id] is RecordUnlock { Status: RecordUnlockStatus.Unlocked } made && made.LockId == lockId,
                $"seed {seed}: {id}: {unlocked[id]}");
        }
    }

    private void InjectAll(Random random)
    {
        foreach (var kind in Enum.GetValues<FaultKind>())
        {
            if (kind == FaultKind.StatusAnswer)
            {
                foreach (var status in new[] { 500, 502, 503, 504 })
                {
                    Inject(kind, status, LockCalls);
                }

                Inject(kind, 503, Operation.Token);
            }
            else if (kind == FaultKind.NoAnswer)
            {
                // Few have none, because each is waited for until its time is up.
                InjectOnce(kind, null, FaultTiming.BeforeChange, 0.003, LockCalls);
                InjectOnce(kind, null, FaultTiming.AfterChange, 0.003, LockCalls);
            }
            else
            {
                Inject(kind, null, LockCalls);
                if (kind != FaultKind.SlowBody)
                {
                    Inject(kind, null, Operation.Token);
                }
            }
        }

        // What turns a call away comes before it is carried out.
        InjectOnce(FaultKind.StatusAnswer, 429, FaultTiming.BeforeChange, 0.05, LockCalls);

        // Three in a row for one call would rightly end the run: so rare that it doesn't happen.
        InjectOnce(FaultKind.StatusAnswer, 401, FaultTiming.BeforeChange, 0.005, LockCalls);

        void Inject(FaultKind kind, int? status, params Operation[] operations)
        {
            InjectOnce(kind, status, FaultTiming.BeforeChange, 0.025, operations);
            InjectOnce(kind, status, FaultTiming.AfterChange, 0.025, operations);
        }

        void InjectOnce(FaultKind kind, int? status, FaultTiming timing, double probability, params Operation[] operations) =>
            _crm.Emulator.Inject(new Fault
            {
                Kind = kind,
                StatusCode = status,
                Timing = timing,
                Operations = operations,
                Probability = probability,
                Seed = random.Next(),
                Duration = TimeSpan.FromMilliseconds(10),
            });
    }

    private static async Task<IReadOnlyDictionary<string, object>> RunAsync<T>(
        List<RecordLockClient> clients, IReadOnlyList<string> ids, Func<RecordLockClient, string, Task<T>> work)
        where T : class
    {
        var results = new ConcurrentDictionary<string, object>();
        await Parallel.ForEachAsync(Enumerable.Range(0, ids.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) =>
        {
            var id = ids[i];
            try
            {
                results[id] = await work(clients[i % clients.Count], id);
            }
            catch (ZohoException failure)
            {
                results[id] = failure;
            }
        });
        return results;
    }

    private void LogCounts(string title) => log.WriteLine(
        $"{title}: {string.Join(", ", _crm.Emulator.Counters.Rows.Select(row => $"{row.Operation} {row.Status}: {row.Count}"))}; "
        + $"repeated locks {_crm.Emulator.Counters.RepeatedLocks}");
}
