namespace ZohoLock.Bulk;

/// <summary>
/// Runs work on a stream of items concurrently and returns the results in the order of the items. It holds more items than run at once, so
/// that a slow item at the head doesn't idle the other slots, but not more than its capacity.
/// </summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <typeparam name="TResult">The type of the results.</typeparam>
/// <remarks>Items are added and results taken by one thread; the work runs on others.</remarks>
public sealed class OrderedWindow<TItem, TResult> : IAsyncDisposable
{
    private readonly object _lock = new();
    private readonly Func<TItem, CancellationToken, Task<TResult>> _work;
    private readonly Func<int> _concurrency;
    private readonly int _capacity;
    private readonly CancellationTokenSource _stop;
    private readonly Queue<Entry> _items = new();
    private readonly Queue<Entry> _waiting = new();
    private Task _taken = Task.CompletedTask;
    private int _running;

    /// <summary>Creates a window that runs <paramref name="work"/>.</summary>
    /// <param name="work">The work on one item; <see cref="TakeAsync"/> throws its exceptions.</param>
    /// <param name="concurrency">The number of items that are worked on at once.</param>
    /// <param name="capacity">The number of items that are held, including finished ones.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public OrderedWindow(
        Func<TItem, CancellationToken, Task<TResult>> work, int concurrency, int capacity, CancellationToken cancellationToken)
        : this(work, () => concurrency, capacity, cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, concurrency);
    }

    /// <summary>Creates a window with a variable concurrency.</summary>
    /// <param name="work">The work on one item; <see cref="TakeAsync"/> throws its exceptions.</param>
    /// <param name="concurrency">
    /// Returns the current number of items to work on at once, at least one. Called when an item is added or finished.
    /// </param>
    /// <param name="capacity">The number of items that are held, including finished ones.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public OrderedWindow(
        Func<TItem, CancellationToken, Task<TResult>> work, Func<int> concurrency, int capacity, CancellationToken cancellationToken)
    {
        _work = work;
        _concurrency = concurrency;
        _capacity = capacity;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Whether a result must be taken before another item can be added.</summary>
    public bool IsFull => _items.Count >= _capacity;

    /// <summary>The number of items held, including finished ones.</summary>
    public int Count => _items.Count;

    /// <summary>Whether no items are held.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Whether the first item is finished, so that <see cref="TakeAsync"/> returns immediately.</summary>
    public bool IsHeadReady => _items.TryPeek(out var head) && head.Task.IsCompleted;

    /// <summary>Adds an item, which starts as soon as a slot is free.</summary>
    /// <exception cref="InvalidOperationException">The window is full.</exception>
    public void Add(TItem item)
    {
        if (IsFull)
        {
            throw new InvalidOperationException("The window is full.");
        }

        var entry = new Entry(item);
        _items.Enqueue(entry);
        lock (_lock)
        {
            _waiting.Enqueue(entry);
        }

        StartWaiting();
    }

    /// <summary>Takes the result of the first item, and waits for it if it isn't finished.</summary>
    /// <exception cref="InvalidOperationException">The window is empty.</exception>
    public Task<TResult> TakeAsync()
    {
        var head = _items.Dequeue().Task;
        _taken = head;
        return head;
    }

    /// <summary>
    /// Completes when the item at a place (counted from the first one), or the last item if there are fewer, is finished; the items before
    /// it usually are too by then. If it is already finished, completes with the first item.
    /// </summary>
    /// <exception cref="InvalidOperationException">The window is empty.</exception>
    public Task WhenCompleted(int place)
    {
        var behind = _items.ElementAt(Math.Min(place, _items.Count - 1)).Task;
        return behind.IsCompleted ? _items.Peek().Task : behind;
    }

    /// <summary>Cancels the running work, starts no more, and waits until all work has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll([_taken, .. _items.Select(entry => entry.Task)]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _items.Clear();
        _stop.Dispose();
    }

    private void StartWaiting()
    {
        while (true)
        {
            Entry? entry;
            lock (_lock)
            {
                if (_running >= _concurrency() || !_waiting.TryDequeue(out entry))
                {
                    return;
                }

                _running++;
            }

            _ = RunAsync(entry);
        }
    }

    // One loop runs item after item, which avoids a thread switch between them.
    private async Task RunAsync(Entry? entry)
    {
        for (; entry is not null; entry = Next())
        {
            try
            {
                _stop.Token.ThrowIfCancellationRequested();
                entry.SetResult(await _work(entry.Item, _stop.Token).ConfigureAwait(false));
            }
            catch (OperationCanceledException end)
            {
                entry.SetCanceled(end.CancellationToken);
            }
            catch (Exception failure)
            {
                entry.SetException(failure);
            }
        }
    }

    private Entry? Next()
    {
        Entry? next = null;
        lock (_lock)
        {
            if (_running > _concurrency() || !_waiting.TryDequeue(out next))
            {
                _running--;
            }
        }

        if (next is not null)
        {
            StartWaiting();
        }

        return next;
    }

    private sealed class Entry(TItem item) : TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TItem Item { get; } = item;
    }
}
