namespace ZohoCrm.Emulator;

/// <summary>One row of a record's <c>Locking_Information__s</c> (protocol 1.4).</summary>
/// <param name="Id">The lock id, which updating and unlocking need.</param>
/// <param name="Kind">Manual or automatic.</param>
/// <param name="Reason">The reason; null for an automatic lock.</param>
/// <param name="LockedBy">The user who locked; null for an automatic lock.</param>
/// <param name="LockedTime">When it was locked.</param>
/// <param name="ConfigurationId">The module's locking configuration.</param>
/// <param name="RuleId">The rule that locked; null for a manual lock.</param>
public sealed record RecordLockEntry(
    string Id,
    LockKind Kind,
    string? Reason,
    CrmUser? LockedBy,
    DateTimeOffset LockedTime,
    string ConfigurationId,
    string? RuleId);
