using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What record locking needs in a module.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockingRequirement>))]
public enum LockingRequirement
{
    /// <summary>The access token's scopes.</summary>
    Scope,

    /// <summary>An edition of Zoho CRM that has record locking.</summary>
    Edition,

    /// <summary>A module that exists and whose records can be locked.</summary>
    Module,

    /// <summary>A locking configuration of the module.</summary>
    Configuration,

    /// <summary>A configuration that allows locking by hand, and not by rule only.</summary>
    ManualLocking,

    /// <summary>A profile that the configuration doesn't exclude.</summary>
    Profile,

    /// <summary>The profile's permission to lock and unlock.</summary>
    Permission,

    /// <summary>Zoho's view of the locked records; locking itself works without it.</summary>
    View,

    /// <summary>A record that exists and isn't locked.</summary>
    Record,
}
