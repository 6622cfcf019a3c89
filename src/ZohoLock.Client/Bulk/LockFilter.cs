using ZohoLock.Locking;

namespace ZohoLock.Bulk;

/// <summary>Which locks are wanted; a property that isn't set leaves it open. A lock of which that isn't known isn't wanted.</summary>
public sealed record LockFilter
{
    /// <summary>How the lock was created. A lock that is both by hand and by rule is wanted for either.</summary>
    public LockSource? Source { get; init; }

    /// <summary>Who locked the record.</summary>
    public Predicate<User>? IsUser { get; init; }

    /// <summary>The time before which the record was locked.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>The fields of locks that it looks at.</summary>
    internal IEnumerable<string> Fields =>
    [
        .. Source is null ? [] : new[] { LockField.Source },
        .. IsUser is null ? [] : new[] { LockField.LockedBy },
        .. Before is null ? [] : new[] { LockField.LockedTime },
    ];

    /// <summary>Whether a lock is wanted.</summary>
    public bool Accepts(RecordLock found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return (Source is null || found.Source == Source || found.Source == LockSource.Both)
            && (IsUser is null || (found.LockedBy is { } user && IsUser(user)))
            && (Before is null || found.LockedTime < Before);
    }
}
