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
    public static async Task<T> RunAsync<T>(Operation<T> operation, RetryState state, CancellationToken cancellationToken)
    {
        Verdict<T> verdict;
        try
        {
            verdict = await AttemptAsync(operation, state, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException end) when (operation.OutcomeUnknown is not null && (state.HasLostResponse || end.Error.Outcome == CallOutcome.Unknown))
        {
            throw operation.OutcomeUnknown(end);
        }
        catch (LaneClosedException) when (operation.OutcomeUnknown is not null && state.LostResponse is not null)
        {
            throw operation.OutcomeUnknown(state.LostResponse);
        }

        return verdict.GetResult();
    }

    private static async Task<Verdict<T>> AttemptAsync<T>(Operation<T> operation, RetryState state, CancellationToken cancellationToken)
    {
        while (true)
        {
            ZohoException refusal;
            try
            {
                var verdict = operation.Verify is { } look && (state.HasLostResponse || operation.IsVerifiedFirst)
                    ? await look(null).ConfigureAwait(false)
                    : Verdict<T>.NotDone;
                return verdict.IsDone || verdict.Refusal is not null
                    ? verdict
                    : Verdict<T>.Done(await operation.Attempt(state.IsRepeat).ConfigureAwait(false));
            }
            catch (ZohoException failure) when (state.MayRepeat(failure.Error))
            {
                await state.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
                continue;
            }
            catch (ZohoException refused) when (operation.Verify is not null && operation.IsVerifiedAfter(refused.Error))
            {
                refusal = refused;
            }

            var found = await operation.Verify!(refusal).ConfigureAwait(false);
            return found.IsDone || found.Refusal is not null ? found : Verdict<T>.Refused(refusal);
        }
    }
}
