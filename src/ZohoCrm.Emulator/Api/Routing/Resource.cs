namespace ZohoCrm.Emulator.Api.Routing;

/// <summary>The resource that a path names.</summary>
internal enum Resource
{
    Unknown,
    UnsupportedVersion,
    Token,
    Revocation,
    Authorization,
    Consent,
    Device,
    DeviceCode,
    DeviceToken,
    Organization,
    LockingConfigurations,
    LockingConfiguration,
    Fields,
    Profiles,
    CustomButtons,
    Modules,
    Users,
    Records,
    Record,
    Locks,
    Lock,
    Module,
    CustomViews,
    CustomView,
    RecordCount,
    Coql,
}
