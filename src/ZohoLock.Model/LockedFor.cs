using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>Whom a record is locked for: <c>locked_for</c> (protocol section 2.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockedFor>))]
public enum LockedFor
{
    /// <summary>For every profile.</summary>
    AllProfiles,

    /// <summary>For every profile except the excluded ones.</summary>
    AllProfilesExceptExcludedProfiles,
}
