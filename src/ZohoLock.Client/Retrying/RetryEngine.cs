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
        while (true)
        {
            ZohoException? refusal = null;
            Verdict<T> verdict;
            try
            {
                if (state.IsRepeat)
                {
                    await state.PauseAsync(cancellationToken).ConfigureAwait(false);
                }

                verdict = operation.Verify is { } look && (state.HasLostResponse || operation.IsVerifiedFirst)
                    ? await look(null).ConfigureAwait(false)
                    : Verdict<T>.NotDone;
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
}
