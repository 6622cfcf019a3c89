namespace ZohoCrm.Emulator.OAuth;

/// <summary>The scopes granted to the client, and what they allow (protocol 1.9).</summary>
internal sealed class ScopeSet
{
    private readonly HashSet<string> _exact;
    private readonly HashSet<string> _anyCase;

    public ScopeSet(string text)
    {
        Text = text;
        string[] scopes = text.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        _exact = new(scopes, StringComparer.Ordinal);
        _anyCase = new(scopes, StringComparer.OrdinalIgnoreCase);
    }

    public string Text { get; }

    /// <summary>Whether <paramref name="family"/> is granted for the access asked, or for all.</summary>
    public bool Allows(ScopeFamily family, ScopeAccess access, bool caseSensitive)
    {
        var scopes = caseSensitive ? _exact : _anyCase;
        return scopes.Contains(family.All) || scopes.Contains(family.For(access));
    }
}
