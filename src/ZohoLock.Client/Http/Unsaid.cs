namespace ZohoLock.Http;

/// <summary>Keeps secrets out of what is said of a failure: an error's text is shown to people, and a server may repeat what it was sent.</summary>
internal static class Unsaid
{
    /// <summary>The exception for <paramref name="error"/>, without the secrets; the cause is left out where its text has one.</summary>
    public static ZohoException Wrap(ZohoError error, Exception cause, params IReadOnlyCollection<string> secrets) => new(
        error with { Message = AnswerText.Shorten(Remove(error.Message, secrets)) },
        secrets.Any(secret => cause.ToString().Contains(secret, StringComparison.Ordinal)) ? null : cause);

    /// <summary>A text without the secrets.</summary>
    public static string Remove(string text, IReadOnlyCollection<string> secrets) =>
        secrets.Aggregate(text, (rest, secret) => rest.Replace(secret, "***", StringComparison.Ordinal));
}
