using ZohoLock.Client.Tests.Servers;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>The patience that a connection has, by default and by its options.</summary>
public sealed class RetryPolicyTests
{
    [Fact]
    public void The_defaults_are_those_of_the_documents()
    {
        var policy = new RetryPolicy();

        Assert.Equal(TimeSpan.FromSeconds(60), policy.CallTimeout);
        Assert.All([policy.Patience, policy.OutagePatience, policy.RunPatience], patience => Assert.Equal(TimeSpan.FromSeconds(30), patience));
        Assert.Equal(TimeSpan.FromMinutes(30), policy.TokenPatience);
        Assert.Equal(TimeSpan.FromMinutes(1), policy.LongestWait);
        Assert.Equal((0.1, 0.3, 1), (policy.FirstPause.TotalSeconds, policy.FirstTokenPause.TotalSeconds, policy.LongestPause.TotalSeconds));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void The_pauses_before_repeats_grow_up_to_the_longest(int repeat)
    {
        var policy = new RetryPolicy();
        var least = repeat == 0 ? policy.FirstPause : policy.LongestPause;

        Assert.InRange(policy.PauseBefore(repeat), 0.5 * least, 1.5 * least);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0.5, 1, 1800)]
    [InlineData(90, 90, 1800)]
    public async Task The_retry_time_of_the_options_is_the_patience_and_without_one_no_token_is_waited_for(double retrySeconds, double outageSeconds, double tokenSeconds)
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Connection.OpenAsync(Opened.TokenOptions(server.BaseUri) with { RetryTimeout = TimeSpan.FromSeconds(retrySeconds) });

        var policy = connection.Api.Policy;

        Assert.Equal((retrySeconds, outageSeconds, tokenSeconds), (policy.Patience.TotalSeconds, policy.OutagePatience.TotalSeconds, policy.TokenPatience.TotalSeconds));
    }
}
