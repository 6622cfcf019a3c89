using Microsoft.Extensions.Time.Testing;
using ZohoLock.Bulk;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>What a run tells of its progress, and how often.</summary>
public sealed class RunProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunProgress _progress;
    private long _done;

    public RunProgressTests() => _progress = new(RunProgress.DisplayInterval, _time);

    [Theory]
    [InlineData(300, false)]
    [InlineData(10_000, true)]
    public void There_is_an_update_each_interval_and_none_between(int milliseconds, bool isLog)
    {
        var progress = new RunProgress(isLog ? RunProgress.LogInterval : RunProgress.DisplayInterval, _time);
        Assert.False(progress.IsDue(default));
        Assert.False(progress.HasUpdated);

        _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.False(progress.IsDue(default));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(progress.IsDue(default));

        progress.Next(default, null, 0, null);
        Assert.True(progress.HasUpdated);
        Assert.False(progress.IsDue(default));
    }

    [Fact]
    public void What_an_earlier_run_did_counts_neither_in_the_rate_nor_in_the_percentage()
    {
        _progress.IsDue(default);
        _time.Advance(TimeSpan.FromSeconds(10));

        var update = _progress.Next(new(Done: 3000, Failed: 10, FromJournal: 2000), new(4000, FromJournal: 2000), callsInFlight: 25, creditsRemaining: 12_345);

        Assert.Equal("3,000 of 4,000 done, 10 failed, 100 a second, 25 calls in flight, 12,345 credits left", update.Status);
        Assert.Equal((50, 10), (update.PercentComplete, update.SecondsRemaining));
        Assert.Equal("Lock-ZohoRecord: 50%, 3,000 of 4,000 done, 10 failed, 100 a second, 25 calls in flight, 12,345 credits left, about 10 s left", update.ToLine("Lock-ZohoRecord"));
    }

    [Fact]
    public void Records_of_the_journal_that_come_last_are_not_waited_for()
    {
        _progress.IsDue(default);
        _time.Advance(TimeSpan.FromSeconds(10));

        // Half of the 1,000 that this run has to do are done; none of the journal's has come yet.
        var update = _progress.Next(new(500), new(100_000, FromJournal: 99_000), 5, null);

        Assert.Equal((50, 10), (update.PercentComplete, update.SecondsRemaining));
    }

    [Fact]
    public void While_the_journals_records_are_passed_over_there_is_no_time_left()
    {
        _progress.IsDue(default);
        _time.Advance(TimeSpan.FromSeconds(2));

        var update = _progress.Next(new(50_000, 0, 50_000), new(100_000, 50_000), 0, null);

        Assert.Equal((0, null), (update.PercentComplete, update.SecondsRemaining));
        Assert.Equal("50,000 of 100,000 done, 0 failed, 0 a second, 0 calls in flight", update.Status);
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        _progress.IsDue(default);
        _time.Advance(TimeSpan.FromSeconds(1));

        var update = _progress.Next(default, null, 0, null);

        Assert.Equal("0 done, 0 failed, 0 a second, 0 calls in flight", update.Status);
        Assert.Equal((null, null), (update.PercentComplete, update.SecondsRemaining));
        Assert.Equal("x: 0 done, 0 failed, 0 a second, 0 calls in flight", update.ToLine("x"));
    }

    [Fact]
    public void Nothing_to_do_and_more_than_was_expected_have_no_numbers()
    {
        _progress.IsDue(default);
        _time.Advance(TimeSpan.FromSeconds(1));

        var nothing = _progress.Next(default, new(0), 0, null);
        var more = _progress.Next(new(11), new(10), 0, null);

        Assert.Equal((null, null), (nothing.PercentComplete, nothing.SecondsRemaining));
        Assert.Equal(("11 done, 0 failed, 11 a second, 0 calls in flight", null, null), (more.Status, more.PercentComplete, more.SecondsRemaining));
    }

    [Fact]
    public void The_first_answers_make_no_estimate_and_a_slow_start_is_forgotten()
    {
        Assert.Null(Run(seconds: 0.5, done: 5, total: 10_005).SecondsRemaining);
        Assert.Equal(10_000, Run(seconds: 4.5, done: 5, total: 10_005).SecondsRemaining);

        // From here on 50 a second: a minute later nothing is left of the beginning.
        ProgressUpdate update = null!;
        for (var second = 1; second <= 60; second++)
        {
            update = Run(seconds: 1, done: 5 + (second * 50), total: 10_005);
        }

        Assert.Equal((140, 30), (update.SecondsRemaining, update.PercentComplete));
        Assert.Contains(", 50 a second,", update.Status, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_of_the_run_begins_with_its_first_record()
    {
        _time.Advance(TimeSpan.FromMinutes(10));
        _progress.IsDue(default);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains(", 5 a second,", _progress.Next(new(10), null, 0, null).Status, StringComparison.Ordinal);
    }

    [Fact]
    public void A_slow_rate_has_a_digit_more()
    {
        _progress.IsDue(default);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains(", 0.5 a second,", _progress.Next(new(5), null, 0, null).Status, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cause_is_told_when_nothing_was_completed_for_two_seconds()
    {
        const string Cause = "Zoho answers 503, next try in 4 s";
        Assert.DoesNotContain(Cause, Run(1.9, 0, cause: Cause).Status, StringComparison.Ordinal);
        Assert.StartsWith($"{Cause}. 0 done,", Run(0.1, 0, cause: Cause).Status, StringComparison.Ordinal);
        Assert.StartsWith("0 done,", Run(5, 0, cause: null).Status, StringComparison.Ordinal);
        Assert.DoesNotContain(Cause, Run(1, 1, cause: Cause).Status, StringComparison.Ordinal);
        Assert.DoesNotContain(Cause, Run(1.9, 1, cause: Cause).Status, StringComparison.Ordinal);
        Assert.StartsWith($"{Cause}. 1 done,", Run(0.1, 1, cause: Cause).Status, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(119, "about 119 s left")]
    [InlineData(120, "about 2 min left")]
    [InlineData(7199, "about 119 min left")]
    [InlineData(9000, "about 2.5 h left")]
    public void The_time_left_is_told_in_a_line(int seconds, string text) =>
        Assert.Equal($"x: 5 done, {text}", new ProgressUpdate("5 done") { SecondsRemaining = seconds }.ToLine("x"));

    // The time passes, and then the records are done.
    private ProgressUpdate Run(double seconds, long done, long? total = null, string? cause = null)
    {
        _progress.IsDue(new(_done));
        _time.Advance(TimeSpan.FromSeconds(seconds));
        _done = done;
        _progress.IsDue(new(_done));
        return _progress.Next(new(_done), total is { } all ? new(all) : null, 0, null, cause);
    }
}
