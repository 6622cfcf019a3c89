using ZohoLock.Input;

namespace ZohoLock.Locking;

/// <summary>Validates the reason of a lock (protocol section 1.2).</summary>
public static class LockReason
{
    /// <summary>The maximum length of a reason, in UTF-16 units.</summary>
    public const int MaxLength = 3000;

    /// <summary>Validates a reason and returns it unchanged, including line breaks.</summary>
    /// <exception cref="ZohoException">It is empty or too long, or has control characters other than tabs and line breaks.</exception>
    public static string Require(string? reason) => reason switch
    {
        _ when string.IsNullOrWhiteSpace(reason) => throw new ZohoException(ZohoError.Input(
            "MissingReason", "the reason is empty", "Give -Reason, fill in the Reason column, or give -DefaultReason for the empty ones.")),
        { Length: > MaxLength } => throw new ZohoException(ZohoError.Input(
            "ReasonTooLong", $"the reason has {reason.Length} characters, and Zoho takes {MaxLength}", "Shorten it.")),
        _ when ControlCharacter.Find(reason) is { } control => throw new ZohoException(ZohoError.Input(
            "InvalidReason", $"the reason has the control character {control}", "Take it out: whoever reads the reason could be shown something else.")),
        _ => reason,
    };

    /// <summary>Whether two reasons are the same to Zoho, which may normalise line breaks and trim the text.</summary>
    public static bool AreSame(string? one, string? other) => Normalize(one) == Normalize(other);

    private static string? Normalize(string? text) => text?.ReplaceLineEndings("\n").Trim();
}
