using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Finding;

/// <summary>Which records of a module to find, and what to read of them.</summary>
/// <param name="Module">The API name of the module.</param>
public sealed record RecordQuery(string Module)
{
    /// <summary>The condition that the records meet; null for all records.</summary>
    public ParsedCriteria? Where { get; init; }

    /// <summary>
    /// The name or id of a rule in the module's locking configuration whose criteria the records meet; null for no rule.
    /// </summary>
    public string? MatchingRule { get; init; }

    /// <summary>The view that the records are in: its name as Zoho shows it, or its id; null for no view.</summary>
    public string? View { get; init; }

    /// <summary>Whether the records are locked; null for both.</summary>
    public bool? IsLocked { get; init; }

    /// <summary>The API names of the fields to read, in addition to the record's name, owner and lock state.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>The maximum number of records; null for all.</summary>
    public long? First { get; init; }
}
