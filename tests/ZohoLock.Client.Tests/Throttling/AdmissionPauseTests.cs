using Microsoft.Extensions.Time.Testing;
using ZohoLock.Throttling;

namespace ZohoLock.Client.Tests.Throttling;

/// <summary>How long no call is admitted, when pauses follow or overlap each other.</summary>
public sealed class AdmissionPauseTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly AdmissionPause _pause;
    private int _ends;

    public AdmissionPauseTests() => _pause = new(_clock, EndPause);

    public void Dispose() => _pause.Dispose();

    [Theory]
    [InlineData(5, 20)]
    [InlineData(15, 25)]
    public void The_one_that_ends_later_counts(int secondsAfterTen, int end)
    {
        Begin(20);
        Advance(10);
        Begin(secondsAfterTen);

        Advance(end - 10 - 0.1);
        Assert.True(_pause.IsRunning);
        Advance(0.1);

        Assert.Equal((false, 1, end), (_pause.IsRunning, _ends, _pause.Total.TotalSeconds));
    }

    [Fact]
    public void Each_has_its_own_length_and_the_time_of_all_is_known()
    {
        Begin(20);
        Advance(20);
        Advance(100);
        Begin(1);
        Advance(0.5);
        Assert.Equal((true, 20.5), (_pause.IsRunning, _pause.Total.TotalSeconds));
        Advance(0.5);
        Advance(100);

        Assert.Equal((false, 2, 21), (_pause.IsRunning, _ends, _pause.Total.TotalSeconds));
    }

    [Fact]
    public void It_does_not_end_before_its_time_nor_twice()
    {
        Assert.False(_pause.TryEnd());
        Begin(20);
        Advance(5);
        Assert.False(_pause.TryEnd());
        Assert.True(_pause.IsRunning);
        Advance(15);

        Assert.Equal((1, false), (_ends, _pause.TryEnd()));
    }

    [Fact]
    public void Its_timer_ends_with_it()
    {
        Begin(1);

        _pause.Dispose();

        Advance(2);
        Assert.Equal(0, _ends);
    }

    private void Begin(double seconds) => _pause.Begin(TimeSpan.FromSeconds(seconds), isRequested: true);

    private void Advance(double seconds) => _clock.Advance(TimeSpan.FromSeconds(seconds));

    private void EndPause()
    {
        if (_pause.TryEnd())
        {
            _ends++;
        }
    }
}
