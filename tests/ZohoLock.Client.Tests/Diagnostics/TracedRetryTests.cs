using System.Globalization;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Diagnostics;
using ZohoLock.Journal;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Diagnostics;

/// <summary>Each retry is told once, with its cause, and each look after a lost answer with its verdict.</summary>
public sealed class TracedRetryTests : IDisposable
{
    private const int Records = 30;

    private readonly FaultyCrm _crm = new();
    private readonly RecordingListener _listener = new();

    /// <summary>A fault, the cause that a retry names, and whether a look comes before it.</summary>
    public static TheoryData<FaultKind, FaultTiming, int?, string, bool> Faults { get; } = new()
    {
        { FaultKind.StatusAnswer, FaultTiming.BeforeChange, 503, "Zoho answers 503", true },
        { FaultKind.StatusAnswer, FaultTiming.AfterChange, 503, "Zoho answers 503", true },
        { FaultKind.HtmlBody, FaultTiming.BeforeChange, 502, "Zoho answers 502", true },
        { FaultKind.StatusAnswer, FaultTiming.BeforeChange, 429, "Zoho turns calls away (429)", false },
        { FaultKind.ConnectionReset, FaultTiming.BeforeChange, null, "The connection broke before the answer was complete", true },
        { FaultKind.ConnectionReset, FaultTiming.AfterChange, null, "The connection broke before the answer was complete", true },
        { FaultKind.TruncatedBody, FaultTiming.AfterChange, null, "The connection broke before the answer was complete", true },
        { FaultKind.EmptyBody, FaultTiming.AfterChange, null, "The server answered 201 with something that can't be read", true },
    };

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_retry_is_told_once_with_its_cause(FaultKind kind, FaultTiming timing, int? status, string cause, bool isLookedAt)
    {
        const int Times = 7;
        _crm.Fail(kind, timing, Times, status, Operation.LockRecord);

        await LockAsync();

        var retries = _listener.Texts(TraceKind.Retry);
        Assert.Equal(Times, retries.Count);
        Assert.All(retries, text => Assert.Contains($"(lock): {cause}", text, StringComparison.Ordinal));
        Assert.Equal(isLookedAt ? Times : 0, _listener.Count(TraceKind.Look));
        AssertCallsAreExplained();
    }

    [Fact]
    public async Task A_token_that_is_refused_is_told_for_each_call_and_its_renewal_once()
    {
        using var connection = await _crm.ConnectAsync(edition: CrmEdition.Free);
        _crm.Emulator.Counters.Reset();
        _crm.Emulator.ExpireAccessTokens();

        await LockAsync(connection);

        var refused = _crm.Emulator.Counters.Rows.Where(row => row.Status == 401).Sum(row => row.Count);
        Assert.True(refused > 0);
        Assert.Equal(refused, _listener.Texts(TraceKind.Retry).Count(text => text.EndsWith("(lock): Zoho refuses the access token (401); try 2 next.", StringComparison.Ordinal)));
        Assert.Single(_listener.Texts(TraceKind.Token), text => text.Contains("because Zoho refused the last one", StringComparison.Ordinal));
        Assert.Single(_listener.Texts(TraceKind.Token), "Zoho gave an access token, valid for 60 min.");
        AssertCallsAreExplained();
    }

    [Fact]
    public async Task Calls_that_are_turned_away_and_each_change_of_the_limit_are_told()
    {
        _crm.Emulator.Settings.ConcurrencyLimit = 3;

        await LockAsync();

        Assert.Equal(_crm.Emulator.Counters.Count(Operation.LockRecord, 429), _listener.Texts(TraceKind.Retry).Count(text => text.Contains("(429); try", StringComparison.Ordinal)));
        AssertCallsAreExplained();
        AssertLimitsFollowEachOther(begin: 5);
    }

