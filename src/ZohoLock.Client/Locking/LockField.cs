using System.Text.RegularExpressions;

namespace ZohoLock.Locking;

/// <summary>The names of a lock's fields in the API (protocol section 1.4).</summary>
public static partial class LockField
{
    /// <summary>The field of how the lock was created.</summary>
    internal const string Source = "Lock_Source__s";

    /// <summary>The field of who locked it.</summary>
    internal const string LockedBy = "Locked_By__s";

    /// <summary>The field of when it was locked.</summary>
    internal const string LockedTime = "Locked_Time__s";

    /// <summary>All documented fields, for the <c>fields</c> parameter.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "Locked_For__s", "Locked_Reason__s", Source, LockedTime, LockedBy,
        "Record_Locking_Rule_Id__s", "Record_Locking_Configuration_Id__s",
    ];

    /// <summary>The field's name in Zoho's casing; an undocumented name is returned unchanged.</summary>
    /// <exception cref="ZohoException">The text can't be a field's name.</exception>
    public static string Require(string? field)
    {
        var name = field?.Trim() ?? string.Empty;
        return All.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? (ApiName().IsMatch(name)
                ? name
                : throw new ZohoException(ZohoError.Input(
                    "InvalidField", $"'{name}' is no name of a field", $"Give names such as {string.Join(", ", All.Take(3))}.")));
    }

    [GeneratedRegex(@"^\$?[A-Za-z][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ApiName();
}
