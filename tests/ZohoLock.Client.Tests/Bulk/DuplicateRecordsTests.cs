using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>Records that are in a run's input more than once: one at a time, and none that this run has changed.</summary>
public sealed class DuplicateRecordsTests
{
    private const string One = "5843104000000425565";
    private const string Other = "5843104000000425566";

    private readonly DuplicateRecords _records = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_second_one_waits_for_the_first_and_is_told_whether_it_was_changed(bool isChanged)
    {
        Assert.False(await Enter(One));
        var second = Enter(One);
        Assert.False(second.IsCompleted);
        Assert.False(await Enter(Other));

        _records.Exit(One, isChanged);

        Assert.Equal(isChanged, await second.WaitAsync(Hang.Guard));
    }

    [Fact]
    public async Task Of_many_that_wait_one_is_let_in_at_a_time()
    {
        var (inside, together) = (0, 0);
        await Enter(One);
        var waiting = Enumerable.Range(0, 50).Select(_ => PassAsync()).ToList();

        _records.Exit(One, isChanged: false);
        await Task.WhenAll(waiting).WaitAsync(Hang.Guard);

        Assert.Equal(0, together);

        async Task PassAsync()
        {
            await Enter(One);
            if (Interlocked.Increment(ref inside) > 1)
            {
                Interlocked.Increment(ref together);
            }

            await Task.Yield();
            Interlocked.Decrement(ref inside);
            _records.Exit(One, isChanged: false);
        }
    }

    [Fact]
    public async Task One_that_was_changed_stays_changed_whatever_becomes_of_those_after_it()
    {
        await Enter(One);
        _records.Exit(One, isChanged: true);
        Assert.True(await Enter(One));
        _records.Exit(One, isChanged: false);

        Assert.True(await Enter(One));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        await Enter(One);
        var second = _records.EnterAsync(One, stop.Token).AsTask();

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Hang.Guard));
    }

    private Task<bool> Enter(string recordId) => _records.EnterAsync(recordId, CancellationToken.None).AsTask();
}
