namespace ZohoLock.Reporting.Tests;

/// <summary>Memory is that of the process: no other test runs meanwhile.</summary>
[Collection(nameof(MemoryTests))]
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryTests
{
    [Fact]
    public async Task A_report_of_100_000_locks_holds_no_more_than_one_of_5_000()
    {
        using var report = await LockReport.CreateAsync(new(), Stream.Null, CancellationToken.None);
        var few = 0L;
        var number = 0;
        foreach (var one in NastyLocks.Create(100_000))
        {
            await report.AddAsync(one, CancellationToken.None);
            if (++number == 5_000)
            {
                few = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        var many = GC.GetTotalMemory(forceFullCollection: true);
        Assert.True(many - few < 1 << 20, $"{few:N0} bytes with 5,000 locks, {many:N0} with 100,000");
        await report.CompleteWorkbookAsync(CancellationToken.None);
    }
}
