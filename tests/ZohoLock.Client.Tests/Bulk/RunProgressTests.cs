using Microsoft.Extensions.Time.Testing;
using ZohoLock.Bulk;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>What a run tells of its progress, and how often.</summary>
public sealed class RunProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly RunSummary _summary = new();
    private readonly RunProgress _progress;

    public RunProgressTests() => _progress = new(_summary, _time);

    [Fact]
    public void There_is_an_update_each_interval_and_none_between()
    {
        Assert.Null(_progress.Next(null, 0, null));
        Assert.False(_progress.HasUpdated);

        _time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.Null(_progress.Next(null, 0, null));
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.NotNull(_progress.Next(null, 0, null));
        Assert.True(_progress.HasUpdated);
        Assert.Null(_progress.Next(null, 0, null));
    }

    [Fact]
    public void The_rate_leaves_out_what_an_earlier_run_did()
    {
        Add(2000, new(new("x", 1)) { IsDone = true, IsFromJournal = true });
        Add(990, new(new("x", 1)) { IsDone = true });
        Add(10, new(new("x", 1)) { IsDone = true, Failure = new ZohoException(ZohoError.Input("x", "x", "x")) });
        _time.Advance(TimeSpan.FromSeconds(10));

        var update = _progress.Next(left: 1000, callsInFlight: 25, creditsRemaining: 12_345)!;

        Assert.Equal("3,000 done, 10 failed, 100 a second, 25 calls in flight, 12,345 credits left", update.Status);
        Assert.Equal((75, 10), (update.PercentComplete, update.SecondsRemaining));
    }

    [Fact]
    public void What_is_not_known_is_left_out()
    {
        _time.Advance(TimeSpan.FromSeconds(1));

        var update = _progress.Next(left: null, callsInFlight: 0, creditsRemaining: null)!;

        Assert.Equal("0 done, 0 failed, 0 a second, 0 calls in flight", update.Status);
        Assert.Equal((null, null), (update.PercentComplete, update.SecondsRemaining));
    }

    [Fact]
    public void Nothing_to_do_and_a_rate_of_zero_have_no_numbers()
    {
        _time.Advance(TimeSpan.FromSeconds(1));

        var update = _progress.Next(left: 0, callsInFlight: 0, creditsRemaining: null)!;

        Assert.Equal((null, null), (update.PercentComplete, update.SecondsRemaining));
    }

    private void Add(int count, RecordOutcome outcome)
    {
        for (var i = 0; i < count; i++)
        {
            _summary.Add(outcome);
        }
    }
}
