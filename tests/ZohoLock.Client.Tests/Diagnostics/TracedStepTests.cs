using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Diagnostics;
using ZohoLock.Finding;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Diagnostics;

/// <summary>What else a command is told: tokens, the organisation, lists, and each call.</summary>
public sealed class TracedStepTests : IDisposable
{
    private readonly FaultyCrm _crm = new();
    private readonly RecordingListener _listener = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task Connecting_tells_of_the_token_the_organisation_and_the_limit_of_its_edition()
    {
        using var scope = TraceContext.Begin(_listener.Command);
        var connection = await _crm.ConnectAsync();
        await connection.LearnOrganizationAsync();

        Assert.Equal(
            [
                $"An access token is requested from {_crm.Emulator.BaseUri.Authority}, because there is none yet.",
                "Zoho gave an access token, valid for 60 min.",
                "Calls at once: 5, while the edition isn't known.",
                "The organisation is Zylker, its edition Enterprise.",
                "Calls at once: 20, as the edition Enterprise allows.",
            ],
            _listener.Events.Where(traced => traced.Kind != TraceKind.Call).Select(traced => traced.Text));
    }

    [Fact]
    public async Task A_token_of_the_cache_is_told()
    {
        using var folder = new CacheFolder();
        var options = Opened.Options(_crm.Emulator) with { TokenCachePath = folder.FullName };
        (await Opened.Open(options)).Dispose();

        using var scope = TraceContext.Begin(_listener.Command);
        using var connection = await Opened.Open(options);

        Assert.Equal(["An access token was taken from the cache: another process requested it, and it is valid for 60 min."], _listener.Texts(TraceKind.Token));
    }

    [Fact]
    public async Task A_throttle_on_tokens_is_told_once_each_time_that_it_is_met_however_many_calls_wait()
    {
        var clock = new RecordingTimeProvider();
        var tokens = 0;
        using var accounts = new LiteralServer(_ => ++tokens == 2
            ? Reply.Json(400, """{"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}""")
            : Reply.Json(200, $$"""{"access_token":"1000.token.{{tokens}}","expires_in":3600,"token_type":"Bearer"}"""));
        using var api = new LiteralServer(request => request.Authorization!.EndsWith('1') ? Reply.Json(401, Sample.InvalidToken) : Sample.Success(LockingCall.List));
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Repeating with { Time = clock, TokenPatience = TimeSpan.FromMinutes(30) });
        clock.Advance(TimeSpan.FromMinutes(5));
        Task[] calls;
        using (TraceContext.Begin(_listener.Command))
        {
            var client = new RecordLockClient(connection.Api);
            calls = [.. Enumerable.Range(0, 5).Select(_ => client.MakeAsync(LockingCall.List))];
        }

        await Until.TrueAsync(() => connection.TokenThrottledSince is not null && connection.CallsInFlight == 0);
        clock.Advance(TimeSpan.FromSeconds(10));
        await Task.WhenAll(calls).WaitAsync(Hang.Guard);

