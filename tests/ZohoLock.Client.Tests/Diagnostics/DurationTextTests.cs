using ZohoLock.Diagnostics;

namespace ZohoLock.Client.Tests.Diagnostics;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData(-1, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(0.001, "0.01 s")]
    [InlineData(0.254, "0.25 s")]
    [InlineData(4, "4 s")]
    [InlineData(4.26, "4.3 s")]
    [InlineData(20.4, "20 s")]
    [InlineData(119, "119 s")]
    [InlineData(600, "10 min")]
    public void A_time_is_as_exact_as_it_is_short(double seconds, string text) => Assert.Equal(text, DurationText.From(TimeSpan.FromSeconds(seconds)));
}
