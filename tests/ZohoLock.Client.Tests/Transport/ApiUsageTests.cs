using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>What is known of the credits left (protocol section 6.4), though answers overtake each other.</summary>
public sealed class ApiUsageTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ApiUsage _usage;

    public ApiUsageTests() => _usage = new(_clock);

    [Fact]
    public void Within_a_minute_the_least_counts_because_an_answer_may_be_late()
    {
        Assert.Equal(2400, Tell(2400));
        Assert.Equal(2390, Tell(2390));
        Assert.Equal(2390, Tell(2395));

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2390, Tell(2395));
    }

    [Fact]
    public void After_a_minute_the_last_one_counts_because_there_may_be_new_credits()
    {
        Tell(10);
        _clock.Advance(TimeSpan.FromSeconds(61));

        Assert.Equal(5000, Tell(5000));
        Assert.Equal(5000, Tell(5001));
    }

    private long? Tell(long credits)
    {
        using var response = new HttpResponseMessage();
        response.Headers.Add("X-API-CREDITS-REMAINING", credits.ToString(CultureInfo.InvariantCulture));
        _usage.RecordResponse(response);
        return _usage.CreditsRemaining;
    }
}
