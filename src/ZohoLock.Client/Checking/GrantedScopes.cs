namespace ZohoLock.Checking;

/// <summary>What an access token's scopes allow to do to records and their locks (protocol section 1.9).</summary>
/// <param name="scopes">The scopes that Zoho reported.</param>
internal sealed class GrantedScopes(IReadOnlyList<string> scopes)
{
    private const string AllModules = "ZohoCRM.modules";

    /// <summary>The scope family of locks. Whether that of all modules covers it isn't documented.</summary>
    public const string LockingInformation = $"{AllModules}.lockinginformation";

    /// <summary>Whether a scope is granted, by itself or by a wider one.</summary>
    /// <param name="scope">The scope of a module or of locks: <c>ZohoCRM.modules.deals.READ</c>.</param>
    public bool Cover(string scope)
    {
        var (family, operation) = Split(scope);
        return Has(family, operation) || (!family.Equals(LockingInformation, StringComparison.OrdinalIgnoreCase) && Has(AllModules, operation));
    }

    /// <summary>Whether a scope that isn't certainly granted may be all the same, as Zoho's documents don't say whether another covers it.</summary>
    /// <inheritdoc cref="Cover" path="/param"/>
    public bool MayCover(string scope) => Has(AllModules, Split(scope).Operation);

    private bool Has(string family, string operation) => scopes.Any(granted =>
        granted.Equals($"{family}.{operation}", StringComparison.OrdinalIgnoreCase) || granted.Equals($"{family}.ALL", StringComparison.OrdinalIgnoreCase));

    private static (string Family, string Operation) Split(string scope) =>
        scope.LastIndexOf('.') is var dot ? (scope[..dot], scope[(dot + 1)..]) : default;
}
