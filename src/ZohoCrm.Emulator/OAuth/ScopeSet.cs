namespace ZohoCrm.Emulator.OAuth;

/// <summary>A set of scopes, and what it allows (protocol 1.9).</summary>
internal sealed class ScopeSet
{
    private const string ModulePrefix = "ZohoCRM.modules.";

    private readonly string[] _scopes;
    private readonly HashSet<string> _exact;
    private readonly HashSet<string> _anyCase;

    public ScopeSet(string text)
    {
        Text = text;
        _scopes = Split(text);
        _exact = new(_scopes, StringComparer.Ordinal);
        _anyCase = new(_scopes, StringComparer.OrdinalIgnoreCase);
    }

    public string Text { get; }

    public IReadOnlyList<string> Scopes => _scopes;

    /// <summary>Whether the set has a family with this access or with all access.</summary>
    public bool Allows(ScopeFamily family, ScopeAccess access, bool caseSensitive)
    {
        var scopes = caseSensitive ? _exact : _anyCase;
        return scopes.Contains(family.All)
            || scopes.Contains(family.GetScope(access))
            || (family.Wider is { } wider && scopes.Contains(wider));
    }

    /// <summary>The requested scopes that this set covers; null if it covers none.</summary>
    public ScopeSet? Grant(string requested, bool caseSensitive)
    {
        var granted = Array.FindAll(Split(requested), scope => Covers(scope, caseSensitive));
        return granted.Length == 0 ? null : new(string.Join(',', granted));
    }

    private static string[] Split(string text) => text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private bool Covers(string scope, bool caseSensitive)
    {
        var scopes = caseSensitive ? _exact : _anyCase;
        var family = scope[..Math.Max(0, scope.LastIndexOf('.'))];
        if (scopes.Contains(scope) || scopes.Contains($"{family}.ALL"))
        {
            return true;
        }

        var comparison = caseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        if (ScopeFamily.FindWider(family, comparison) is { } wider && scopes.Contains(wider))
        {
            return true;
        }

        // The scope of all modules covers that of one module. Locking information is not a module and needs its own scope.
        return family.StartsWith(ModulePrefix, comparison)
            && !family.Equals(ScopeFamily.LockingInformation.Name, comparison)
            && Covers($"ZohoCRM.modules{scope[family.Length..]}", caseSensitive);
    }
}
