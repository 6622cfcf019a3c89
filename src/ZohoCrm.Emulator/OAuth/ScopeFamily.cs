using ZohoCrm.Emulator.Crm;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>A scope without its last part, such as <c>ZohoCRM.modules</c> (protocol 1.9).</summary>
internal sealed class ScopeFamily(string name, string? wider = null)
{
    private const string AllSettings = "ZohoCRM.settings.ALL";

    public static readonly ScopeFamily Modules = new("ZohoCRM.modules");

    public static readonly ScopeFamily CustomModules = new("ZohoCRM.modules.custom");

    public static readonly ScopeFamily LockingInformation = new("ZohoCRM.modules.lockinginformation");

    public static readonly ScopeFamily LockingConfigurations = new("ZohoCRM.settings.record_locking_configurations");

    public static readonly ScopeFamily SettingsModules = new("ZohoCRM.settings.modules", AllSettings);

    public static readonly ScopeFamily SettingsFields = new("ZohoCRM.settings.fields", AllSettings);

    public static readonly ScopeFamily SettingsProfiles = new("ZohoCRM.settings.profiles", AllSettings);

    public static readonly ScopeFamily SettingsCustomButtons = new("ZohoCRM.settings.custom_buttons", AllSettings);

    public static readonly ScopeFamily SettingsCustomViews = new("ZohoCRM.settings.custom_views", AllSettings);

    public static readonly ScopeFamily Coql = new("ZohoCRM.coql");

    public static readonly ScopeFamily Users = new("ZohoCRM.users");

    public static readonly ScopeFamily Organization = new("ZohoCRM.org");

    private static readonly ScopeFamily[] WithWiderScope =
        [SettingsModules, SettingsFields, SettingsProfiles, SettingsCustomButtons, SettingsCustomViews];

    private static readonly Dictionary<string, ScopeFamily> StandardModule = StandardModules.Names.ToDictionary(
        name => name,
        name => new ScopeFamily("ZohoCRM.modules." + name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant()),
        StringComparer.OrdinalIgnoreCase);

    private readonly string[] _scopes = [$"{name}.READ", $"{name}.CREATE", $"{name}.UPDATE", $"{name}.DELETE"];

    public string Name { get; } = name;

    public string All { get; } = $"{name}.ALL";

    /// <summary>A scope that includes this family and others; null if there is none (protocol 13).</summary>
    public string? Wider { get; } = wider;

    /// <summary>The <see cref="Wider"/> scope of the family with a name.</summary>
    public static string? FindWider(string name, StringComparison comparison) =>
        Array.Find(WithWiderScope, family => family.Name.Equals(name, comparison))?.Wider;

    /// <summary>The family of a module; custom modules share one.</summary>
    public static ScopeFamily ForModule(string apiName) => StandardModule.GetValueOrDefault(apiName, CustomModules);

    public string GetScope(ScopeAccess access) => _scopes[(int)access];
}

/// <summary>The last part of a scope.</summary>
internal enum ScopeAccess
{
    Read,
    Create,
    Update,
    Delete,
}
