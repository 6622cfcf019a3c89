using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Faulty;

/// <summary>An emulated organisation with one record, and a connection to it that repeats quickly.</summary>
internal sealed class FaultyCrm : IDisposable
{
    public const string Module = "Deals";
    public const string RecordId = "5843104000000425565";
    public const string Reason = "Quarter closed";

    private readonly List<IDisposable> _opened = [];

    public FaultyCrm()
    {
        Emulator = new(time: Time);
        Emulator.Settings.RecordRequests = true;
        Deals = Emulator.AddModule(Module);
        Deals.AddRecord(RecordId, "Benton (Sample)");
        Emulator.Start();
    }

    /// <summary>Pauses that a test doesn't notice, and patience that it doesn't use up.</summary>
    public static RetryPolicy Quick { get; } = new()
    {
        CallTimeout = TimeSpan.FromMinutes(1),
        Patience = TimeSpan.FromMinutes(1),
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(8),
    };

    /// <summary>Patience that is over after some tries, though not before the second on a machine that is busy.</summary>
    public static RetryPolicy Hasty { get; } = Quick with
    {
        Patience = TimeSpan.FromMilliseconds(400),
        OutagePatience = TimeSpan.FromMilliseconds(400),
        RunPatience = TimeSpan.FromMilliseconds(400),
        TokenPatience = TimeSpan.FromMilliseconds(400),
    };

    /// <summary>The server's clock.</summary>
    public ShiftedTime Time { get; } = new();

    public CrmEmulator Emulator { get; }

    public CrmModule Deals { get; }

    public IReadOnlyList<RecordLockEntry> Locks => Deals.GetLocks(RecordId);

    /// <summary>The methods of the calls to the API so far, in their order: <c>POST GET POST</c>.</summary>
    public string Calls => string.Join(' ', Emulator.Requests.Where(IsApi).Select(request => request.Method));

    public int TokenRequests => Emulator.Requests.Count(request => !IsApi(request));

    public async Task<Connection> ConnectAsync(RetryPolicy? policy = null, Relay? relay = null, CrmEdition? edition = null)
    {
        var options = Opened.Options(Emulator) with { ApiDomain = relay?.BaseUri, Edition = edition };
        var connection = await Opened.Open(options, policy ?? Quick);
        _opened.Add(connection);
        return connection;
    }

    public async Task<RecordLockClient> OpenAsync(RetryPolicy? policy = null, Relay? relay = null) => new((await ConnectAsync(policy, relay)).Api);

    /// <summary>A client whose connection has locked a record before, so that it knows who it acts as.</summary>
    public async Task<RecordLockClient> OpenAsKnownUserAsync(RetryPolicy? policy = null, Relay? relay = null)
    {
        var client = await OpenAsync(policy, relay);
        await client.LockAsync(Module, Deals.AddRecords(1)[0], "to know who I am");
        Emulator.ClearRequests();
        Emulator.Counters.Reset();
        return client;
    }

    /// <summary>A relay in front of the emulator's API, which tells the emulator's time.</summary>
    public Relay Relay(Func<RelayedCall, Task>? onCall = null)
    {
        var relay = new Relay(Emulator.BaseUri, Time, onCall);
        _opened.Add(relay);
        return relay;
    }

    public void Fail(FaultKind kind, FaultTiming timing, int? times, int? status, params Operation[] operations) => Emulator.Inject(
        new Fault { Kind = kind, Timing = timing, StatusCode = status, Count = times, Operations = operations });

    /// <summary>Loses the answer to the next call of an operation, after it was carried out.</summary>
    public void LoseAnswer(Operation operation) => Fail(FaultKind.ConnectionReset, FaultTiming.AfterChange, 1, null, operation);

    /// <summary>Has the next call of an operation break off before anything is done.</summary>
    public void LoseCall(Operation operation) => Fail(FaultKind.ConnectionReset, FaultTiming.BeforeChange, 1, null, operation);

    /// <summary>Has the next call of an operation fail on the server, before or after it is carried out; or not at all.</summary>
    public void Lose(Operation operation, FaultTiming? loss)
    {
        if (loss is { } timing)
        {
            Fail(FaultKind.StatusAnswer, timing, times: 1, status: 500, operation);
        }
    }

    public void Dispose()
    {
        _opened.ForEach(opened => opened.Dispose());
        Emulator.Dispose();
        Assert.Empty(Emulator.Failures);
    }

    private static bool IsApi(RecordedRequest request) => request.PathAndQuery.StartsWith("/crm/", StringComparison.Ordinal);
}
