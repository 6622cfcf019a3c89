using ZohoLock.Authentication;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Retrying;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>Calls that bring no answer: none in time, none at all, or nobody there.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static TheoryData<LockingCall> Calls { get; } = new(LockingCalls.All);

    private static RetryPolicy Pausing { get; } = Opened.Quick with { Patience = TimeSpan.FromSeconds(10), FirstPause = Pause, LongestPause = Pause };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_server_that_hangs_ends_in_an_error_and_not_in_a_second_call(LockingCall call)
    {
        using var server = LiteralServer.Always(Reply.Hanging);
        using var connection = await Opened.WithToken(server, policy: Opened.Quick with { CallTimeout = Short });

        var failure = await new RecordLockClient(connection.Api).FailAsync(call).WaitAsync(Hang.Guard);

        AssertNotInTime(failure);
        Assert.InRange(server.Requests.Count, 0, 1);
    }

    [Fact]
    public async Task A_body_that_stops_in_the_middle_ends_in_an_error_too()
    {
        using var server = LiteralServer.Always(Reply.Truncated(201, Sample.Locked, AfterReply.Hang));
        using var connection = await Opened.WithToken(server, policy: Opened.Quick with { CallTimeout = Short, Patience = TimeSpan.Zero });

        AssertNotInTime(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock).WaitAsync(Hang.Guard));
    }

    [Fact]
    public async Task The_call_timeout_of_the_options_is_the_one_that_counts()
    {
        using var server = LiteralServer.Always(Reply.Hanging);
        using var connection = await Connection.OpenAsync(Opened.TokenOptions(server.BaseUri) with { CallTimeout = Short, RetryTimeout = TimeSpan.Zero });

        AssertNotInTime(await new RecordLockClient(connection.Api).FailAsync(LockingCall.List).WaitAsync(Hang.Guard));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Cancelling_ends_a_call_at_once(LockingCall call)
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new LiteralServer(_ =>
        {
            arrived.SetResult();
            return Reply.Hanging;
        });
        using var connection = await Opened.WithToken(server);
        using var cancel = new CancellationTokenSource();

        var running = new RecordLockClient(connection.Api).MakeAsync(call, cancel.Token);
        await arrived.Task.WaitAsync(Hang.Guard);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Hang.Guard));
        Assert.Single(server.Requests);
        Assert.Equal(TimeSpan.Zero, connection.Api.Server.FailingFor);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_beforehand_is_not_made()
    {
        using var server = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithToken(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock, new CancellationToken(canceled: true)));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_a_token()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var accounts = new LiteralServer(_ =>
        {
            arrived.SetResult();
            return Reply.Hanging;
        });
        using var cancel = new CancellationTokenSource();

        var opening = Connection.OpenAsync(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri), Opened.Quick, cancel.Token);
        await arrived.Task.WaitAsync(Hang.Guard);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.WaitAsync(Hang.Guard));
    }

    [Fact]
    public async Task A_token_endpoint_that_hangs_ends_in_an_error()
    {
        using var accounts = LiteralServer.Always(Reply.Hanging);
        using var http = new HttpClient { Timeout = Short };

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new TokenEndpoint(http, accounts.BaseUri, new SecretRedactor(), TimeProvider.System)
            .RequestAsync(TokenEndpoint.TokenPath, new Dictionary<string, string> { ["grant_type"] = "refresh_token" }, CancellationToken.None)
            .WaitAsync(Hang.Guard));

        Assert.Equal(("NoTokenInTime", ZohoErrorKind.ConnectionError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
    }

    [Fact]
    public async Task A_token_endpoint_that_fails_is_asked_five_times_after_pauses_that_double()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = TimeSpan.FromMinutes(1) };
        using var accounts = LiteralServer.Always(Reply.Html(502, "<html/>"));
        using var http = new HttpClient();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new TokenEndpoint(http, accounts.BaseUri, new SecretRedactor(), clock, Pause)
            .RequestAsync(TokenEndpoint.TokenPath, new Dictionary<string, string> { ["grant_type"] = "refresh_token" }, CancellationToken.None));

        Assert.Equal(("HTTP_502", true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Equal(5, accounts.Requests.Count);
        Assert.Equal(4, clock.Waits.Count);
        Assert.All(clock.Waits.Select((wait, i) => wait / (Pause * Math.Pow(2, i))), share => Assert.InRange(share, 0.5, 1.5));
    }

    [Fact]
    public async Task A_token_endpoint_that_hangs_in_a_renewal_ends_the_call_after_its_own_timeout()
    {
        using var accounts = LiteralServer.InTurn(Sample.Token(), Reply.Hanging);
        using var api = LiteralServer.Always(Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Quick with { CallTimeout = Short });

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock).WaitAsync(Hang.Guard);

        Assert.Equal(ZohoErrorKind.ConnectionError, failure.Error.Kind);
    }

    [Fact]
    public async Task Nobody_listening_ends_the_run_because_nothing_was_sent_and_nothing_can_be()
    {
        using var deserted = new DesertedPort();
        using var connection = await Opened.Open(Opened.TokenOptions(deserted.BaseUri));

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal(("NoConnection", ZohoErrorKind.ConnectionError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Null(failure.Error.StatusCode);
        Assert.NotEmpty(failure.Error.Advice);
        Assert.True(connection.CallsMade > 1);
    }

    [Fact]
    public async Task An_address_that_has_never_answered_is_given_up_after_a_second_whatever_the_patience()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Pause };
        using var deserted = new DesertedPort();
        using var connection = await Opened.Open(Opened.TokenOptions(deserted.BaseUri), Pausing with { Time = clock });
        var begun = clock.GetUtcNow();

        await new RecordLockClient(connection.Api).FailAsync(LockingCall.List);

        Assert.InRange(clock.GetUtcNow() - begun, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1) + 2 * Pause);
    }

    [Fact]
    public async Task One_that_has_answered_is_given_all_of_the_patience()
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Pause };
        using var server = LiteralServer.InTurn(Reply.Json(200, Sample.ManualList, "Connection: close"));
        using var connection = await Opened.WithToken(server, policy: Pausing with { Time = clock });
        var client = new RecordLockClient(connection.Api);
        await client.MakeAsync(LockingCall.List);
        server.Desert();
        var begun = clock.GetUtcNow();

        await client.FailAsync(LockingCall.List);

        Assert.InRange(clock.GetUtcNow() - begun, Pausing.Patience, Pausing.Patience + 2 * Pause);
    }

    [Fact]
    public async Task Nobody_listening_for_tokens_is_told_when_the_connection_is_opened()
    {
        using var deserted = new DesertedPort();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(deserted.BaseUri, deserted.BaseUri)));

        Assert.Equal(("NoConnection", ZohoErrorKind.ConnectionError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
    }

    private static void AssertNotInTime(ZohoException failure)
    {
        Assert.Equal(("NoAnswerInTime", ZohoErrorKind.ConnectionError, false), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Null(failure.Error.StatusCode);
        Assert.Contains("no answer within", failure.Error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Error.Advice);
    }
}
