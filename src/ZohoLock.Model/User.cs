namespace ZohoLock;

/// <summary>A user of the organisation, as reported with a lock (protocol section 1.4).</summary>
public sealed record User
{
    /// <summary>The user's id: digits.</summary>
    public string? Id { get; internal init; }

    /// <summary>The user's name.</summary>
    public string? Name { get; internal init; }

    /// <summary>The name, or the id if there is none.</summary>
    public override string ToString() => DisplayText.Line(Name ?? Id);
}
