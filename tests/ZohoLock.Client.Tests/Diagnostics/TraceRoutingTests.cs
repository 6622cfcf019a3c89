using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Diagnostics;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Diagnostics;

/// <summary>A connection is used by several commands at once: each is told of its own calls, and of nothing else.</summary>
public sealed class TraceRoutingTests : IDisposable
{
    private readonly FaultyCrm _crm = new();
    private readonly RecordingListener _first = new();
    private readonly RecordingListener _second = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task Commands_that_run_at_once_are_told_of_their_own_calls_and_retries()
    {
        var connection = await _crm.ConnectAsync(edition: CrmEdition.Free);
        _crm.Emulator.Counters.Reset();
        _crm.Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 503, Probability = 0.3, Operations = [Operation.LockRecord, Operation.ListLocks] });
        string[][] ids = [[.. _crm.Deals.AddRecords(40)], [.. _crm.Deals.AddRecords(40)], [.. _crm.Deals.AddRecords(40)]];

        await Task.WhenAll(LockAsync(connection, _first.Command, ids[0]), LockAsync(connection, _second.Command, ids[1]), LockAsync(connection, command: null, ids[2]));

        Assert.All(_first.Events, traced => Assert.Contains(ids[0], id => traced.Text.Contains(id, StringComparison.Ordinal)));
        Assert.All(_second.Events, traced => Assert.Contains(ids[1], id => traced.Text.Contains(id, StringComparison.Ordinal)));
        foreach (var (listener, records) in new[] { (_first, ids[0]), (_second, ids[1]) })
        {
            Assert.NotEmpty(listener.Texts(TraceKind.Retry));
            Assert.Equal(listener.Count(TraceKind.Call), records.Length + listener.Count(TraceKind.Retry) + listener.CountLooksBeforeTry());
        }
    }

    [Fact]
    public async Task Within_the_scope_of_a_traced_command_one_that_is_not_traced_is_told_to_nobody()
    {
        var client = await _crm.OpenAsync();

        using (TraceContext.Begin(_first.Command))
        {
            using (TraceContext.Begin(command: null))
            {
                await client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId);
            }

            Assert.Empty(_first.Events);
            await client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId);
        }

        await client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId);
        Assert.Single(_first.Events);
    }

    [Fact]
    public async Task A_list_that_two_commands_want_at_once_is_read_by_one_and_known_to_the_other()
    {
        var connection = await _crm.ConnectAsync();
        var metadata = connection.GetMetadata();
        Task first, second;
        using (TraceContext.Begin(_first.Command))
        {
            first = metadata.GetFieldsAsync(FaultyCrm.Module);
        }

        using (TraceContext.Begin(_second.Command))
        {
            second = metadata.GetFieldsAsync(FaultyCrm.Module);
        }

        await Task.WhenAll(first, second);

        Assert.Equal(["The fields of Deals are read now."], _first.Texts(TraceKind.Metadata));
        Assert.Equal(["The fields of Deals are known from before."], _second.Texts(TraceKind.Metadata));
        Assert.Equal((1, 0), (_first.Count(TraceKind.Call), _second.Count(TraceKind.Call)));
    }

    [Fact]
    public async Task A_token_is_requested_by_one_command_and_each_other_that_waited_is_told_once()
    {
        var connection = await _crm.ConnectAsync(edition: CrmEdition.Ultimate);
        _crm.Emulator.Settings.TokenLatency = TimeSpan.FromMilliseconds(100);
        _crm.Emulator.ExpireAccessTokens();

        await Task.WhenAll(
            LockAsync(connection, _first.Command, [.. _crm.Deals.AddRecords(10)]), LockAsync(connection, _second.Command, [.. _crm.Deals.AddRecords(10)]));

        var told = new[] { _first, _second }.Select(listener => listener.Texts(TraceKind.Token)).OrderBy(texts => texts.Count).ToArray();
        Assert.Equal(["Another call has renewed the access token meanwhile."], told[0]);
        Assert.Equal(2, told[1].Count);
        Assert.Equal("Zoho gave an access token, valid for 60 min.", told[1][1]);
    }

    [Fact]
    public async Task The_end_of_a_pause_is_told_to_the_command_whose_call_was_asked_for_it()
    {
        var clock = new RecordingTimeProvider();
        using var server = LiteralServer.InTurn(
            Reply.Json(429, Sample.TooManyRequests, "Retry-After: 20"), Sample.Success(LockingCall.List), Sample.Success(LockingCall.List));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating with { Time = clock });
        Task first, second;
        using (TraceContext.Begin(_first.Command))
        {
            first = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        }

        await Until.TrueAsync(() => connection.Api.Limiter.IsPaused);
        using (TraceContext.Begin(_second.Command))
        {
            second = new RecordLockClient(connection.Api).MakeAsync(LockingCall.List);
        }

        await Until.TrueAsync(() => _first.Texts(TraceKind.Retry).Count == 1);
        clock.Advance(TimeSpan.FromSeconds(20));
        await Task.WhenAll(first, second).WaitAsync(Hang.Guard);

        Assert.Equal(
            ["Zoho asks for a pause of 20 s (Retry-After): no call of the connection is sent until it is over.", "The pause is over: calls are sent again."],
            _first.Texts(TraceKind.Pause));
        Assert.EndsWith("Zoho turns calls away (429); try 2 in 20 s.", Assert.Single(_first.Texts(TraceKind.Retry)), StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (_second.Count(TraceKind.Call), _second.Count(TraceKind.Pause), _second.Count(TraceKind.Retry)));
    }

    private static async Task LockAsync(Connection connection, CommandTrace? command, string[] ids)
    {
        using var scope = TraceContext.Begin(command);
        var client = new RecordLockClient(connection.Api);
        await Task.WhenAll(ids.Select(id => client.LockAsync(FaultyCrm.Module, id, FaultyCrm.Reason)));
    }
}
