using System.Globalization;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Journal;

/// <summary>What a resumed journal takes of memory: the process is measured, so these run by themselves.</summary>
[Collection(ProcessWide.Name)]
public sealed class JournalMemoryTests : IDisposable
{
    private const int Records = 100_000;

    private static readonly JournalHeader Header = new(RecordOperation.Lock, "Deals", "5843104000000020005") { Begun = At };

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private static DateTimeOffset At => new(2026, 9, 30, 23, 0, 0, TimeSpan.FromHours(2));

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_hundred_thousand_records_take_at_most_2_MB(bool isClustered)
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var ids = new string[Records];
        using (var journal = RunJournal.Open(_path, Header))
        {
            var id = 5843104000000425565L;
            for (var i = 0; i < Records; i++)
            {
                id = isClustered ? id + random.Next(1, 20) : random.NextInt64(1, long.MaxValue);
                ids[i] = id.ToString(CultureInfo.InvariantCulture);
                journal.Append(JournalEntry.From(
                    new RecordLock("Deals", ids[i], ids[i]) { Reason = "Quarter closed", LockedBy = new User { Id = "5843104000000424672", Name = "Patricia Boyle" }, LockedTime = At },
                    "Quarter closed",
                    At));
                journal.Append(JournalEntry.From($"{i}", "InvalidRecordId", At));
            }
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var again = RunJournal.Open(_path, Header);
        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.Equal((Records, Records), (again.DoneCount, again.FailedCount));
        Assert.True(taken <= 2_000_000, $"{taken:N0} bytes, seed {seed}");
        Assert.All(ids, (id, i) => Assert.True(again.FindDone(id)?.LockId == id, $"{i}, seed {seed}"));
        Assert.Null(again.FindDone("0"));
    }
}
