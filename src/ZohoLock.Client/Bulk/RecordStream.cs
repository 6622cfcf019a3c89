using System.Runtime.ExceptionServices;

namespace ZohoLock.Bulk;

/// <summary>Drives a run with a stream of records, where no pipeline does.</summary>
internal static class RecordStream
{
    /// <summary>Runs all records of a stream and returns the outcomes in its order; for a run of its own.</summary>
    /// <exception cref="ZohoException">The run ended early, or the stream's own; all outcomes were returned before.</exception>
    public static async IAsyncEnumerable<RecordOutcome> RunAllAsync(this RecordRun run, IAsyncEnumerable<RecordInput> inputs)
    {
        var each = inputs.GetAsyncEnumerator(CancellationToken.None);
        await using var disposal = each.ConfigureAwait(false);
        var (next, failure) = await MoveNextAsync(each).ConfigureAwait(false);
        for (; next is not null; (next, failure) = await MoveNextAsync(each).ConfigureAwait(false))
        {
            run.Add(next);
            while (!run.IsEmpty && (run.IsFull || run.IsHeadReady) && run.Summary.EndedAt is null)
            {
                if (await TakeDoneAsync(run).ConfigureAwait(false) is { } outcome)
                {
                    yield return outcome;
                }
            }

            if (run.Summary.EndedAt is not null)
            {
                break;
            }
        }

        var isInputComplete = next is null && failure is null;
        while (!run.IsEmpty)
        {
            if (await TakeDoneAsync(run).ConfigureAwait(false) is { } outcome)
            {
                yield return outcome;
            }
        }

        if (run.Summary.EndedAt is not null)
        {
            throw run.Summary.CreateError(isInputComplete);
        }

        if (failure is not null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    // A stream that fails must not take the outcomes of what is in flight with it.
    private static async Task<(RecordInput? Next, ZohoException? Failure)> MoveNextAsync(IAsyncEnumerator<RecordInput> inputs)
    {
        try
        {
            return (await inputs.MoveNextAsync().ConfigureAwait(false) ? inputs.Current : null, null);
        }
        catch (ZohoException failure)
        {
            return (null, failure);
        }
    }

    private static async Task<RecordOutcome?> TakeDoneAsync(RecordRun run)
    {
        var outcome = await run.TakeAsync().ConfigureAwait(false);
        run.Summary.Add(outcome);
        return outcome.IsDone ? outcome : null;
    }
}
