using ZohoLock.Api;
using ZohoLock.Authentication;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Api;

/// <summary>Whether a failed call is repeated, when its error ends the run, and whether what is found then is this client's work.</summary>
public sealed class ApiRetryStateTests : IDisposable
{
    private static readonly Uri Accounts = new("https://accounts.zoho.eu");

    private readonly RecordingTimeProvider _clock = new() { LongestSkipped = TimeSpan.FromSeconds(1) };
    private readonly HttpClient _http = new();
    private readonly ServerState _server;
    private readonly CallLimiter _limiter;
    private readonly ApiClient _api;

    public ApiRetryStateTests()
    {
        var policy = new RetryPolicy
        {
            Time = _clock,
            Jitter = new FixedRandom(0.5),
            Patience = TimeSpan.FromSeconds(10),
            OutagePatience = TimeSpan.FromSeconds(20),
            FirstPause = TimeSpan.FromMilliseconds(100),
            LongestPause = TimeSpan.FromSeconds(1),
        };
        var redactor = new SecretRedactor();
        var tokens = new FixedTokenSource(new AccessToken("1000.token"), new TokenEndpoint(_http, Accounts, redactor, _clock));
        _server = new(_clock);
        _limiter = new(ConcurrencyLimit.Create(null, _clock), _clock);
        _api = new(_http, "v7", tokens, _server, _limiter, policy, redactor);
    }

    public void Dispose() => _api.Dispose();

    [Fact]
    public void A_refused_call_is_not_repeated() => Assert.False(new ApiRetryState(_api).MayRepeat(Error(CallOutcome.Refused)));

    [Theory]
    [InlineData(nameof(CallOutcome.Unknown))]
    [InlineData(nameof(CallOutcome.NotSent))]
    public void A_failed_call_is_repeated_until_the_patience_is_over_that_begins_with_the_first_failure(string outcome)
    {
        ReceiveAnswer();
        var state = new ApiRetryState(_api);
        Advance(60);
        state.Record(new(Error(outcome)));
        Advance(5);
        state.Record(new(Error(outcome)));

        Advance(4.9);
        Assert.True(state.MayRepeat(Error(outcome)));
        Advance(0.1);
        Assert.False(state.MayRepeat(Error(outcome)));
    }

    [Fact]
    public void Time_in_which_no_call_was_allowed_uses_up_no_patience_and_adds_none()
    {
        Pause(30);
        var state = new ApiRetryState(_api);
        state.Record(new(Error(CallOutcome.Unknown)));
        Advance(5);
        Pause(40);

        Advance(4.9);
        Assert.True(state.MayRepeat(Error(CallOutcome.Unknown)));
        Advance(0.1);
        Assert.False(state.MayRepeat(Error(CallOutcome.Unknown)));
    }

    [Fact]
    public void Where_no_server_has_ever_answered_a_call_that_was_not_sent_is_repeated_for_a_second()
    {
        var state = new ApiRetryState(_api);
        state.Record(new(Error(CallOutcome.NotSent)));

        Advance(0.9);
        Assert.True(state.MayRepeat(Error(CallOutcome.NotSent)));
        Advance(0.1);
        Assert.False(state.MayRepeat(Error(CallOutcome.NotSent)));
    }

    [Theory]
    [InlineData(nameof(CallOutcome.Unknown), false)]
    [InlineData(nameof(CallOutcome.NotSent), true)]
    public void An_error_that_would_end_the_run_is_only_repeated_if_the_call_was_not_sent(string outcome, bool mayRepeat) =>
        Assert.Equal(mayRepeat, new ApiRetryState(_api).MayRepeat(Error(outcome) with { EndsRun = true }));

    [Fact]
    public void A_call_whose_answer_was_lost_is_not_repeated_when_others_have_failed_for_the_patience()
    {
        _server.RecordFailure();

        Advance(9.9);
        Assert.True(new ApiRetryState(_api).MayRepeat(Error(CallOutcome.Unknown)));
        Advance(0.1);
        Assert.Equal((false, true), (new ApiRetryState(_api).MayRepeat(Error(CallOutcome.Unknown)), new ApiRetryState(_api).MayRepeat(Error(CallOutcome.NotSent))));
    }

