namespace ZohoLock;

/// <summary>
/// A difference between the locking configuration that a module should have, by a file or by a reference organisation, and the one that it
/// has. Values are texts, booleans or arrays of names; null where there is none.
/// </summary>
/// <param name="Module">The API name of the module.</param>
/// <param name="Property">
/// The property of <see cref="LockConfiguration"/> that differs: <c>LockType</c>, <c>LockingRules['Won deals'].Criteria</c>;
/// <see cref="WholeConfiguration"/> if only one side has a configuration.
/// </param>
/// <param name="InFile">The value in the file, or in the reference organisation.</param>
/// <param name="InOrganization">The value in the organisation that is compared with it.</param>
public sealed record ConfigurationDifference(string Module, string Property, object? InFile, object? InOrganization)
{
    /// <summary>The property of a module that has a configuration on one side only.</summary>
    public const string WholeConfiguration = "Configuration";

    /// <summary>The difference as one line: <c>Deals LockType: Both, in the organisation Manual</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} {Property}: {ToText(InFile)}, in the organisation {ToText(InOrganization)}");

    private static string ToText(object? value) => value switch
    {
        null => "(none)",
        string[] names => string.Join(", ", names),
        _ => $"{value}",
    };
}
