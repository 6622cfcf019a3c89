using ZohoLock.Diagnostics;
using ZohoLock.Retrying;
using ZohoLock.Throttling;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>What the engine tells an operation, and when it waits.</summary>
public sealed class RetryEngineTests
{
    [Fact]
    public async Task An_attempt_is_told_whether_it_is_a_repeat_and_each_repeat_comes_after_a_pause()
    {
        var steps = new List<string>();
        var state = new Attempts(steps);

        var result = await RetryEngine.RunAsync(
            new Operation<int>(isRepeat =>
            {
                steps.Add(isRepeat ? "repeat" : "first");
                return steps.Count < 5 ? throw new ZohoException(ZohoError.Input("x", "x", "x")) : Task.FromResult(7);
            }),
            state,
            CancellationToken.None);

        Assert.Equal(["first", "pause", "repeat", "pause", "repeat"], steps);
        Assert.Equal((7, 2, false), (result, state.Failures, state.HasLostResponse));
    }

    [Fact]
    public async Task What_a_look_after_a_refusal_fails_with_is_the_end()
    {
        var steps = new List<string>();
        var refused = new ZohoException(ZohoError.Input("refused", "x", "x"));
        var unseen = new ZohoException(ZohoError.Input("unseen", "x", "x"));
        var operation = new Operation<int>(_ => Task.FromException<int>(refused))
        {
            Verify = _ => Task.FromException<Verdict<int>>(unseen),
            IsVerifiedAfter = error => error.Code == "refused",
        };

        Assert.Same(unseen, await Xunit.Record.ExceptionAsync(() => RetryEngine.RunAsync(operation, new Attempts(steps), CancellationToken.None)));
        Assert.Empty(steps);
    }

    [Fact]
    public async Task A_run_that_ends_before_the_repeat_of_what_changes_nothing_leaves_nothing_unknown()
    {
        var lost = new ZohoException(ZohoError.NoResponse("lost", "x", "x", CallOutcome.Unknown));
        var look = new Operation<int>(isRepeat => Task.FromException<int>(isRepeat ? new LaneClosedException() : lost));

        await Assert.ThrowsAsync<LaneClosedException>(() => RetryEngine.RunAsync(look, new Attempts([]), CancellationToken.None));
    }

    private sealed class Attempts(List<string> steps) : RetryState
    {
        public override ConnectionTrace Trace { get; } = new(text => text);

        public override bool MayRepeat(ZohoError error) => Failures < 5;

        public override Task PauseAsync(CancellationToken cancellationToken)
        {
            steps.Add("pause");
            return Task.CompletedTask;
        }
    }
}
