namespace ZohoLock.Reporting.Statistics;

/// <summary>A lock as it is reported. What isn't known of it is null.</summary>
/// <param name="Module">The API name of the record's module.</param>
/// <param name="RecordId">The record's id: digits.</param>
/// <param name="LockId">The lock's id: digits.</param>
public sealed record ReportedLock(string Module, string RecordId, string LockId)
{
    /// <summary>The record's name.</summary>
    public string? RecordName { get; init; }

    /// <summary>The reason; null for a lock by a rule.</summary>
    public string? Reason { get; init; }

    /// <summary>How the lock was created.</summary>
    public LockSource? Source { get; init; }

    /// <summary>The name of the user who locked it, or the id if there is no name; null for a lock by a rule.</summary>
    public string? LockedBy { get; init; }

    /// <summary>The id of the user who locked it.</summary>
    public string? LockedById { get; init; }

    /// <summary>When it was locked.</summary>
    public DateTimeOffset? LockedTime { get; init; }

    /// <summary>The id of the rule that locked it.</summary>
    public string? RuleId { get; init; }

    /// <summary>The name of the rule that locked it.</summary>
    public string? RuleName { get; init; }

    /// <summary>The criteria of the rule that locked it.</summary>
    public string? RuleCriteria { get; init; }

    /// <summary>Whether a rule locked it, alone or besides a user.</summary>
    internal bool IsByRule => Source is LockSource.Automatic or LockSource.Both;
}
