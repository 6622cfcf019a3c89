using ZohoLock.Bulk;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>What a run counts, and what the error of a run that ended early says of the rest.</summary>
public sealed class RunSummaryTests
{
    private static readonly ZohoException End = new(ZohoError.Input("INVALID_TOKEN", "the token is refused", "Connect again.") with { EndsRun = true });
    private static readonly ZohoException Failure = new(ZohoError.Input("NOT_ALLOWED", "record is already locked", "x"));

    private readonly RunSummary _summary = new();
    private long _number;

    [Fact]
    public void Successes_failures_and_what_an_earlier_run_did_are_counted()
    {
        _summary.Add(Next() with { IsDone = true });
        _summary.Add(Next() with { IsDone = true, IsFromJournal = true });
        _summary.Add(Next() with { IsDone = true, Failure = Failure });

        Assert.Equal((2, 1, 1, 3), (_summary.Succeeded, _summary.Failed, _summary.FromJournal, _summary.Done));
        Assert.Null(_summary.EndedAt);
        Assert.Throws<InvalidOperationException>(() => _summary.CreateError(isInputComplete: true));
    }

    [Theory]
    [InlineData(0, 0, 1, true, "No record was done. 1 was tried and failed. Not done: Deals 1.")]
    [InlineData(1, 0, 1, false, "1 record was done before that, and its outcome written: Deals 1. 1 was tried and failed. Not done: Deals 2, and all input that follows.")]
    [InlineData(2, 1, 1, true, "2 records were done before that, and their outcomes written, the last one Deals 2. 2 were tried and failed. Not done: Deals 4.")]
    [InlineData(1234, 0, 7, true, "1234 records were done before that, and their outcomes written, the last one Deals 1234. 1 was tried and failed. Not done: Deals 1235, Deals 1236, Deals 1237, Deals 1238, Deals 1239, 2 after them.")]
    public void The_error_of_a_run_that_ended_early_says_what_is_done_and_what_is_not(
        int succeeded, int failed, int notDone, bool isInputComplete, string rest)
    {
        Add(succeeded, () => Next() with { IsDone = true });
        Add(failed, () => Next() with { IsDone = true, Failure = Failure });
        _summary.Add(Next() with { Failure = End });
        Add(notDone - 1, Next);

        var error = _summary.CreateError(isInputComplete).Error;

        Assert.Equal(($"the token is refused. {rest}", true, "INVALID_TOKEN"), (error.Message, error.EndsRun, error.Code));
        Assert.Equal(succeeded + failed + 1, _summary.EndedAt!.Number);
    }

    [Theory]
    [InlineData(true, "All input was done.")]
    [InlineData(false, "Not done: all input that follows.")]
    public void A_record_may_be_done_although_the_run_ends_with_it(bool isInputComplete, string rest)
    {
        _summary.Add(Next() with { IsDone = true, RunFailure = End });

        Assert.EndsWith($"Deals 1. {rest}", _summary.CreateError(isInputComplete).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_record_that_was_not_attempted_because_one_behind_it_ended_the_run_is_where_it_ended()
    {
        _summary.Add(Next());
        _summary.Add(Next() with { IsDone = true });
        _summary.Add(Next() with { Failure = End });

        Assert.Equal(1, _summary.EndedAt!.Number);
        Assert.Equal(
            "the token is refused. 1 record was done before that, and its outcome written: Deals 2. 1 was tried and failed. Not done: Deals 1, Deals 3.",
            _summary.CreateError(isInputComplete: true).Message);
    }

    [Fact]
    public void What_ended_the_run_first_is_told_rather_than_what_came_after_it_or_the_records_own_failure()
    {
        _summary.Add(Next() with { IsDone = true, Failure = Failure, RunFailure = End });
        _summary.Add(Next() with { Failure = Failure });

        var error = _summary.CreateError(isInputComplete: true).Error;

        Assert.Equal(("INVALID_TOKEN", "Connect again."), (error.Code, error.Advice));
        Assert.Contains("journal run.jsonl", _summary.CreateError(isInputComplete: true, "run.jsonl").Error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void The_records_whose_outcome_is_not_known_are_named()
    {
        _summary.Add(Next() with { Failure = new ZohoException(End.Error with { Outcome = CallOutcome.Unknown }) });
        _summary.Add(Next());

        Assert.EndsWith(
            "Not done: Deals 1, Deals 2. Of these, the outcome of 1 is not known, because the answer was lost: Deals 1.",
            _summary.CreateError(isInputComplete: true).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_counts_the_failures_by_their_cause()
    {
        var rounded = new ZohoException(ZohoError.Input("RoundedRecordId", "a spreadsheet has rounded it", "x"));
        RunSummary planning = new();
        planning.Add(Next() with { IsDone = true, Failure = rounded });
        _summary.Add(Next() with { IsDone = true, IsFromJournal = true });
        Add(2, () => Next() with { IsDone = true });
        _summary.Add(Next() with { IsDone = true, Failure = rounded });
        Add(3, () => Next() with { IsDone = true, Failure = Failure });

        var report = _summary.CreateReport("Lock-ZohoRecord", planning) with { Duration = TimeSpan.FromSeconds(34.04), Calls = 1300 };

        Assert.Equal((3, 5, 1, null), (report.Done, report.Failed, report.FromJournal, report.EndedBy));
        Assert.Equal([("NOT_ALLOWED", 3L), ("RoundedRecordId", 2L)], report.Failures.Select(failure => (failure.Key, failure.Value)));
        Assert.Equal("Lock-ZohoRecord: 3 done (1 of them by an earlier run), 5 failed (NOT_ALLOWED: 3, RoundedRecordId: 2), in 34.0 s with 1,300 calls.", report.ToString());
    }

    [Theory]
    [InlineData(null, null, 1, "in 0.0 s with 1 call.")]
    [InlineData(null, 900L, 0, "in 0.0 s with 0 calls; 900 credits are left.")]
    [InlineData(1100L, 900L, 2, "in 0.0 s with 2 calls; 1,100 credits were used, 900 are left.")]
    public void The_report_tells_the_credits_where_they_are_known(long? used, long? left, long calls, string end)
    {
        var report = _summary.CreateReport("x") with { CreditsUsed = used, CreditsRemaining = left, Calls = calls };

        Assert.Equal($"x: 0 done, 0 failed, {end}", report.ToString());
    }

    [Fact]
    public void The_report_of_a_run_that_ended_early_tells_by_what()
    {
        _summary.Add(Next() with { IsDone = true });
        _summary.Add(Next() with { Failure = End });

        Assert.StartsWith("x ended early (INVALID_TOKEN): 1 done, 0 failed,", _summary.CreateReport("x").ToString(), StringComparison.Ordinal);
    }

    private static void Add(int count, Action add)
    {
        for (var i = 0; i < count; i++)
        {
            add();
        }
    }

    private void Add(int count, Func<RecordOutcome> create) => Add(count, () => _summary.Add(create()));

    private RecordOutcome Next()
    {
        _number++;
        return new(new($"row {_number}", _number) { Module = "Deals", RecordId = $"{_number}" });
    }
}
