using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>The pauses before repeats: each is twice as long as the one before, up to the longest, and none is quite like another.</summary>
public sealed class BackOffTests
{
    private const int Samples = 1000;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(3, 800)]
    [InlineData(4, 1000)]
    [InlineData(100, 1000)]
    public void A_pause_is_doubled_up_to_the_longest_and_spread_from_half_to_one_and_a_half_times_that(int repeat, int milliseconds)
    {
        var pauses = Enumerable.Range(0, Samples)
            .Select(_ => BackOff.Pause(First, repeat, TimeSpan.FromSeconds(1), Random.Shared).TotalMilliseconds / milliseconds).ToList();

        Assert.InRange(pauses.Min(), 0.5, 0.6);
        Assert.InRange(pauses.Max(), 1.4, 1.5);
    }

    [Fact]
    public void Without_a_longest_pause_it_stays_a_time_however_often_it_was_doubled()
    {
        var pause = BackOff.Pause(First, int.MaxValue, TimeSpan.MaxValue, Random.Shared);

        Assert.InRange(pause, TimeSpan.FromHours(14), TimeSpan.FromHours(44));
    }
}
