namespace ZohoLock.Checking;

/// <summary>What an access token's scopes allow (protocol sections 1.9 and 13).</summary>
/// <param name="scopes">The scopes that Zoho reported.</param>
internal sealed class GrantedScopes(IReadOnlyList<string> scopes)
{
    private const string AllModules = "ZohoCRM.modules";

    /// <summary>The scope family of locks. Whether that of all modules covers it isn't documented.</summary>
    public const string LockingInformation = $"{AllModules}.lockinginformation";

    /// <summary>Whether a scope is granted, by itself or by a wider one.</summary>
    /// <param name="scope">The scope: <c>ZohoCRM.modules.deals.READ</c>.</param>
    public bool Cover(string scope)
    {
        var (family, operation) = Split(scope);
        return Has(family, operation) || (IsOfModule(family) && Has(AllModules, operation));
    }

    /// <summary>Whether a scope is granted, or may be by one of which Zoho's documents don't say whether it covers it.</summary>
    /// <inheritdoc cref="Cover" path="/param"/>
    public bool MayCover(string scope)
    {
        var (family, operation) = Split(scope);
        return Cover(scope) || (IsLocking(family) && Has(AllModules, operation));
    }

    private bool Has(string family, string operation) => scopes.Any(granted =>
        granted.Equals($"{family}.{operation}", StringComparison.OrdinalIgnoreCase) || granted.Equals($"{family}.ALL", StringComparison.OrdinalIgnoreCase));

    private static bool IsOfModule(string family) => family.StartsWith($"{AllModules}.", StringComparison.OrdinalIgnoreCase) && !IsLocking(family);

    private static bool IsLocking(string family) => family.Equals(LockingInformation, StringComparison.OrdinalIgnoreCase);

    private static (string Family, string Operation) Split(string scope) =>
        scope.LastIndexOf('.') is var dot ? (scope[..dot], scope[(dot + 1)..]) : default;
}
