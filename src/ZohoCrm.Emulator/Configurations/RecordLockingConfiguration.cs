using System.Collections.ObjectModel;
using System.Text.Json;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>What locking a module is configured for, in full (protocol 2.2).</summary>
internal sealed record RecordLockingConfiguration
{
    public required string Id { get; init; }

    public required LockingConfiguration LockType { get; init; }

    /// <summary>Whether locks hinder all profiles, or spare those excluded.</summary>
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

    /// <summary>Keys that no document names, to be given back.</summary>
    public IReadOnlyDictionary<string, JsonElement> UnknownKeys { get; init; } = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>The rules in force: none where only users lock.</summary>
    public IReadOnlyList<LockingRule> ActiveRules => LockType == LockingConfiguration.Manual ? [] : Rules ?? [];

    /// <summary>Whether locks do not hinder the users of a profile (protocol 3).</summary>
    public bool Spares(CrmProfile profile) =>
        !IsForAllProfiles && ExcludedProfiles is { } excluded && excluded.Any(other => other.Id == profile.Id);

    /// <summary>Whether locks do not hinder changes of these fields (protocol 3).</summary>
    public bool Spares(IEnumerable<string> fields) =>
        ExcludedFields is { } excluded && fields.All(name => excluded.Any(field => field.ApiName == name));
}
