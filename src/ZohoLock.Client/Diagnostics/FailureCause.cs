using System.Globalization;

namespace ZohoLock.Diagnostics;

/// <summary>Why a call is made again, in a few words: <c>Zoho answers 503</c>.</summary>
internal static class FailureCause
{
    /// <summary>The words for an error; no full stop at the end.</summary>
    public static string Describe(ZohoError error) => error switch
    {
        { StatusCode: 429 } => "Zoho turns calls away (429)",
        { StatusCode: >= 400 and var status } => string.Create(
            CultureInfo.InvariantCulture, $"Zoho answers {status}{(error.Code.StartsWith("HTTP_", StringComparison.Ordinal) ? null : $" ({error.Code})")}"),
        { Message: [var first, ..] message } => char.ToUpperInvariant(first) + message[1..].TrimEnd('.'),
        _ => error.Code,
    };
}
