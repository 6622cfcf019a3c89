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

        Assert.True(journal.IsOpen);
        Assert.Null(journal.FindRefusal("Deals"));
        Assert.Equal("JournalOfAnotherModule", journal.FindRefusal("Leads")!.Error.Code);
        Assert.False(journal.FindRefusal("Leads")!.Error.EndsRun);
    }

    [Fact]
    public void A_journal_that_is_not_open_yet_refuses_none()
    {
        using var journal = new OutcomeJournal(_path, RecordOperation.Lock, null, TimeProvider.System);

        Assert.False(journal.IsOpen);
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

        using var second = new OutcomeJournal(_path, RecordOperation.Lock, null, TimeProvider.System);
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

        using var second = new OutcomeJournal(_path, RecordOperation.Lock, null, TimeProvider.System);

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

        using var second = new OutcomeJournal(_path, RecordOperation.Lock, null, TimeProvider.System);

        Assert.Contains("was cut off", second.Open("Deals", "1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, " Line 2 of the journal is damaged: ")]
    [InlineData(3, " Lines 2, 3, 4 of the journal are damaged: ")]
    [InlineData(1006, " Lines 2, 3, 4, 5, 6 and 1,001 more of the journal are damaged: ")]
    public void Damaged_lines_are_told(int lines, string message)
    {
        Open().Dispose();
        File.AppendAllLines(_path, Enumerable.Repeat("?", lines));

        using var second = new OutcomeJournal(_path, RecordOperation.Lock, null, TimeProvider.System);

        Assert.EndsWith(
            $" are tried again.{message}each record that isn't done is looked at before anything is done to it.", second.Open("Deals", "1"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_did_not_happen_to_the_record_has_no_line()
    {
        using (var journal = Open())
        {
            var input = new RecordInput("1", 1) { Module = "Deals", RecordId = "1", Reason = "x" };
            journal.Write(new(input));
            journal.Write(new(input) { Failure = Failure });
            journal.Write(Locked("1") with { IsFromJournal = true });
            journal.Write(new(input) { IsDone = true });
        }

        Assert.Single(File.ReadAllLines(_path));
    }

    [Fact]
    public void Of_a_row_that_was_refused_there_is_no_more_than_the_beginning_of_its_id()
    {
        const string Row = "zcrm_5843104000000425565,secret remark";
        var refusal = new ZohoException(ZohoError.Input("InvalidRecordId", $"'{Row}' is no record id", Row));
        using (var journal = Open())
        {
            journal.Write(new(new(Row, 1) { GivenId = Row, Refusal = refusal }) { IsDone = true, Failure = refusal });
            journal.Write(new(new(Row, 2) { Refusal = refusal }) { IsDone = true, Failure = refusal });
            journal.Write(new(new(Row, 3) { GivenId = Row, RecordId = new string('1', 32), Reason = Row, Refusal = refusal }) { IsDone = true, Failure = refusal });
            journal.Write(new(new(Row, 4) { RecordId = "4", Reason = Row }) { IsDone = true, Failure = Failure });
        }

        var lines = File.ReadAllLines(_path)[1..];
        Assert.DoesNotContain(lines, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("remark", StringComparison.Ordinal));
        Assert.StartsWith("{\"record\":\"zcrm_584310400000042556\\u2026\",\"done\":false,", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"row\":1,\"error\":\"InvalidRecordId\"", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("message", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("{\"record\":\"Input 2\",", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{{\"record\":\"{new string('1', 32)}\",", lines[2], StringComparison.Ordinal);
        Assert.Contains("\"message\":\"record is already locked\"", lines[3], StringComparison.Ordinal);
    }

    private static RecordOutcome Locked(string id) =>
        new(new(id, 1) { Module = "Deals", RecordId = id, Reason = "x" }) { IsDone = true, Output = new RecordLock("Deals", id, "99") { Reason = "x" } };

    private OutcomeJournal Open()
    {
        var journal = new OutcomeJournal(_path, RecordOperation.Lock, null, TimeProvider.System);
        Assert.Null(journal.Open("Deals", "1"));
        return journal;
    }
}