        Assert.Equal(
            [
                $"An access token is requested from {accounts.BaseUri.Authority}, because Zoho refused the last one.",
                "Zoho gives no more access tokens for now (10 in 10 minutes are its limit): calls wait, and the next one is requested in 10 s.",
                $"An access token is requested from {accounts.BaseUri.Authority}, because Zoho refused the last one.",
                "Zoho gave an access token, valid for 60 min.",
            ],
            _listener.Texts(TraceKind.Token));
        Assert.Equal(api.Requests.Count, 5 + _listener.Count(TraceKind.Retry));
    }

    [Fact]
    public async Task The_way_to_locked_records_is_told_and_why_no_better_one_is_taken()
    {
        using var emulator = new CrmEmulator();
        emulator.Settings.Scopes = "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.settings.custom_views.READ";
        emulator.AddModule("Deals").AddRecords(3);
        emulator.Start();
        using var connection = await Opened.To(emulator);

        using var scope = TraceContext.Begin(_listener.Command);
        await foreach (var _ in connection.GetFinder().FindLockedAsync("Deals"))
        {
        }

        var ways = _listener.Texts(TraceKind.Listing);
        Assert.Equal(3, ways.Count);
        Assert.StartsWith("Deals: Zoho's view of locked records can't be used: ", ways[0], StringComparison.Ordinal);
        Assert.StartsWith("Deals: a query by the field of the lock state can't be used: ", ways[1], StringComparison.Ordinal);
        Assert.Equal("Deals: the list of all records is used.", ways[2]);
    }

    [Fact]
    public async Task A_call_is_told_with_its_method_path_status_time_and_try_and_without_what_was_searched_for()
    {
        _crm.Lose(Operation.ListRecords, FaultTiming.BeforeChange);
        var connection = await _crm.ConnectAsync();
        var query = new QueryApi(connection.Api);

        using (TraceContext.Begin(_listener.Command))
        {
            await query.ListAsync("Deals", "fields=Deal_Name&criteria=(Name:equals:Benton)&per_page=200&page=1", CancellationToken.None);
        }

        Assert.Collection(
            _listener.Texts(TraceKind.Call),
            text => Assert.Matches(@"^GET /crm/v7/Deals\?fields=…&criteria=…&per_page=200&page=1: 500 in \d+ ms \(try 1\)$", text),
            text => Assert.Matches(@"^GET /crm/v7/Deals\?fields=…&criteria=…&per_page=200&page=1: 200 in \d+ ms \(try 2\)$", text));
    }

    [Fact]
    public async Task A_call_without_an_answer_is_told_with_why()
    {
        _crm.LoseCall(Operation.ListLocks);
        var client = await _crm.OpenAsync();
        using var stop = new CancellationTokenSource();
        using (TraceContext.Begin(_listener.Command))
        {
            await client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId);
            _crm.Emulator.Settings.Latency = TimeSpan.FromHours(1);
            var stopped = client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId, stop.Token);
            await Until.TrueAsync(() => _crm.Emulator.Requests.Count(request => request.Method == "GET") == 3);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        }

        Assert.Collection(
            _listener.Texts(TraceKind.Call),
            text => Assert.Contains(": the connection broke before the answer was complete", text, StringComparison.Ordinal),
            text => Assert.Contains(": 204 in ", text, StringComparison.Ordinal),
            text => Assert.Contains(": no answer until it was given up in ", text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TraceLevels.None)]
    [InlineData(TraceLevels.Steps)]
    [InlineData(TraceLevels.Calls)]
    public async Task A_listener_is_told_what_it_wants_and_no_more(TraceLevels levels)
    {
        _crm.Lose(Operation.ListLocks, FaultTiming.BeforeChange);
        var listener = new RecordingListener(levels);
        var client = await _crm.OpenAsync();
        using (TraceContext.Begin(listener.Command))
        {
            await client.FindAsync(FaultyCrm.Module, FaultyCrm.RecordId);
        }

        Assert.Equal((levels == TraceLevels.Calls ? 2 : 0, levels == TraceLevels.Steps ? 1 : 0), (listener.Count(TraceKind.Call), listener.Count(TraceKind.Retry)));
    }

    [Fact]
    public async Task Neither_secrets_nor_control_characters_are_told()
    {
        _crm.Emulator.Inject(new Fault
        {
            Kind = FaultKind.StatusAnswer,
            StatusCode = 400,
            Count = 1,
            Operations = [Operation.QueryRecords],
            Body = $$"""{"code":"INVALID_QUERY","details":{"column":"Locked__s"},"message":"Locked__s {{_crm.Emulator.ClientSecret}} \u001b[2J","status":"error"}""",
        });
        var connection = await _crm.ConnectAsync();

        using (TraceContext.Begin(_listener.Command))
        {
            await foreach (var _ in connection.GetFinder().FindAsync(new RecordQuery("Deals")))
            {
            }
        }

        Assert.Contains(_listener.Texts(TraceKind.Listing), text => text.Contains("without a column", StringComparison.Ordinal) && text.Contains("***", StringComparison.Ordinal));
        Assert.All(_listener.Events, traced => Assert.DoesNotContain(_crm.Emulator.ClientSecret, traced.Text, StringComparison.Ordinal));
        Assert.All(_listener.Events, traced => Assert.DoesNotContain('\u001b', traced.Text));
    }
}
