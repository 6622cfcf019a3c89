using ZohoLock.Diagnostics;
using ZohoLock.Throttling;

namespace ZohoLock.Retrying;

/// <summary>
/// Attempts an operation until it succeeds, is refused, or may not be repeated any more. A change whose response was lost is verified before it is
/// attempted again, so that nothing is done twice (docs/retries.md).
/// </summary>
internal static class RetryEngine
{
    /// <summary>Runs an operation to its end.</summary>
    /// <returns>The operation's result.</returns>
    /// <exception cref="ZohoException">The operation was refused, its outcome is unknown, or no more attempts are allowed.</exception>
    /// <exception cref="LaneClosedException">The run ended before the call was sent.</exception>
    public static Task<T> RunAsync<T>(Operation<T> operation, RetryState state, CancellationToken cancellationToken) =>
        TraceContext.Current is null && !Telemetry.IsTracing
            ? RunUntracedAsync(operation, state, cancellationToken)
            : RunTracedAsync(operation, state, cancellationToken);

    private static async Task<T> RunTracedAsync<T>(Operation<T> operation, RetryState state, CancellationToken cancellationToken)
    {
        TraceContext.BeginOperation(operation.Subject);
        using var activity = Telemetry.Begin(operation.Subject);
        try
        {
            return await RunUntracedAsync(operation, state, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure)
        {
            Telemetry.Fail(activity, failure.Error.Code);
            throw;
        }
        catch (OperationCanceledException)
        {
            Telemetry.Fail(activity, "canceled");
            throw;
        }
    }

    private static async Task<T> RunUntracedAsync<T>(Operation<T> operation, RetryState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            ZohoException? refusal = null;
            Verdict<T> verdict;
            try
            {
                if (state.IsRepeat)
                {
                    TellWhetherLookIsNext(operation, state);
                    await state.PauseAsync(cancellationToken).ConfigureAwait(false);
                }

                verdict = Verdict<T>.NotDone;
                if (operation.Verify is { } look && (state.HasLostResponse || operation.IsVerifiedFirst))
                {
                    verdict = await look(null).ConfigureAwait(false);
                    TellVerdict(verdict, state, refusal: null);
                }

                if (verdict.IsNotDone)
                {
                    try
                    {
                        return await operation.Attempt(state.IsRepeat).ConfigureAwait(false);
                    }
                    catch (ZohoException refused) when (operation.Verify is not null && operation.IsVerifiedAfter(refused.Error))
                    {
                        refusal = refused;
                    }

                    verdict = await operation.Verify!(refusal).ConfigureAwait(false);
                    TellVerdict(verdict, state, refusal);
                }
            }
            catch (ZohoException failure) when (refusal is null && state.MayRepeat(failure.Error))
            {
                state.Record(failure);
                continue;
            }
            catch (ZohoException end) when (operation.OutcomeUnknown is not null && (state.HasLostResponse || end.Error.Outcome == CallOutcome.Unknown))
            {
                throw operation.OutcomeUnknown(state.Conclude(end));
            }
            catch (LaneClosedException) when (operation.OutcomeUnknown is not null && state.LostResponse is not null)
            {
                throw operation.OutcomeUnknown(state.Conclude(state.LostResponse));
            }
            catch (ZohoException end) when (state.IsOutage(end.Error))
            {
                throw state.Conclude(end);
            }

            return verdict.IsNotDone ? throw refusal! : verdict.GetResult();
        }
    }

    private static void TellWhetherLookIsNext<T>(Operation<T> operation, RetryState state)
    {
        if (TraceContext.Current is { } trace)
        {
            trace.IsLookNext = operation.Verify is not null && state.HasLostResponse;
        }
    }

    private static void TellVerdict<T>(Verdict<T> verdict, RetryState state, ZohoException? refusal)
    {
        if (TraceContext.Current is not { } trace)
        {
            return;
        }

        var why = refusal is not null ? $"the refusal ({refusal.Error.Code})" : state.HasLostResponse ? "the lost answer" : "an earlier run was cut off";
        var consequence = !verdict.IsNotDone ? null : refusal is null ? $", and try {trace.Attempt} is made" : ", and the refusal stands";
        state.Trace.Step(trace, TraceKind.Look, $"{trace.Subject}: a look after {why}: {verdict.Finding ?? "what is there decides"}{consequence}.");
    }
}
