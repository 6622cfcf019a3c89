namespace ZohoLock.Syncing;

/// <summary>The locks of one record, as they were read.</summary>
/// <param name="locks">None, one, or two: a manual and an automatic one.</param>
internal sealed class RecordLocks(IReadOnlyList<RecordLock> locks)
{
    /// <summary>The lock that calls can change; null if there is none.</summary>
    public RecordLock? Manual { get; } =
        locks.FirstOrDefault(one => one.Source == LockSource.Manual)
        ?? locks.FirstOrDefault(one => one is { RuleId: null, Source: not LockSource.Automatic })
        ?? locks.FirstOrDefault(one => one.Source != LockSource.Automatic);

    /// <summary>Whether a rule has locked it too, so that it stays locked without its manual lock.</summary>
    public bool IsLockedByRule { get; } = locks.Any(one => one.Source is LockSource.Automatic or LockSource.Both);

    /// <summary>The state of the record: that of its manual lock if it has one.</summary>
    public LockState State => Manual is { } manual
        ? LockState.Locked with { Source = manual.Source, Reason = manual.Reason, LockId = manual.LockId }
        : locks is [] ? LockState.NotLocked : StateByRule;

    /// <summary>The state of the record without its manual lock.</summary>
    public LockState StateWithoutManual => IsLockedByRule ? StateByRule : LockState.NotLocked;

    private static LockState StateByRule => LockState.Locked with { Source = LockSource.Automatic };
}
