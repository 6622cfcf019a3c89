using ZohoCrm.Emulator;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>A run that is driven by a stream of records: what it returns, and how it ends.</summary>
public sealed class RecordStreamTests : IDisposable
{
    private static readonly ZohoException End = new(ZohoError.Input("Ended", "the run is to end", "x") with { EndsRun = true });

    private readonly CrmEmulator _emulator = new();
    private readonly List<RecordOutcome> _outcomes = [];

    public RecordStreamTests()
    {
        _emulator.AddModule("Deals");
        _emulator.Start();
    }

    private IEnumerable<long> Numbers => _outcomes.Select(outcome => outcome.Input.Number);

    public void Dispose() => _emulator.Dispose();

    [Fact]
    public async Task Every_record_has_its_outcome_in_the_order_of_the_stream()
    {
        await RunAsync(Stream(3000), number => number % 7 == 0 ? throw Failure() : null);

        Assert.Equal(Enumerable.Range(1, 3000).Select(number => (long)number), Numbers);
        Assert.All(_outcomes, outcome => Assert.Equal(outcome.Input.Number % 7 == 0, outcome.Failure is not null));
    }

    [Fact]
    public async Task What_ends_the_run_ends_the_stream_and_tells_what_was_done()
    {
        var read = 0;
        var error = (await Assert.ThrowsAsync<ZohoException>(() => RunAsync(Stream(100_000, () => read++), number => number == 3 ? throw End : null))).Error;

        Assert.Equal([1, 2], Numbers.Take(2));
        Assert.DoesNotContain(3, Numbers);
        Assert.Equal("Ended", error.Code);
        Assert.Contains("and all input that follows", error.Message, StringComparison.Ordinal);
        Assert.InRange(read, 3, 5_000);
    }

    [Fact]
    public async Task One_that_ends_at_its_last_record_names_it()
    {
        var error = (await Assert.ThrowsAsync<ZohoException>(() => RunAsync(Stream(3), number => number == 3 ? throw End : null))).Error;

        Assert.Equal([1, 2], Numbers);
        Assert.DoesNotContain("all input that follows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_that_fails_takes_no_outcome_with_it()
    {
        var failed = Failure();

        Assert.Same(failed, await Assert.ThrowsAsync<ZohoException>(() => RunAsync(Stream(20, failure: failed), _ => null)));
        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long)number), Numbers);
    }

    private static ZohoException Failure() => new(ZohoError.Input("Failed", "this one", "x"));

    private static async IAsyncEnumerable<RecordInput> Stream(int count, Action? onRead = null, ZohoException? failure = null)
    {
        for (var number = 1; number <= count; number++)
        {
            onRead?.Invoke();
            await Task.CompletedTask;
            yield return new RecordInput(number, number) { Module = "Deals", RecordId = $"{number}", GivenId = $"{number}" };
        }

        if (failure is not null)
        {
            throw failure;
        }
    }

    private async Task RunAsync(IAsyncEnumerable<RecordInput> inputs, Func<long, object?> work)
    {
        using var connection = await Opened.To(_emulator);
        var options = new RecordRunOptions
        {
            ContinueOnRefusal = true,
            Work = async (_, input, _) =>
            {
                await Task.Yield();
                return new(input) { IsDone = true, Output = work(input.Number) };
            },
        };
        await using var run = connection.CreateRun(options, CancellationToken.None);
        await foreach (var outcome in run.RunAllAsync(inputs))
        {
            _outcomes.Add(outcome);
        }
    }
}
