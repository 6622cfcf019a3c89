namespace ZohoLock.Bulk;

/// <summary>
/// Runs work on a stream of items, a number at a time, and hands the results out in the order of the items. It holds a bounded number of items, more
/// than run at once, so that one slow item at the head doesn't idle the other slots.
/// </summary>
/// <typeparam name="TItem">What the work is done on.</typeparam>
/// <typeparam name="TResult">What it brings.</typeparam>
/// <remarks>Adding and taking are for one thread; the work runs on others.</remarks>
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

    /// <summary>A window that runs <paramref name="work"/>.</summary>
    /// <param name="work">Done on each item; its failures come out of <see cref="TakeAsync"/>.</param>
    /// <param name="concurrency">How many items are worked on at once.</param>
    /// <param name="capacity">How many items are held, finished ones that wait for the head included.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public OrderedWindow(
        Func<TItem, CancellationToken, Task<TResult>> work, int concurrency, int capacity, CancellationToken cancellationToken)
        : this(work, () => concurrency, capacity, cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, concurrency);
    }

    /// <summary>A window that runs <paramref name="work"/>, on as many items at once as is right at the time.</summary>
    /// <param name="work">Done on each item; its failures come out of <see cref="TakeAsync"/>.</param>
    /// <param name="concurrency">Tells how many items may be worked on at once: at least one. It is asked when an item comes or ends.</param>
    /// <param name="capacity">How many items are held, finished ones that wait for the head included.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public OrderedWindow(
        Func<TItem, CancellationToken, Task<TResult>> work, Func<int> concurrency, int capacity, CancellationToken cancellationToken)
    {
        _work = work;
        _concurrency = concurrency;
        _capacity = capacity;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>Whether something must be taken before more can be added.</summary>
    public bool IsFull => _items.Count >= _capacity;

    /// <summary>How many items are held, finished ones included.</summary>
    public int Count => _items.Count;

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => _items.Count == 0;

    /// <summary>Whether the head is finished, so that <see cref="TakeAsync"/> won't wait.</summary>
    public bool IsHeadReady => _items.TryPeek(out var head) && head.Task.IsCompleted;

    /// <summary>Adds an item behind the others; it starts as soon as a slot is free.</summary>
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

    /// <summary>Takes the head's result, and waits for it where it isn't finished.</summary>
    /// <exception cref="InvalidOperationException">The window is empty.</exception>
    public Task<TResult> TakeAsync()
    {
        var head = _items.Dequeue().Task;
        _taken = head;
        return head;
    }

    /// <summary>
    /// Ends when an item so many places behind the head has ended, or the last one where there are fewer: those before it mostly have then, too. Where it
    /// has ended already, it is the head that is waited for.
    /// </summary>
    /// <exception cref="InvalidOperationException">The window is empty.</exception>
    public Task WhenCompleted(int place)
    {
        var behind = _items.ElementAt(Math.Min(place, _items.Count - 1)).Task;
        return behind.IsCompleted ? _items.Peek().Task : behind;
    }

    /// <summary>Cancels what runs, starts nothing more, and returns when all has ended.</summary>
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

    // Works on one item after another, so that the next begins where the last ended instead of being woken up elsewhere.
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
