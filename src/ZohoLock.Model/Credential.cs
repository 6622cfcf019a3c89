namespace ZohoLock;

/// <summary>How a connection gets its access tokens: one of the ways of protocol section 4.1.</summary>
public abstract record Credential
{
    private protected Credential()
    {
    }

    // A record's own ToString would print every property; none of these belongs in a log.
    /// <summary>Names no secret.</summary>
    public sealed override string ToString() => GetType().Name;
}
