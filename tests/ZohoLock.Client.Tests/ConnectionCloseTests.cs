using System.Net;
using System.Net.NetworkInformation;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests;

/// <summary>A connection that is closed while calls are under way or wait for something.</summary>
public sealed class ConnectionCloseTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly FaultyCrm _crm = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task Calls_in_flight_and_those_that_wait_for_a_slot_end_the_run_with_one_error()
    {
        var ids = _crm.Deals.AddRecords(50).ToArray();
        var connection = await _crm.ConnectAsync();
        _crm.Fail(FaultKind.NoAnswer, FaultTiming.BeforeChange, times: null, status: null);
        await using var run = await BeginAsync(connection, ids);
        await Until.TrueAsync(() => connection.CallsInFlight == 5);

        connection.Dispose();

        var error = await EndAsync(run);
        Assert.Equal(("ConnectionClosed", true), (error.Code, error.EndsRun));
        Assert.Contains("Not done: Deals ", error.Message, StringComparison.Ordinal);
        Assert.Contains("the outcome of 5 is not known", error.Message, StringComparison.Ordinal);
        Assert.Contains("No record was done. 5 were tried and failed. Not done:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_that_wait_for_tokens_are_not_told_to_have_been_tried()
    {
        var ids = _crm.Deals.AddRecords(20).ToArray();
        var connection = await _crm.ConnectAsync(FaultyCrm.Quick with { TokenPatience = Long });
        _crm.Emulator.Settings.TokensPerTenMinutes = 1;
        _crm.Emulator.ExpireAccessTokens();
        await using var run = await BeginAsync(connection, ids);
        await Until.TrueAsync(() => connection is { TokenThrottledSince: not null, CallsInFlight: 0 });

        connection.Dispose();

        var error = await EndAsync(run);
        Assert.Equal("ConnectionClosed", error.Code);
        Assert.Contains("No record was done. Not done: Deals ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_in_flight_that_waits_for_its_token_was_not_sent()
    {
        var isAsked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var requests = 0;
        using var accounts = new LiteralServer(_ =>
        {
            if (++requests == 1)
            {
                return Sample.Token();
            }

            isAsked.SetResult();
            return Reply.Hanging;
        });
        using var api = LiteralServer.Always(Reply.Json(401, Sample.InvalidToken));
        var connection = await Opened.WithRefreshToken(accounts, api);
        var call = connection.CreateRecordLockClient().LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason);
        await isAsked.Task.WaitAsync(Hang.Guard);

        connection.Dispose();

        var error = (await Assert.ThrowsAsync<ZohoException>(() => call.WaitAsync(Hang.Guard))).Error;
        Assert.Equal(("ConnectionClosed", CallOutcome.Refused), (error.Code, error.Outcome));
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_that_wait_for_a_slot_of_their_own_run_end_too()
    {
        var ids = _crm.Deals.AddRecords(3).ToArray();
        var connection = await _crm.ConnectAsync();
        _crm.Fail(FaultKind.NoAnswer, FaultTiming.BeforeChange, times: null, status: null);
        var client = connection.CreateRecordLockClient(throttleLimit: 1);
        var calls = ids.Select(id => client.LockAsync(FaultyCrm.Module, id, FaultyCrm.Reason)).ToList();
        await Until.TrueAsync(() => connection.CallsInFlight == 1);

        connection.Dispose();

        foreach (var call in calls)
        {
            Assert.Equal("ConnectionClosed", (await Assert.ThrowsAsync<ZohoException>(() => call.WaitAsync(Hang.Guard))).Error.Code);
        }
    }

    [Fact]
    public async Task A_call_that_waits_before_its_repeat_ends_and_its_outcome_is_told_not_to_be_known()
    {
        var connection = await _crm.ConnectAsync(FaultyCrm.Quick with { FirstPause = Long, LongestPause = Long });
        _crm.LoseAnswer(Operation.LockRecord);
        var call = connection.CreateRecordLockClient().LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason);
        await Until.TrueAsync(() => connection.CallsPausing == 1);

        connection.Dispose();

        var error = (await Assert.ThrowsAsync<ZohoException>(() => call.WaitAsync(Hang.Guard))).Error;
        Assert.Equal(("ConnectionClosed", true, CallOutcome.Unknown), (error.Code, error.EndsRun, error.Outcome));
        Assert.Contains("the outcome is not known", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_waits_because_Zoho_asks_for_a_pause_ends()
    {
        var connection = await _crm.ConnectAsync(FaultyCrm.Quick with { LongestWait = Long });
        _crm.Emulator.Settings.RetryAfterSeconds = 3000;
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 429);
        var call = connection.CreateRecordLockClient().LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason);
        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);

        connection.Dispose();

        Assert.Equal("ConnectionClosed", (await Assert.ThrowsAsync<ZohoException>(() => call.WaitAsync(Hang.Guard))).Error.Code);
    }

    [Fact]
    public async Task A_call_that_waits_for_tokens_ends()
    {
        var connection = await _crm.ConnectAsync(FaultyCrm.Quick with { TokenPatience = Long });
        _crm.Emulator.Settings.TokensPerTenMinutes = 1;
        _crm.Emulator.ExpireAccessTokens();
        var call = connection.CreateRecordLockClient().LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason);
        await Until.TrueAsync(() => connection.TokenThrottledSince is not null);

        connection.Dispose();

        Assert.Equal("ConnectionClosed", (await Assert.ThrowsAsync<ZohoException>(() => call.WaitAsync(Hang.Guard))).Error.Code);
    }

    [Fact]
    public async Task A_call_that_is_made_afterwards_says_that_the_connection_is_closed()
    {
        var connection = await _crm.ConnectAsync();
        var client = connection.CreateRecordLockClient();
        connection.Dispose();

        var error = (await Assert.ThrowsAsync<ZohoException>(() => client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId))).Error;

        Assert.Equal(("ConnectionClosed", ZohoErrorKind.ConnectionError), (error.Code, error.Kind));
        Assert.True(connection.IsClosed);
    }

    [Fact]
    public async Task Its_sockets_are_closed()
    {
        var ids = _crm.Deals.AddRecords(40).ToArray();
        var connection = await _crm.ConnectAsync(edition: CrmEdition.Ultimate);
        _crm.Emulator.Settings.Latency = TimeSpan.FromMilliseconds(20);
        await using var run = await BeginAsync(connection, ids);
        await run.TakeAllAsync();
        Assert.NotEqual(0, CountSockets());

        connection.Dispose();

        await Until.TrueAsync(() => CountSockets() == 0);
    }

    [Fact]
    public async Task One_that_could_not_be_opened_lets_go_of_the_network()
    {
        using var network = new RefusingNetwork();

        await Assert.ThrowsAsync<ZohoException>(() => Connection.OpenAsync(Opened.Options(_crm.Emulator), FaultyCrm.Quick, CancellationToken.None, network));

        Assert.True(network.IsDisposed);
    }

    private int CountSockets() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(socket => socket.State == TcpState.Established && socket.RemoteEndPoint.Port == _crm.Emulator.Port);

    private static async Task<RecordRun> BeginAsync(Connection connection, IEnumerable<string> ids)
    {
        var run = connection.CreateRun(new() { Operation = RecordOperation.Lock }, CancellationToken.None);
        await run.AddAllAsync(ids);
        return run;
    }

    private static async Task<ZohoError> EndAsync(RecordRun run)
    {
        await run.TakeAllAsync();
        return run.Summary.CreateError(isInputComplete: true).Error;
    }

    private sealed class RefusingNetwork : HttpMessageHandler
    {
        public bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest));

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
