namespace ZohoLock;

/// <summary>A module of the organisation (protocol section 9.1).</summary>
/// <param name="ApiName">The API name.</param>
/// <param name="IsCustom">Whether it was made by users of the organisation.</param>
/// <param name="IsApiSupported">Whether the API gives access to its records.</param>
/// <param name="IsLockable">Whether Zoho has record locking for such modules: certain standard ones, and custom ones (protocol section 1.7).</param>
public sealed record ModuleDescription(string ApiName, bool IsCustom, bool IsApiSupported, bool IsLockable);
