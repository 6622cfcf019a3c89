namespace ZohoCrm.Emulator.OAuth;

/// <summary>A scope but for its last part, with its variants spelled out once (protocol 1.9).</summary>
internal sealed class ScopeFamily(string name)
{
    public static readonly ScopeFamily Modules = new("ZohoCRM.modules");

    public static readonly ScopeFamily CustomModules = new("ZohoCRM.modules.custom");

    public static readonly ScopeFamily LockingInformation = new("ZohoCRM.modules.lockinginformation");

    public static readonly ScopeFamily LockingConfigurations = new("ZohoCRM.settings.record_locking_configurations");

    public static readonly ScopeFamily SettingsModules = new("ZohoCRM.settings.modules");

    public static readonly ScopeFamily SettingsFields = new("ZohoCRM.settings.fields");

    public static readonly ScopeFamily SettingsProfiles = new("ZohoCRM.settings.profiles");

    public static readonly ScopeFamily SettingsCustomButtons = new("ZohoCRM.settings.custom_buttons");

    public static readonly ScopeFamily Organization = new("ZohoCRM.org");

    private readonly string[] _variants = [$"{name}.READ", $"{name}.CREATE", $"{name}.UPDATE", $"{name}.DELETE"];

    public string Name { get; } = name;

    public string All { get; } = $"{name}.ALL";

    public string For(ScopeAccess access) => _variants[(int)access];
}
