using System.Collections.ObjectModel;
using System.Text.Json;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Crm.Organization;

namespace ZohoCrm.Emulator.Crm.Configurations;

/// <summary>A module's locking configuration in full (protocol 2.2).</summary>
internal sealed record RecordLockingConfiguration
{
    public required string Id { get; init; }

    public required LockingConfiguration LockType { get; init; }

    /// <summary>Whether locks apply to all profiles, <see cref="ExcludedProfiles"/> included.</summary>
    public bool IsForAllProfiles { get; init; } = true;

    public IReadOnlyList<CrmProfile>? ExcludedProfiles { get; init; }

    public IReadOnlyList<LockingRule>? Rules { get; init; }

    public IReadOnlyList<CrmField>? ExcludedFields { get; init; }

    public IReadOnlyList<string> RestrictedActions { get; init; } = ["update"];

    public IReadOnlyList<string>? RestrictedCommunications { get; init; }

    public IReadOnlyList<CrmCustomButton>? RestrictedCustomButtons { get; init; }

    public bool LocksForPortalUsers { get; init; } = true;

    public bool IsSystemDefined { get; init; }

    public required CrmUser CreatedBy { get; init; }

    public required DateTimeOffset CreatedTime { get; init; }

    public required CrmUser ModifiedBy { get; init; }

    public required DateTimeOffset ModifiedTime { get; init; }

    /// <summary>JSON properties that were sent and are not documented, to be returned unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement> UnknownKeys { get; init; } = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>The rules in force: none if only users lock.</summary>
    public IReadOnlyList<LockingRule> ActiveRules => LockType == LockingConfiguration.Manual ? [] : Rules ?? [];

    /// <summary>Whether users of a profile may change locked records (protocol 3).</summary>
    public bool Exempts(CrmProfile profile) =>
        !IsForAllProfiles && ExcludedProfiles is { } excluded && excluded.Any(other => other.Id == profile.Id);

    /// <summary>Whether these fields may be changed in locked records (protocol 3).</summary>
    public bool Exempts(IEnumerable<string> fields) =>
        ExcludedFields is { } excluded && fields.All(name => excluded.Any(field => field.ApiName == name));
}

/// <summary>A rule that locks records (protocol 2.2).</summary>
/// <param name="Id">The rule's id: <c>Record_Locking_Rule_Id__s</c> of its locks.</param>
/// <param name="Name">Its name, unique in the configuration.</param>
/// <param name="LocksExistingRecords">Whether it also locks the records that match when it is created or changed.</param>
/// <param name="Criteria">Which records it locks.</param>
/// <param name="UnknownKeys">JSON properties that were sent and are not documented, to be returned unchanged.</param>
internal sealed record LockingRule(
    string Id, string Name, bool LocksExistingRecords, Criteria Criteria, IReadOnlyDictionary<string, JsonElement> UnknownKeys);
