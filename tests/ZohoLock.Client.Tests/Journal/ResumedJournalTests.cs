using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Journal;

/// <summary>What a journal tells a run that goes on with it.</summary>
public sealed class ResumedJournalTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("www.zohoapis.com", "5843104000000020005")]
    [InlineData("5843104000000020005", "www.zohoapis.com")]
    public void It_goes_on_although_the_organisation_could_be_read_only_once(string first, string second)
    {
        using (var journal = RunJournal.Open(_path, Header(first)))
        {
            journal.Append(new() { RecordId = "1", IsDone = true, At = At });
        }

        using var resumed = RunJournal.Open(_path, Header(second));

        Assert.Equal(1, resumed.DoneCount);
    }

    [Fact]
    public void A_run_that_goes_on_after_the_end_and_is_cut_off_before_its_first_line_is_told_as_cut_off()
    {
        using (var journal = RunJournal.Open(_path, Header("5843104000000020005")))
        {
            journal.Append(new() { RecordId = "1", IsDone = true, At = At });
            journal.Append(new() { RecordId = "2", IsDone = false, At = At });
            journal.AppendEnd(new(At, 1, 1));
        }

        using (var cutOff = RunJournal.Open(_path, Header("5843104000000020005")))
        {
            Assert.NotNull(cutOff.EarlierEnd);
        }

        using var resumed = RunJournal.Open(_path, Header("5843104000000020005"));

        Assert.Null(resumed.EarlierEnd);
        Assert.Equal((1, 1), (resumed.DoneCount, resumed.FailedCount));
    }

    private static JournalHeader Header(string organization) => new(RecordOperation.Lock, "Deals", organization) { Begun = At };
}
