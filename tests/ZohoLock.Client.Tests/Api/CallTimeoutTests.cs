using ZohoLock.Api;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Api;

/// <summary>When one attempt of a call is cancelled, and by whom.</summary>
public sealed class CallTimeoutTests : IDisposable
{
    private readonly RecordingTimeProvider _clock = new();
    private readonly CancellationTokenSource _caller = new();
    private readonly CallTimeout _timeout;

    public CallTimeoutTests() => _timeout = new(new RetryPolicy { Time = _clock, CallTimeout = TimeSpan.FromSeconds(10) }, _caller.Token);

    private (bool IsOver, bool IsCancelled) State => (_timeout.IsOver, _timeout.Token.IsCancellationRequested);

    public void Dispose()
    {
        _timeout.Dispose();
        _caller.Dispose();
    }

    [Fact]
    public void A_call_is_cancelled_when_its_time_is_up_and_not_before()
    {
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal((false, false), State);

        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal((true, true), State);
    }

    [Fact]
    public void A_call_that_its_caller_cancels_has_not_run_out_of_time()
    {
        _caller.Cancel();

        Assert.Equal((false, true), State);
    }

    [Fact]
    public void A_caller_that_cancels_after_the_time_was_up_has_cancelled()
    {
        _clock.Advance(TimeSpan.FromSeconds(10));
        _caller.Cancel();

        Assert.Equal((false, true), State);
    }

    [Fact]
    public void Of_a_call_that_has_ended_no_timer_is_left_and_its_caller_can_still_cancel()
    {
        Assert.Equal(1, _clock.ActiveTimers);

        _timeout.Dispose();

        Assert.Equal(0, _clock.ActiveTimers);
        _caller.Cancel();
    }
}
