namespace ZohoCrm.Emulator.OAuth;

/// <summary>The scopes granted to the client, and what they allow (protocol 1.9).</summary>
internal sealed class ScopeSet
{
    private const string OfOneModule = "ZohoCRM.modules.";

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

    /// <summary>Whether <paramref name="family"/> is granted for the access asked, or for all.</summary>
    public bool Allows(ScopeFamily family, ScopeAccess access, bool caseSensitive)
    {
        var scopes = caseSensitive ? _exact : _anyCase;
        return scopes.Contains(family.All)
            || scopes.Contains(family.For(access))
            || (family.Wider is { } wider && scopes.Contains(wider));
    }

    /// <summary>Those of the scopes asked for that these cover; null where they cover none.</summary>
    public ScopeSet? Grant(string asked, bool caseSensitive)
    {
        var granted = Array.FindAll(Split(asked), scope => Covers(scope, caseSensitive));
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
        if (ScopeFamily.WiderThan(family, comparison) is { } wider && scopes.Contains(wider))
        {
            return true;
        }

        // The scope of all modules covers that of one; locking information is no module, and needs its own.
        return family.StartsWith(OfOneModule, comparison)
            && !family.Equals(ScopeFamily.LockingInformation.Name, comparison)
            && Covers($"ZohoCRM.modules{scope[family.Length..]}", caseSensitive);
    }
}
