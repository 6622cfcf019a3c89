using ZohoLock.Bulk;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>The journal of a run: when it is opened, what it resumes, and which records it refuses.</summary>
public sealed class OutcomeJournalTests : IDisposable
{
    private static readonly ZohoException Failure = new(ZohoError.Input("NOT_ALLOWED", "record is already locked", "x"));

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_journal_of_one_module_refuses_the_records_of_another()
    {
        using var journal = Open();

        Assert.Null(journal.FindRefusal("Deals"));
        Assert.Equal("JournalOfAnotherModule", journal.FindRefusal("Leads")!.Error.Code);
        Assert.False(journal.FindRefusal("Leads")!.Error.EndsRun);
    }

    [Fact]
    public void A_journal_that_is_not_open_yet_refuses_none()
    {
        using var journal = new OutcomeJournal(_path, RecordOperation.Lock, null);

        Assert.Null(journal.FindRefusal("Leads"));
        Assert.Null(journal.FindDone(new("1", 1) { Module = "Deals", RecordId = "1" }));
        journal.End(new());
        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void A_run_that_was_cut_off_is_resumed_with_a_message()
    {
        using (var first = Open())
        {
            first.Write(Locked("1"));
            first.Write(new(new("2", 2) { RecordId = "2" }) { IsDone = true, Failure = Failure });
        }

        using var second = new OutcomeJournal(_path, RecordOperation.Lock, null);
        var message = second.Open("Deals", "1");

        Assert.Matches(@"^Going on with the run of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d, which was cut off: 1 records are done already and are left as they are; 1 that failed are tried again\.$", message);
        Assert.IsType<RecordLock>(second.FindDone(new("1", 1) { Module = "Deals", RecordId = "1" }));
        Assert.Null(second.FindDone(new("2", 2) { Module = "Deals", RecordId = "2" }));
    }

    [Fact]
    public void A_run_that_ended_with_failures_is_resumed_as_one_that_ended()
    {
        var summary = new RunSummary();
        summary.Add(new(new("2", 2) { RecordId = "2" }) { IsDone = true, Failure = Failure });
        using (var first = Open())
        {
            first.End(summary);
        }

        using var second = new OutcomeJournal(_path, RecordOperation.Lock, null);

        Assert.Contains(", which ended on ", second.Open("Deals", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_which_a_record_was_declined_counts_as_cut_off()
    {
        using (var first = Open())
        {
            first.Write(Locked("1"));
            first.Decline();
            first.End(new());
        }

        using var second = new OutcomeJournal(_path, RecordOperation.Lock, null);

        Assert.Contains("was cut off", second.Open("Deals", "1"), StringComparison.Ordinal);
    }

    private static RecordOutcome Locked(string id) =>
        new(new(id, 1) { Module = "Deals", RecordId = id, Reason = "x" }) { IsDone = true, Output = new RecordLock("Deals", id, "99") { Reason = "x" } };

    private OutcomeJournal Open()
    {
        var journal = new OutcomeJournal(_path, RecordOperation.Lock, null);
        Assert.Null(journal.Open("Deals", "1"));
        return journal;
    }
}
