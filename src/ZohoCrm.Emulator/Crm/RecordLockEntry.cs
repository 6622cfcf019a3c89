using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.Crm;

/// <summary>One row of a record's <c>Locking_Information__s</c> (protocol 1.4).</summary>
/// <param name="Id">The lock id, which is needed to update the reason and to unlock.</param>
/// <param name="Kind">Manual or automatic.</param>
/// <param name="Reason">The reason; null for an automatic lock.</param>
/// <param name="LockedBy">The user who locked; null for an automatic lock.</param>
/// <param name="LockedTime">When it was locked.</param>
/// <param name="ConfigurationId">The id of the module's locking configuration.</param>
/// <param name="RuleId">The id of the rule that locked; null for a manual lock.</param>
public sealed record RecordLockEntry(
    string Id,
    LockKind Kind,
    string? Reason,
    CrmUser? LockedBy,
    DateTimeOffset LockedTime,
    string ConfigurationId,
    string? RuleId);

/// <summary>Who locked a record: <c>Lock_Source__s</c> (protocol 1.4).</summary>
public enum LockKind
{
    /// <summary>A user, through the API or the user interface.</summary>
    Manual,

    /// <summary>A rule of the locking configuration. The API can't unlock it.</summary>
    Automatic,
}
