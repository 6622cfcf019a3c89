namespace ZohoCrm.Emulator.OAuth;

/// <summary>A scope but for its last part, with its variants spelled out once (protocol 1.9).</summary>
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

    public static readonly ScopeFamily Users = new("ZohoCRM.users");

    public static readonly ScopeFamily Organization = new("ZohoCRM.org");

    private static readonly ScopeFamily[] OfAllSettings =
        [SettingsModules, SettingsFields, SettingsProfiles, SettingsCustomButtons, SettingsCustomViews];

    private readonly string[] _variants = [$"{name}.READ", $"{name}.CREATE", $"{name}.UPDATE", $"{name}.DELETE"];

    public string Name { get; } = name;

    public string All { get; } = $"{name}.ALL";

    /// <summary>A scope that covers the family with others; null where there is none (protocol 13).</summary>
    public string? Wider { get; } = wider;

    /// <summary>The scope that covers a family with others, by the family's name; null where there is none.</summary>
    public static string? WiderThan(string name, StringComparison comparison) =>
        Array.Find(OfAllSettings, family => family.Name.Equals(name, comparison))?.Wider;

    public string For(ScopeAccess access) => _variants[(int)access];
}
