using System.Globalization;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Authentication;

/// <summary>
/// Tokens that the API refuses (401) though they should be good: they were revoked, pushed out by newer ones, or no token is taken at all (protocol
/// sections 4.4 and 8).
/// </summary>
public sealed class RefusedTokenTests : IDisposable
{
    private const string Module = "Deals";

    private readonly CacheFolder _folder = new();
    private readonly CrmEmulator _emulator = new();
    private int _granted;

    public RefusedTokenTests()
    {
        _emulator.Settings.TokensPerTenMinutes = null;
        _emulator.AddModule(Module);
        _emulator.Start();
    }

    public void Dispose()
    {
        _emulator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_token_so_new_that_a_server_does_not_know_it_yet_is_tried_again_after_a_moment()
    {
        var moment = TimeSpan.FromMilliseconds(200);
        var clock = new RecordingTimeProvider { LongestSkipped = moment };
        using var accounts = LiteralServer.InTurn(Sample.Token("token-1"), Sample.Token("token-2"));
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Quick with { Time = clock });

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.List).WaitAsync(Hang.Guard);

        Assert.Equal(["token-1", "token-2", "token-2"], api.Requests.Select(request => request.Authorization!.Split(' ')[^1]));
        Assert.Contains(moment, clock.Waits);
    }

    [Fact]
    public async Task A_token_that_another_run_was_granted_a_moment_ago_and_that_is_refused_is_renewed_once_and_the_run_goes_on()
    {
        using (var earlier = await Opened.Open(SharedOptions))
        {
            _emulator.ExpireAccessTokens();
            await LockAsync(earlier, records: 1);
        }

        Assert.Equal(2, _emulator.Counters.TokensIssued);
        _emulator.ExpireAccessTokens();
        using var connection = await Opened.Open(SharedOptions);

        await LockAsync(connection, records: 20);

        Assert.Equal(3, _emulator.Counters.TokensIssued);
        Assert.Equal(0, _emulator.Counters.RepeatedLocks);
    }

    [Fact]
    public async Task Run_after_run_may_find_the_token_refused_that_the_one_before_was_granted()
    {
        for (var run = 1; run <= 8; run++)
        {
            using var connection = await Opened.Open(SharedOptions);
            await LockAsync(connection, records: 2);
            _emulator.ExpireAccessTokens();
        }

        Assert.Equal(8, _emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task Connections_that_share_a_token_which_is_refused_renew_it_once()
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Opened.Open(SharedOptions)));
        _emulator.ExpireAccessTokens();

        await Task.WhenAll(connections.Select(connection => LockAsync(connection, records: 5))).WaitAsync(Hang.Guard);

        Assert.Equal(2, _emulator.Counters.TokensIssued);
        Array.ForEach(connections, connection => connection.Dispose());
    }

    [Fact]
    public async Task A_shared_token_that_one_connection_has_replaced_is_taken_by_the_others_and_replaced_again_when_it_is_refused_too()
    {
        using var first = await Opened.Open(SharedOptions);
        using var second = await Opened.Open(SharedOptions);
        _emulator.ExpireAccessTokens();
        await LockAsync(first, records: 1);
        await LockAsync(second, records: 1);
        Assert.Equal(2, _emulator.Counters.TokensIssued);

        _emulator.ExpireAccessTokens();
        await LockAsync(first, records: 1);
        _emulator.ExpireAccessTokens();
        await LockAsync(second, records: 1);

        Assert.Equal(4, _emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task A_run_goes_on_however_often_its_token_ends()
    {
        using var connection = await Opened.Open(Opened.Options(_emulator));
        var client = new RecordLockClient(connection.Api);
        var ids = _emulator.GetModule(Module).AddRecords(60);

        // Each token is accepted before it ends: a new one that never is would end the run.
        foreach (var wave in ids.Chunk(10))
        {
            await Task.WhenAll(wave.Select(id => client.LockAsync(Module, id, "Quarter closed"))).WaitAsync(Hang.Guard);
            _emulator.ExpireAccessTokens();
        }

        Assert.Equal((60, 0), (_emulator.GetModule(Module).LockedCount, _emulator.Counters.RepeatedLocks));
    }

    [Fact]
    public async Task A_call_is_repeated_with_token_after_token_where_each_was_taken_before_it_was_refused()
    {
        // Each token is good for one look, and the lock is refused with what is no longer good.
        const int Ended = 5;
        var dead = Enumerable.Range(0, Ended + 2).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        using var accounts = Granting();
        using var api = new LiteralServer(async request =>
        {
            var number = NumberOf(request);
            if (number > Ended)
            {
                return Sample.Success(request.Method == "GET" ? LockingCall.List : LockingCall.Lock);
            }

            if (request.Method == "GET")
            {
                return dead[number].TrySetResult() ? Sample.Success(LockingCall.List) : Reply.Json(401, Sample.InvalidToken);
            }

            await dead[number].Task;
            return Reply.Json(401, Sample.InvalidToken);
        });
        using var connection = await Opened.WithRefreshToken(accounts, api);
        var client = new RecordLockClient(connection.Api);

        var locking = client.MakeAsync(LockingCall.Lock);
        while (!locking.IsCompleted)
        {
            await client.MakeAsync(LockingCall.List).WaitAsync(Hang.Guard);
        }

        await locking;
        Assert.Equal(Ended + 1, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_call_that_is_refused_while_others_are_taken_ends_with_its_refusal_and_one_new_token()
    {
        using var accounts = Granting();
        using var api = new LiteralServer(request => request.Method == "GET"
            ? Sample.Success(LockingCall.List)
            : Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.WithRefreshToken(accounts, api);
        var client = new RecordLockClient(connection.Api);
        await client.MakeAsync(LockingCall.List);

        var locking = client.FailAsync(LockingCall.Lock);
        while (!locking.IsCompleted)
        {
            await client.MakeAsync(LockingCall.List).WaitAsync(Hang.Guard);
        }

        Assert.Equal(("INVALID_TOKEN", true), ((await locking).Error.Code, (await locking).Error.EndsRun));
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_takes_no_token_is_given_no_more_than_three_in_place_of_the_first_however_many_connections_try()
    {
        using var accounts = Granting();
        var takes = false;
        using var api = new LiteralServer(_ => Volatile.Read(ref takes) ? Sample.Success(LockingCall.Lock) : Reply.Json(401, Sample.InvalidToken));
        var options = Opened.RefreshOptions(accounts.BaseUri, api.BaseUri) with { TokenCachePath = _folder.FullName };
        for (var i = 0; i < 6; i++)
        {
            using var connection = await Opened.Open(options);
            var client = new RecordLockClient(connection.Api);
            foreach (var failure in await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.FailAsync(LockingCall.Lock))))
            {
                Assert.Equal(("INVALID_TOKEN", true), (failure.Error.Code, failure.Error.EndsRun));
            }
        }

        Assert.Equal(1 + 3, accounts.Requests.Count);

        // What is taken in the end may be refused, and replaced, like any other.
        Volatile.Write(ref takes, true);
        using var last = await Opened.Open(options);
        await new RecordLockClient(last.Api).MakeAsync(LockingCall.Lock);
        Volatile.Write(ref takes, false);
        using var next = await Opened.Open(options);
        await new RecordLockClient(next.Api).FailAsync(LockingCall.Lock);

        Assert.Equal(1 + 3 + 1, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_call_whose_time_is_up_in_the_pause_after_its_token_was_refused_was_not_processed_and_is_repeated_without_a_look()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = Opened.Repeating.LongestPause * 2 };
        var (timeout, pause) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));
        using var accounts = Granting();
        var isKnown = false;
        using var api = new LiteralServer(_ => Volatile.Read(ref isKnown) ? Sample.Success(LockingCall.Lock) : Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Repeating with { Time = clock, CallTimeout = timeout });

        var locking = new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
        await Until.TrueAsync(() => clock.Waits.Contains(pause));
        Volatile.Write(ref isKnown, true);
        clock.Advance(timeout);
        await locking.WaitAsync(Hang.Guard);

        Assert.Equal("POST POST POST", string.Join(' ', api.Requests.Select(request => request.Method)));
    }

    [Fact]
    public async Task The_error_of_such_a_call_says_that_it_was_not_processed_and_the_run_goes_on()
    {
        var clock = new RecordingTimeProvider();
        var (timeout, pause) = (TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(200));
        using var accounts = Granting();
        using var api = new LiteralServer(_ => Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Quick with { Time = clock, CallTimeout = timeout });

        var failing = new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);
        await Until.TrueAsync(() => clock.Waits.Contains(pause));
        clock.Advance(timeout);
        var error = (await failing.WaitAsync(Hang.Guard)).Error;

        Assert.Equal(("NoAnswerInTime", CallOutcome.NotSent, false), (error.Code, error.Outcome, error.EndsRun));
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
        Assert.Contains("access token", error.Message, StringComparison.Ordinal);
    }

    private ConnectionOptions SharedOptions => Opened.Options(_emulator) with { TokenCachePath = _folder.FullName };

    private LiteralServer Granting() => new(_ => Sample.Token($"1000.access.{Interlocked.Increment(ref _granted)}"));

    private static int NumberOf(ReceivedRequest request) =>
        int.Parse(request.Authorization!.Split('.')[^1], NumberStyles.None, CultureInfo.InvariantCulture);

    private async Task LockAsync(Connection connection, int records)
    {
        var client = new RecordLockClient(connection.Api);
        foreach (var id in _emulator.GetModule(Module).AddRecords(records))
        {
            await client.LockAsync(Module, id, "Quarter closed").WaitAsync(Hang.Guard);
        }
    }
}
