namespace ZohoLock;

/// <summary>A rule by which Zoho locks records by itself (protocol section 2.2).</summary>
public sealed record LockingRule
{
    /// <summary>The longest name that Zoho takes, in UTF-16 units.</summary>
    public const int MaxNameLength = 256;

    /// <summary>Its id: digits; null for a rule that is still to be made.</summary>
    public string? Id { get; init; }

    /// <summary>Its name, which no other rule of the module has.</summary>
    public string? Name { get; init; }

    /// <summary>Which records it locks; null if Zoho doesn't tell.</summary>
    public LockingCriteria? Criteria { get; init; }

    /// <summary>Whether records that fit already are locked as well.</summary>
    public bool LockExistingRecords { get; init; }

    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>The rule as a line: <c>Won deals: Stage = 'Closed Won'</c>.</summary>
    public override string ToString() => $"{DisplayText.Line(Name ?? Id)}: {Criteria}";
}
