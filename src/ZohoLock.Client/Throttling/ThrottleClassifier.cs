using System.Globalization;
using ZohoLock.Transport;

namespace ZohoLock.Throttling;

/// <summary>
/// Decides whether a 429 is permanent (credits used up) or transient (too many concurrent calls). Zoho has one code for both and documents
/// no text (protocol section 6.3), so the remaining credits, Zoho's text and the elapsed time decide.
/// </summary>
internal static class ThrottleClassifier
{
    private static readonly string[] CreditWords = ["credit", "24 hour", "24-hour", "daily", "per day"];

    /// <summary>The error that ends the run; null if the call can be retried.</summary>
    /// <param name="response">The 429, or a 503 that asks for a pause.</param>
    /// <param name="throttledFor">For how long all calls have been throttled.</param>
    /// <param name="usage">The credits that are left.</param>
    /// <param name="longestWait">The longest pause that Zoho may ask for.</param>
    /// <param name="patience">For how long all calls may be throttled.</param>
    public static ZohoError? Classify(ApiResponse response, TimeSpan throttledFor, ApiUsage usage, TimeSpan longestWait, TimeSpan patience)
    {
        var refusal = response.ReadError();
        if (usage.CreditsRemaining == 0 || MentionsCredits(refusal.Message))
        {
            return CreateError(
                refusal,
                $"the organisation's API credits of 24 hours are used up ({refusal.Message})",
                "Go on when there are credits again: Setup > Developer Hub > APIs and SDKs shows them. What is done needn't be done again.");
        }

        if (response.RetryAfter > longestWait)
        {
            return CreateError(
                refusal,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Zoho asks for a pause of {response.RetryAfter.Value.TotalSeconds:0} seconds before the next call ({refusal.Message})"),
                "Go on after that. What is done needn't be done again.");
        }

        return throttledFor >= patience
            ? CreateError(
                refusal,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Zoho has turned away every call for {throttledFor.TotalSeconds:0} seconds ({refusal.Message})"),
                "The day's API credits may be used up (Setup > Developer Hub > APIs and SDKs shows them), or another program makes too many calls.")
            : null;
    }

    // Zoho's status page names both causes in one sentence, so a text with both proves nothing.
    private static bool MentionsCredits(string message) =>
        Array.Exists(CreditWords, word => message.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !message.Contains("concurren", StringComparison.OrdinalIgnoreCase);

    private static ZohoError CreateError(ZohoError refusal, string message, string advice) =>
        refusal with { Message = message, Advice = advice, EndsRun = true };
}