    [Theory]
    [InlineData(nameof(CallOutcome.Unknown), 19.9, false)]
    [InlineData(nameof(CallOutcome.Unknown), 20, true)]
    [InlineData(nameof(CallOutcome.Refused), 20, false)]
    [InlineData(nameof(CallOutcome.NotSent), 20, false)]
    public void It_is_an_outage_when_no_call_has_been_answered_properly_for_long(string outcome, double seconds, bool isOutage)
    {
        var failure = new ZohoException(Error(outcome));
        _server.RecordFailure();
        Advance(seconds);
        var state = new ApiRetryState(_api);

        var concluded = state.Conclude(failure);

        Assert.Equal((isOutage, isOutage), (state.IsOutage(failure.Error), concluded.Error.EndsRun));
        Assert.Equal(!isOutage, ReferenceEquals(failure, concluded));
        Assert.Equal(isOutage, concluded.Message == "no answer; no call has been answered properly for 20 seconds");
        Assert.Equal(isOutage ? failure : null, concluded.InnerException);
    }

    [Fact]
    public void An_error_that_ends_the_run_stays_as_it_is_in_an_outage()
    {
        var failure = new ZohoException(Error(CallOutcome.Unknown) with { EndsRun = true });
        _server.RecordFailure();
        Advance(20);

        Assert.Same(failure, new ApiRetryState(_api).Conclude(failure));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public void What_was_done_since_the_first_attempt_is_told_by_the_servers_clock_which_has_whole_seconds(int hoursAhead, bool isResumed)
    {
        var begun = _clock.GetUtcNow();
        var ahead = TimeSpan.FromHours(hoursAhead);
        Advance(isResumed ? 600 : 0);
        var state = new ApiRetryState(_api, isResumed ? new InterruptedRun(begun, UserId: null) : null);
        ReceiveAnswer(_clock.GetUtcNow() + ahead);

        Assert.True(state.IsSinceBegun(begun + ahead - TimeSpan.FromSeconds(2)));
        Assert.False(state.IsSinceBegun(begun + ahead - TimeSpan.FromSeconds(2.001)));
    }

    [Fact]
    public void Without_the_servers_clock_it_may_be_five_minutes_earlier()
    {
        var state = new ApiRetryState(_api);

        Assert.True(state.IsSinceBegun(_clock.GetUtcNow().AddMinutes(-5)));
        Assert.False(state.IsSinceBegun(_clock.GetUtcNow().AddMinutes(-5).AddMilliseconds(-1)));
    }

    [Theory]
    [InlineData(null, "1", "2", true)]
    [InlineData("3", null, null, true)]
    [InlineData("1", "1", null, true)]
    [InlineData("3", "1", null, false)]
    [InlineData("2", null, "2", true)]
    [InlineData("3", null, "2", false)]
    [InlineData("1", "1", "2", true)]
    [InlineData("2", "1", "2", true)]
    [InlineData("3", "1", "2", false)]
    public void A_user_may_be_this_one_or_that_of_the_interrupted_run_or_anybody_as_long_as_neither_is_known(
        string? userId, string? connected, string? interrupted, bool mayBe)
    {
        _server.UserId = connected;

        Assert.Equal(mayBe, new ApiRetryState(_api, new InterruptedRun(_clock.GetUtcNow(), interrupted)).MayBeUser(userId));
        Assert.True(interrupted is not null || new ApiRetryState(_api).MayBeUser(userId) == mayBe);
    }

    [Theory]
    [InlineData(nameof(CallOutcome.NotSent), false)]
    [InlineData(nameof(CallOutcome.Unknown), true)]
    public void An_operation_may_be_done_when_an_answer_was_lost_or_a_run_was_interrupted(string outcome, bool mayBeDone)
    {
        var state = new ApiRetryState(_api);
        Assert.False(state.MayBeDone);

        state.Record(new(Error(outcome)));

        Assert.Equal((mayBeDone, true), (state.MayBeDone, new ApiRetryState(_api, new InterruptedRun(_clock.GetUtcNow(), UserId: null)).MayBeDone));
    }

    [Fact]
    public async Task The_pauses_between_attempts_double_up_to_the_longest()
    {
        var state = new ApiRetryState(_api);
        for (var failures = 0; failures < 5; failures++)
        {
            state.Record(new(Error(CallOutcome.Unknown)));
            await state.PauseAsync(CancellationToken.None);
        }

        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1], _clock.Waits.Where(wait => wait > TimeSpan.Zero).Select(wait => wait.TotalSeconds));
    }

    private static ZohoError Error(string outcome) => Error(Enum.Parse<CallOutcome>(outcome));

    private static ZohoError Error(CallOutcome outcome) => ZohoError.NoResponse("X", "no answer", "Wait.", outcome);

    private void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private void Pause(double seconds)
    {
        _limiter.PauseAll(TimeSpan.FromSeconds(seconds));
        Advance(seconds);
    }

    private void ReceiveAnswer(DateTimeOffset? date = null)
    {
        using var response = new HttpResponseMessage();
        response.Headers.Date = date;
        _server.RecordResponse(response);
    }
}
