using System.Text;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Throttling;

/// <summary>Which 429 ends the run, and why.</summary>
public sealed class ThrottleClassifierTests
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(null, 0, null)]
    [InlineData(null, 29.9, null)]
    [InlineData(null, 30, "Zoho has turned away every call for 30 seconds (too many)")]
    [InlineData(60.0, 0, null)]
    [InlineData(60.1, 0, "Zoho asks for a pause of 60 seconds before the next call (too many)")]
    public void One_that_asks_for_a_long_pause_or_lasts_ends_the_run(double? retryAfter, double throttledFor, string? message) =>
        Assert.Equal(message, Classify("too many", retryAfter, throttledFor));

    [Theory]
    [InlineData("no credits are left", true)]
    [InlineData("the limit of 24 hours is reached", true)]
    [InlineData("the 24-hour limit is reached", true)]
    [InlineData("the DAILY limit is reached", true)]
    [InlineData("too many calls per day", true)]
    [InlineData("the daily limit or the concurrency limit is reached", false)]
    [InlineData("too many concurrent calls", false)]
    public void One_that_names_the_days_credits_and_nothing_else_ends_the_run(string text, bool isPermanent) =>
        Assert.Equal(isPermanent ? $"the organisation's API credits of 24 hours are used up ({text})" : null, Classify(text));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void One_after_which_no_credits_are_left_ends_the_run(int credits, bool isPermanent) =>
        Assert.Equal(isPermanent, Classify("too many", credits: credits) is not null);

    private static string? Classify(string message, double? retryAfter = null, double throttledFor = 0, int? credits = null)
    {
        var usage = new ApiUsage(TimeProvider.System);
        using var earlier = new HttpResponseMessage();
        if (credits is not null)
        {
            earlier.Headers.Add("X-API-CREDITS-REMAINING", $"{credits}");
            usage.RecordResponse(earlier);
        }

        var body = Encoding.UTF8.GetBytes($$"""{"code":"TOO_MANY_REQUESTS","details":{},"message":"{{message}}","status":"error"}""");
        var response = new ApiResponse(new(HttpMethod.Get, "x"), 429, body, retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        var error = ThrottleClassifier.Classify(response, TimeSpan.FromSeconds(throttledFor), usage, LongestWait, Patience);
        Assert.True(error is null or { EndsRun: true, Advice.Length: > 0 });
        return error?.Message;
    }
}
