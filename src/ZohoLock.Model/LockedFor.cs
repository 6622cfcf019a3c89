using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>Whom a locked record is locked for: <c>locked_for</c> (protocol section 2.2).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockedFor>))]
public enum LockedFor
{
    /// <summary>For every profile.</summary>
    AllProfiles,

    /// <summary>For every profile but those that are excluded.</summary>
    AllProfilesExceptExcludedProfiles,
}