    [Fact]
    public async Task In_a_run_through_all_kinds_of_faults_the_number_of_retries_is_that_of_the_calls_that_failed()
    {
        var seed = Random.Shared.Next();
        _crm.Emulator.Settings.ConcurrencyLimit = 8;
        foreach (var kind in Enum.GetValues<FaultKind>().Where(kind => kind is not (FaultKind.NoAnswer or FaultKind.SlowBody)))
        {
            foreach (var timing in Enum.GetValues<FaultTiming>())
            {
                _crm.Emulator.Inject(new Fault
                {
                    Kind = kind,
                    Timing = timing,
                    Probability = 0.04,
                    Seed = seed + (int)kind,
                    StatusCode = kind == FaultKind.StatusAnswer ? 503 : null,
                    Operations = [Operation.LockRecord, Operation.ListLocks],
                });
            }
        }

        try
        {
            await LockAsync(count: 300);

            Assert.NotEmpty(_listener.Texts(TraceKind.Retry));
            AssertCallsAreExplained(300);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: {failure.Message}\n{string.Join('\n', _listener.Events)}"), failure);
        }
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, "a look after the lost answer: the record isn't locked, and try 2 is made.")]
    [InlineData(FaultTiming.AfterChange, "a look after the lost answer: the lock is there, and ours.")]
    public async Task A_look_tells_what_it_found(FaultTiming timing, string verdict)
    {
        _crm.Lose(Operation.LockRecord, timing);
        var client = await _crm.OpenAsync();

        using (TraceContext.Begin(_listener.Command))
        {
            await client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason);
        }

        Assert.Equal([$"Deals {FaultyCrm.RecordId} (lock): {verdict}"], _listener.Texts(TraceKind.Look));
    }

    [Fact]
    public async Task A_look_tells_that_the_lock_is_somebody_elses()
    {
        _crm.LoseCall(Operation.LockRecord);
        var relay = _crm.Relay(call =>
        {
            if (call.Method == "GET")
            {
                _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, "somebody else's");
            }

            return Task.CompletedTask;
        });
        var client = await _crm.OpenAsync(relay: relay);

        using (TraceContext.Begin(_listener.Command))
        {
            await Assert.ThrowsAsync<ZohoException>(() => client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason));
        }

        Assert.Equal([$"Deals {FaultyCrm.RecordId} (lock): a look after the lost answer: the lock that is there isn't ours."], _listener.Texts(TraceKind.Look));
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, "the lock is still there, and try 2 is made.")]
    [InlineData(FaultTiming.AfterChange, "the lock is gone.")]
    public async Task A_look_after_a_lost_unlock_tells_whether_the_lock_is_gone(FaultTiming timing, string verdict)
    {
        var current = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason)!;
        _crm.Lose(Operation.UnlockRecord, timing);
        var client = await _crm.OpenAsync();

        using (TraceContext.Begin(_listener.Command))
        {
            await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, current.Id);
        }

        Assert.Equal([$"Deals {FaultyCrm.RecordId} (unlock): a look after the lost answer: {verdict}"], _listener.Texts(TraceKind.Look));
    }

    [Fact]
    public async Task A_resumed_run_tells_that_it_looks_first()
    {
        var client = await _crm.OpenAsync();
        var earlier = new InterruptedRun(_crm.Time.GetUtcNow(), null) { MayBeInFlight = true };

        using (TraceContext.Begin(_listener.Command))
        {
            await client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason, interruptedRun: earlier);
        }

        Assert.Equal(
            [$"Deals {FaultyCrm.RecordId} (lock): a look after an earlier run was cut off: the record isn't locked, and try 1 is made."], _listener.Texts(TraceKind.Look));
        Assert.Empty(_listener.Texts(TraceKind.Retry));
    }

    [Fact]
    public async Task A_refusal_that_ends_an_operation_is_no_retry()
    {
        _crm.Emulator.Inject(new Fault
        {
            Kind = FaultKind.StatusAnswer,
            StatusCode = 403,
            Count = 1,
            Operations = [Operation.LockRecord],
            Body = """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}""",
        });
        var client = await _crm.OpenAsync();

        using (TraceContext.Begin(_listener.Command))
        {
            await Assert.ThrowsAsync<ZohoException>(() => client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason));
        }

        Assert.Equal([TraceKind.Call], _listener.Events.Select(traced => traced.Kind));
    }

    [Fact]
    public async Task The_accounts_host_is_asked_again_in_words_too()
    {
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, 2, 503, Operation.Token);

        using (TraceContext.Begin(_listener.Command))
        {
            await _crm.ConnectAsync(FaultyCrm.Quick with { FirstTokenPause = TimeSpan.FromMilliseconds(1) });
        }

        Assert.Equal(["Request token: Zoho answers 503; try 2 in 0.01 s.", "Request token: Zoho answers 503; try 3 in 0.01 s."], _listener.Texts(TraceKind.Retry));
        Assert.Equal(3, _listener.Texts(TraceKind.Call).Count(text => text.StartsWith("POST /oauth/v2/token: ", StringComparison.Ordinal)));
        Assert.EndsWith("(try 3)", _listener.Texts(TraceKind.Call)[^1], StringComparison.Ordinal);
    }

    private async Task LockAsync(Connection? given = null, int count = Records)
    {
        var connection = given ?? await _crm.ConnectAsync();
        _crm.Emulator.Counters.Reset();
        var ids = _crm.Deals.AddRecords(count);
        using (TraceContext.Begin(_listener.Command))
        {
            var run = connection.CreateRun(new() { Operation = RecordOperation.Lock }, CancellationToken.None);
            await using (run)
            {
                await run.AddAllAsync(ids);
                await run.TakeAllAsync();
            }

            Assert.Equal((count, 0), (run.Summary.Succeeded, run.Summary.Failed));
        }
    }

    // A record has one call, and one more for each retry; a look that finds nothing done has the call made again after it, and one that finds it done stands for it.
    private void AssertCallsAreExplained(int count = Records)
    {
        var calls = _crm.Emulator.Counters.Rows.Where(row => row.Operation is Operation.LockRecord or Operation.ListLocks).Sum(row => row.Count);
        Assert.Equal(calls, count + _listener.Count(TraceKind.Retry) + _listener.CountLooksBeforeTry());
        Assert.Equal(_crm.Emulator.Counters.Total, _listener.Count(TraceKind.Call));
    }

    private void AssertLimitsFollowEachOther(int begin)
    {
        var limits = _listener.Texts(TraceKind.Limit);
        Assert.NotEmpty(limits);
        var last = begin.ToString(CultureInfo.InvariantCulture);
        foreach (var words in limits.Select(text => text.Split(' ', ',')))
        {
            Assert.Equal(("Calls", last), (words[0], words[6]));
            last = words[3];
        }
    }
}
