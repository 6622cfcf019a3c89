using System.Runtime.CompilerServices;
using ZohoLock.Bulk;
using ZohoLock.Finding;

namespace ZohoLock.Syncing;

/// <summary>Reads the lock state of those items of a stream that need it, 50 a call, and keeps the stream's order.</summary>
internal static class RecordStates
{
    /// <summary>Returns each item with the outcome of looking its record up; null for one that wasn't looked up.</summary>
    /// <param name="finder">The finder of a connection.</param>
    /// <param name="items">The items.</param>
    /// <param name="select">The record to look up; null for none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="ZohoException">Records can't be looked up.</exception>
    public static async IAsyncEnumerable<(T Item, RecordOutcome? State)> ReadAsync<T>(
        RecordFinder finder, IEnumerable<T> items, Func<T, RecordInput?> select, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var lookup = finder.LookUp([], cancellationToken);
        await using var disposal = lookup.ConfigureAwait(false);
        Queue<(T Item, bool IsLookedUp)> waiting = new();
        Queue<RecordOutcome> states = new();
        foreach (var item in items)
        {
            var input = select(item);
            if (input is not null)
            {
                while (!lookup.IsEmpty && (lookup.IsFull || lookup.IsHeadReady))
                {
                    await TakeAsync().ConfigureAwait(false);
                }

                lookup.Add(input);
            }

            waiting.Enqueue((item, input is not null));
            while (TryTake() is { } next)
            {
                yield return next;
            }
        }

        if (lookup.IsFull)
        {
            await TakeAsync().ConfigureAwait(false);
        }

        lookup.Complete();
        while (waiting.Count > 0)
        {
            if (TryTake() is { } next)
            {
                yield return next;
            }
            else
            {
                await TakeAsync().ConfigureAwait(false);
            }
        }

        async Task TakeAsync()
        {
            foreach (var outcome in await lookup.TakeAsync().ConfigureAwait(false))
            {
                states.Enqueue(outcome);
            }
        }

        (T Item, RecordOutcome? State)? TryTake() => waiting.TryPeek(out var head) && (!head.IsLookedUp || states.Count > 0)
            ? (waiting.Dequeue().Item, head.IsLookedUp ? states.Dequeue() : null)
            : null;
    }
}
