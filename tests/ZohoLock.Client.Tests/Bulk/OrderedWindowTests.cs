using System.Collections.Concurrent;
using System.Threading.Channels;
using Xunit.Abstractions;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>Order, limits and the end of <see cref="OrderedWindow{TItem, TResult}"/>; each item's work ends when the test opens its gate.</summary>
public sealed class OrderedWindowTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 10)]
    [InlineData(5, 5)]
    [InlineData(7, 40)]
    [InlineData(25, 100)]
    public async Task Results_come_out_in_the_order_of_the_items_however_the_work_ends(int concurrency, int capacity)
    {
        const int Items = 300;
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var work = new GatedWork();
        await using var window = new OrderedWindow<int, int>(work.RunAsync, concurrency, capacity, CancellationToken.None);
        var (added, taken) = (0, new List<int>());
        while (taken.Count < Items)
        {
            while (!window.IsFull && added < Items)
            {
                window.Add(added++);
            }

            // Ends what runs in an order of chance, until the head is through.
            while (!work.IsOpen(taken.Count))
            {
                await work.OpenOneAsync(random);
            }

            taken.Add(await window.TakeAsync().WaitAsync(Hang.Guard));
        }

        Assert.Equal(Enumerable.Range(0, Items).Select(item => item * 10), taken);
        Assert.Equal(concurrency, work.MostAtOnce);
        Assert.True(window.IsEmpty);
    }

    [Fact]
    public async Task A_slow_head_does_not_idle_the_other_slots()
    {
        var work = new GatedWork();
        await using var window = new OrderedWindow<int, int>(work.RunAsync, concurrency: 2, capacity: 10, CancellationToken.None);
        for (var item = 0; item < 10; item++)
        {
            window.Add(item);
        }

        // The head stays closed, and all others go through the one slot that is left.
        for (var item = 1; item < 10; item++)
        {
            await work.StartedAsync(item);
            work.Open(item);
            await work.EndedAsync(item);
        }

        Assert.True(window.IsFull);
        Assert.False(window.IsHeadReady);
        Assert.Equal(2, work.MostAtOnce);

        work.Open(0);
        for (var item = 0; item < 10; item++)
        {
            Assert.Equal(item * 10, await window.TakeAsync().WaitAsync(Hang.Guard));
        }
    }

    [Fact]
    public async Task When_fewer_may_run_at_once_what_ends_is_not_followed_until_few_enough_run()
    {
        var (concurrency, running) = (3, 0);
        var runningAtStart = new ConcurrentDictionary<int, int>();
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var window = new OrderedWindow<int, int>(
            async (item, _) =>
            {
                runningAtStart[item] = Interlocked.Increment(ref running);
                await end.Task;
                Interlocked.Decrement(ref running);
                return item;
            },
            () => concurrency,
            capacity: 8,
            CancellationToken.None);
        for (var item = 0; item < 8; item++)
        {
            window.Add(item);
        }

        concurrency = 1;
        end.SetResult();
        for (var item = 0; item < 8; item++)
        {
            await window.TakeAsync().WaitAsync(Hang.Guard);
        }

        Assert.Equal([1, 2, 3, 1, 1, 1, 1, 1], Enumerable.Range(0, 8).Select(item => runningAtStart[item]));
    }

    [Fact]
    public async Task When_more_may_run_at_once_as_many_begin_as_soon_as_one_ends()
    {
        var concurrency = 1;
        var work = new GatedWork();
        await using var window = new OrderedWindow<int, int>(work.RunAsync, () => concurrency, capacity: 4, CancellationToken.None);
        for (var item = 0; item < 4; item++)
        {
            window.Add(item);
        }

        concurrency = 3;
        work.Open(0);

        await Task.WhenAll(work.StartedAsync(1), work.StartedAsync(2), work.StartedAsync(3));
    }

    [Fact]
    public async Task A_batch_is_there_when_the_item_at_its_place_or_else_the_last_one_has_ended()
    {
        var work = new GatedWork();
        await using var window = new OrderedWindow<int, int>(work.RunAsync, concurrency: 3, capacity: 3, CancellationToken.None);
        for (var item = 0; item < 3; item++)
        {
            window.Add(item);
        }

        var (second, last) = (window.WhenCompleted(1), window.WhenCompleted(32));
        work.Open(1);
        await second.WaitAsync(Hang.Guard);
        Assert.False(last.IsCompleted);

        // Behind the head there is nothing to wait for any more.
        var head = window.WhenCompleted(1);
        Assert.False(head.IsCompleted);
        work.Open(2);
        await last.WaitAsync(Hang.Guard);
        work.Open(0);
        await head.WaitAsync(Hang.Guard);
    }

    [Fact]
    public async Task It_is_full_at_its_capacity_and_takes_more_only_when_something_was_taken()
    {
        var work = new GatedWork();
        await using var window = new OrderedWindow<int, int>(work.RunAsync, concurrency: 1, capacity: 2, CancellationToken.None);
        Assert.Equal((true, false, false), (window.IsEmpty, window.IsFull, window.IsHeadReady));

        window.Add(0);
        Assert.Equal((false, false, false), (window.IsEmpty, window.IsFull, window.IsHeadReady));
        window.Add(1);
        Assert.True(window.IsFull);
        Assert.Throws<InvalidOperationException>(() => window.Add(2));

        work.Open(0);
        await window.TakeAsync();
        Assert.False(window.IsFull);
        window.Add(2);
        Assert.True(window.IsFull);
    }

    [Fact]
    public async Task A_head_that_is_ready_is_told_and_does_not_wait()
    {
        await using var window = new OrderedWindow<int, int>((item, _) => Task.FromResult(item), 1, 1, CancellationToken.None);
        window.Add(7);

        Assert.True(window.IsHeadReady);
        var taking = window.TakeAsync();
        Assert.True(taking.IsCompletedSuccessfully);
        Assert.Equal(7, await taking);
    }

    [Fact]
    public async Task A_failure_comes_out_at_its_place_and_the_others_go_on()
    {
        await using var window = new OrderedWindow<int, int>(
            (item, _) => item switch
            {
                1 => Task.FromException<int>(new FormatException("one")),
                2 => throw new FormatException("two"),
                _ => Task.FromResult(item),
            },
            concurrency: 1,
            capacity: 4,
            CancellationToken.None);
        for (var item = 0; item < 4; item++)
        {
            window.Add(item);
        }

        Assert.Equal(0, await window.TakeAsync());
        Assert.Equal("one", (await Assert.ThrowsAsync<FormatException>(window.TakeAsync)).Message);
        Assert.Equal("two", (await Assert.ThrowsAsync<FormatException>(window.TakeAsync)).Message);
        Assert.Equal(3, await window.TakeAsync());
    }

    [Fact]
    public async Task Nothing_can_be_taken_from_an_empty_window()
    {
        await using var window = new OrderedWindow<int, int>((item, _) => Task.FromResult(item), 1, 1, CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => window.TakeAsync());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(2, 1)]
    public void Limits_that_make_no_sense_are_refused(int concurrency, int capacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new OrderedWindow<int, int>((item, _) => Task.FromResult(item), concurrency, capacity, CancellationToken.None));

    [Fact]
    public async Task A_cancelled_token_ends_what_runs_and_what_waits()
    {
        using var cancel = new CancellationTokenSource();
        var work = new GatedWork();
        await using var window = new OrderedWindow<int, int>(work.RunAsync, concurrency: 1, capacity: 3, cancel.Token);
        window.Add(0);
        window.Add(1);
        await work.StartedAsync(0);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => window.TakeAsync().WaitAsync(Hang.Guard));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => window.TakeAsync().WaitAsync(Hang.Guard));
        Assert.Equal(1, work.Started);
    }

    [Fact]
    public async Task What_is_added_after_the_cancelling_is_not_begun()
    {
        var work = new GatedWork();
        await using var window = new OrderedWindow<int, int>(work.RunAsync, 1, 1, new CancellationToken(canceled: true));
        window.Add(0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => window.TakeAsync().WaitAsync(Hang.Guard));
        Assert.Equal(0, work.Started);
    }

    [Fact]
    public async Task What_ended_before_the_cancelling_can_still_be_taken()
    {
        using var cancel = new CancellationTokenSource();
        await using var window = new OrderedWindow<int, int>((item, _) => Task.FromResult(item), 1, 2, cancel.Token);
        window.Add(7);

        await cancel.CancelAsync();

        Assert.Equal(7, await window.TakeAsync());
    }

    [Fact]
    public async Task Disposing_cancels_what_runs_and_begins_nothing_more()
    {
        var work = new GatedWork();
        var window = new OrderedWindow<int, int>(work.RunAsync, concurrency: 3, capacity: 10, CancellationToken.None);
        for (var item = 0; item < 10; item++)
        {
            window.Add(item);
        }

        await window.DisposeAsync().AsTask().WaitAsync(Hang.Guard);

        Assert.Equal((3, 0), (work.Started, work.Running));
    }

    [Fact]
    public async Task Disposing_waits_for_work_that_needs_its_time_to_end()
    {
        var ended = false;
        var window = Lingering(() => ended = true);
        window.Add(0);

        await window.DisposeAsync().AsTask().WaitAsync(Hang.Guard);

        Assert.True(ended);
    }

    [Fact]
    public async Task Disposing_waits_for_an_item_too_that_was_taken_but_has_not_ended()
    {
        var ended = false;
        var window = Lingering(() => ended = true);
        window.Add(7);
        var taken = window.TakeAsync();

        await window.DisposeAsync().AsTask().WaitAsync(Hang.Guard);

        Assert.True(ended);
        Assert.Equal(7, await taken.WaitAsync(Hang.Guard));
    }

    [Fact]
    public async Task Disposing_leaves_no_failure_behind_unobserved()
    {
        var window = new OrderedWindow<int, int>((_, _) => Task.FromException<int>(new FormatException("x")), 1, 2, CancellationToken.None);
        window.Add(0);
        window.Add(1);

        await window.DisposeAsync();

        Assert.True(window.IsEmpty);
    }

    // Work that doesn't end at the moment it is cancelled.
    // A window for one item, whose work goes on for a while after it is cancelled.
    private static OrderedWindow<int, int> Lingering(Action onEnded) => new(
        async (item, cancelled) =>
        {
            await Task.Delay(Timeout.Infinite, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            for (var turn = 0; turn < 1000; turn++)
            {
                await Task.Yield();
            }

            onEnded();
            return item;
        },
        1,
        1,
        CancellationToken.None);

    /// <summary>Work on each item that begins, waits at its gate, and brings ten times the item.</summary>
    private sealed class GatedWork
    {
        private readonly ConcurrentDictionary<int, Gate> _gates = new();
        private readonly Channel<int> _started = Channel.CreateUnbounded<int>();
        private readonly List<int> _closed = [];
        private int _count;
        private int _running;
        private int _most;

        public int Started => Volatile.Read(ref _count);

        public int Running => Volatile.Read(ref _running);

        public int MostAtOnce => Volatile.Read(ref _most);

        public async Task<int> RunAsync(int item, CancellationToken cancellationToken)
        {
            var running = Interlocked.Increment(ref _running);
            InterlockedMax(running);
            Interlocked.Increment(ref _count);
            var gate = GateOf(item);
            gate.Started.SetResult();
            _started.Writer.TryWrite(item);
            try
            {
                await gate.Opened.Task.WaitAsync(cancellationToken);
                return item * 10;
            }
            finally
            {
                Interlocked.Decrement(ref _running);
                gate.Ended.SetResult();
            }
        }

        public void Open(int item) => GateOf(item).Opened.SetResult();

        public bool IsOpen(int item) => GateOf(item).Opened.Task.IsCompleted;

        public Task StartedAsync(int item) => GateOf(item).Started.Task.WaitAsync(Hang.Guard);

        public Task EndedAsync(int item) => GateOf(item).Ended.Task.WaitAsync(Hang.Guard);

        /// <summary>Opens the gate of one item that runs, chosen by chance; waits for one to run where none does.</summary>
        public async Task OpenOneAsync(Random random)
        {
            if (_closed.Count == 0)
            {
                _closed.Add(await _started.Reader.ReadAsync().AsTask().WaitAsync(Hang.Guard));
            }

            while (_started.Reader.TryRead(out var item))
            {
                _closed.Add(item);
            }

            var chosen = random.Next(_closed.Count);
            Open(_closed[chosen]);
            _closed.RemoveAt(chosen);
        }

        private Gate GateOf(int item) => _gates.GetOrAdd(item, _ => new Gate());

        private void InterlockedMax(int value)
        {
            for (var seen = _most; value > seen; seen = _most)
            {
                Interlocked.CompareExchange(ref _most, value, seen);
            }
        }
    }

    private sealed class Gate
    {
        public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
