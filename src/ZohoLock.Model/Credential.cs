namespace ZohoLock;

/// <summary>How a connection gets its access tokens: one of the grants of protocol section 4.1.</summary>
public abstract record Credential
{
    private protected Credential()
    {
    }

    // A record's generated ToString prints every property, and these don't belong in a log.
    /// <summary>The type's name; no secret.</summary>
    public sealed override string ToString() => GetType().Name;
}
