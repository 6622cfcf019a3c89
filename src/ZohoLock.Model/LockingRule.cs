namespace ZohoLock;

/// <summary>A rule by which Zoho locks records automatically (protocol section 2.2).</summary>
public sealed record LockingRule
{
    /// <summary>The maximum length of a name, in UTF-16 units.</summary>
    public const int MaxNameLength = 256;

    /// <summary>The id: digits; null if the rule doesn't exist yet.</summary>
    public string? Id { get; init; }

    /// <summary>The name, unique within the module.</summary>
    public string? Name { get; init; }

    /// <summary>Which records it locks; null if Zoho doesn't report it.</summary>
    public LockingCriteria? Criteria { get; init; }

    /// <summary>Whether existing records that match are locked too.</summary>
    public bool LockExistingRecords { get; init; }

    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>The rule as one line: <c>Won deals: Stage = 'Closed Won'</c>.</summary>
    public override string ToString() => $"{DisplayText.Line(Name ?? Id)}: {Criteria}";
}
