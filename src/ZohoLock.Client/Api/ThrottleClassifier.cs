using ZohoLock.Retrying;
using ZohoLock.Transport;

namespace ZohoLock.Api;

/// <summary>
/// Decides whether a 429 is permanent (credits used up) or transient (too many concurrent calls). Zoho has one code for both and documents no text
/// (protocol section 6.3), so the credits left, the text and the time decide.
/// </summary>
internal static class ThrottleClassifier
{
    private static readonly string[] CreditWords = ["credit", "24 hour", "24-hour", "daily", "per day"];

    /// <summary>The error that ends the run; null if waiting may help.</summary>
    public static ZohoError? Classify(ApiResponse response, TimeSpan refusedFor, ApiUsage usage, RetryPolicy policy)
    {
        var refusal = response.ReadError();
        if (usage.CreditsRemaining == 0 || MentionsCredits(refusal.Message))
        {
            return CreateError(
                refusal,
                $"the organisation's API credits of 24 hours are used up ({refusal.Message})",
                "Go on when there are credits again: Setup > Developer Hub > APIs and SDKs shows them. What is done needn't be done again.");
        }

        if (response.RetryAfter > policy.LongestWait)
        {
            return CreateError(
                refusal,
                $"Zoho asks for a pause of {response.RetryAfter.Value.TotalSeconds:0} seconds before the next call ({refusal.Message})",
                "Go on after that. What is done needn't be done again.");
        }

        return refusedFor >= policy.RunPatience
            ? CreateError(
                refusal,
                $"Zoho has turned away every call for {refusedFor.TotalSeconds:0} seconds ({refusal.Message})",
                "The day's API credits may be used up (Setup > Developer Hub > APIs and SDKs shows them), or another program makes too many calls.")
            : null;
    }

    // Zoho's page on status codes names both causes in one sentence: a text that does so tells nothing.
    private static bool MentionsCredits(string message) =>
        Array.Exists(CreditWords, word => message.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !message.Contains("concurren", StringComparison.OrdinalIgnoreCase);

    private static ZohoError CreateError(ZohoError refusal, string message, string advice) =>
        refusal with { Message = message, Advice = advice, EndsRun = true };
}
