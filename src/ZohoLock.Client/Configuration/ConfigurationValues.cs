namespace ZohoLock.Configuration;

/// <summary>The values and limits of a locking configuration (protocol sections 2.2, 2.4 and 2.5).</summary>
public static class ConfigurationValues
{
    /// <summary>The maximum number of rules.</summary>
    public const int MaxRules = 5;

    /// <summary>The maximum number of excluded fields.</summary>
    public const int MaxExcludedFields = 15;

    /// <summary>The maximum number of excluded profiles.</summary>
    public const int MaxExcludedProfiles = 15;

    /// <summary>The maximum number of restricted custom buttons.</summary>
    public const int MaxCustomButtons = 30;

    /// <summary>The only feature type.</summary>
    public const string FeatureType = "record_locking";

    internal const string AlwaysRestricted = "update";

    /// <summary>The actions that a lock can forbid.</summary>
    public static IReadOnlyList<string> Actions { get; } = ["update", "tags", "convert", "delete", "change_owner"];

    /// <summary>The messages that a lock can forbid to send.</summary>
    public static IReadOnlyList<string> Communications { get; } = ["send_mail", "send_survey", "send_portal_invitation"];

    internal static IReadOnlyList<string> LockTypes { get; } = ["manual", "automatic", "both"];

    internal static IReadOnlyList<string> LockedFor { get; } = ["all_profiles", "all_profiles_except_excluded_profiles"];

    /// <summary>The value in the API; null for an undefined enum value.</summary>
    internal static string? ToApiValue(LockType? type) => At(LockTypes, (int?)type);

    /// <inheritdoc cref="ToApiValue(LockType?)"/>
    internal static string? ToApiValue(LockedFor? lockedFor) => At(LockedFor, (int?)lockedFor);

    internal static LockType? ParseLockType(string? word) => (LockType?)IndexOf(LockTypes, word);

    // Zoho's key list omits the final s (protocol section 11).
    internal static LockedFor? ParseLockedFor(string? word) =>
        (LockedFor?)(IndexOf(LockedFor, word) ?? IndexOf(LockedFor, $"{word}s"));

    private static string? At(IReadOnlyList<string> words, int? index) => index >= 0 && index < words.Count ? words[index.Value] : null;

    private static int? IndexOf(IReadOnlyList<string> words, string? word)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i].Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return null;
    }
}
