namespace ZohoLock.Bulk;

/// <summary>
/// Runs work on a stream of items, a fixed number at a time, and hands the results out in the order of the items. It holds a bounded number of
/// items, more than run at once, so that one slow item at the head doesn't idle the other slots.
/// </summary>
/// <typeparam name="TItem">What the work is done on.</typeparam>
/// <typeparam name="TResult">What it brings.</typeparam>
/// <remarks>Adding and taking are for one thread; the work runs on others.</remarks>
public sealed class OrderedWindow<TItem, TResult> : IAsyncDisposable
{
    private readonly Func<TItem, CancellationToken, Task<TResult>> _work;
    private readonly Queue<Task<TResult>> _items = new();
    private readonly SemaphoreSlim _slots;
    private readonly int _capacity;
    private readonly CancellationTokenSource _stop;

    /// <summary>A window that runs <paramref name="work"/>.</summary>
    /// <param name="work">Done on each item; its failures come out of <see cref="TakeAsync"/>.</param>
    /// <param name="concurrency">How many items are worked on at once.</param>
    /// <param name="capacity">How many items are held, finished ones that wait for the head included.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public OrderedWindow(
        Func<TItem, CancellationToken, Task<TResult>> work, int concurrency, int capacity, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, concurrency);
        _work = work;
        _slots = new SemaphoreSlim(concurrency, concurrency);
        _capacity = capacity;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Whether something must be taken before more can be added.</summary>
    public bool IsFull => _items.Count >= _capacity;

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Whether the head is finished, so that <see cref="TakeAsync"/> won't wait.</summary>
    public bool IsHeadReady => _items.TryPeek(out var head) && head.IsCompleted;

    /// <summary>Adds an item behind the others; it starts as soon as a slot is free.</summary>
    /// <exception cref="InvalidOperationException">The window is full.</exception>
    public void Add(TItem item)
    {
        if (IsFull)
        {
            throw new InvalidOperationException("The window is full.");
        }

        _items.Enqueue(RunAsync(item, _stop.Token));
    }

    /// <summary>Takes the head's result, and waits for it where it isn't finished.</summary>
    /// <exception cref="InvalidOperationException">The window is empty.</exception>
    public Task<TResult> TakeAsync() => _items.Dequeue();

    /// <summary>Cancels what runs, starts nothing more, and returns when all has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)Task.WhenAll(_items)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _items.Clear();
        _slots.Dispose();
        _stop.Dispose();
    }

    private async Task<TResult> RunAsync(TItem item, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // The slot may have come free because what ran was cancelled.
            cancellationToken.ThrowIfCancellationRequested();
            return await _work(item, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }
}
