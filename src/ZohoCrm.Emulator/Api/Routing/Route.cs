using System.Globalization;
using ZohoCrm.Emulator.Crm.Fields;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Api.Routing;

/// <summary>The resource and API version of a path, and the operation of its method.</summary>
internal readonly record struct Route(Resource Resource, Operation Operation, int Version)
{
    private const string Configurations = "record_locking_configurations";

    /// <summary>Whether it is a call of the CRM API, to which the concurrency limit applies.</summary>
    public bool IsApi => Resource >= Resource.Organization;

    /// <summary>Whether it is a call of the accounts server.</summary>
    public bool IsAccounts => Resource is >= Resource.Token and < Resource.Organization;

    public static Route From(HttpRequest request)
    {
        var path = request.Segments;
        if (path is ["oauth", ..])
        {
            var accounts = GetAccountsResource(path);
            return new(accounts, GetOperation(accounts, request.Method), 0);
        }

        if (path.Count < 3 || path[0] != "crm" || ParseVersion(path[1]) is not { } version)
        {
            return default;
        }

        if (version is not (7 or 8))
        {
            return new(Resource.UnsupportedVersion, Operation.Other, version);
        }

        var resource = GetResource(path);
        return new(resource, GetOperation(resource, request.Method), version);
    }

    private static Resource GetAccountsResource(List<string> path) => path switch
    {
        ["oauth", "v2", "token"] => Resource.Token,
        ["oauth", "v2", "token", "revoke"] => Resource.Revocation,
        ["oauth", "v2", "auth"] => Resource.Authorization,
        ["oauth", "v2", "auth", "consent"] => Resource.Consent,
        ["oauth", "v3", "device"] => Resource.Device,
        ["oauth", "v3", "device", "code"] => Resource.DeviceCode,
        ["oauth", "v3", "device", "token"] => Resource.DeviceToken,
        _ => Resource.Unknown,
    };

    private static int? ParseVersion(string segment) =>
        segment.Length > 1 && segment[0] == 'v'
        && int.TryParse(segment.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static Resource GetResource(List<string> path)
    {
        for (var i = 2; i < path.Count; i++)
        {
            if (path[i].Length == 0)
            {
                return Resource.Unknown;
            }
        }

        if (path[2] == "settings")
        {
            return GetSettingsResource(path);
        }

        return path.Count switch
        {
            3 => path[2] switch
            {
                "org" => Resource.Organization,
                "users" => Resource.Users,
                "coql" => Resource.Coql,
                _ => Resource.Records,
            },
            4 => Resource.Record,
            5 when path[4] == LockingInformation.ApiName => Resource.Locks,
            5 when path[3] == "actions" && path[4] == "count" => Resource.RecordCount,
            6 when path[4] == LockingInformation.ApiName => Resource.Lock,
            _ => Resource.Unknown,
        };
    }

    private static Resource GetSettingsResource(List<string> path) => path switch
    {
        [_, _, _, Configurations] => Resource.LockingConfigurations,
        [_, _, _, Configurations, _] => Resource.LockingConfiguration,
        [_, _, _, "fields"] => Resource.Fields,
        [_, _, _, "profiles"] => Resource.Profiles,
        [_, _, _, "custom_buttons"] => Resource.CustomButtons,
        [_, _, _, "modules"] => Resource.Modules,
        [_, _, _, "modules", _] => Resource.Module,
        [_, _, _, "custom_views"] => Resource.CustomViews,
        [_, _, _, "custom_views", _] => Resource.CustomView,
        _ => Resource.Unknown,
    };

    private static Operation GetOperation(Resource resource, string method) => (resource, method) switch
    {
        (Resource.Token or Resource.Authorization, "POST") => Operation.Token,
        (Resource.Revocation, "POST") => Operation.Revoke,
        (Resource.Authorization, "GET") => Operation.Authorize,
        (Resource.Consent, "POST") => Operation.Consent,
        (Resource.Device, "GET") => Operation.DevicePage,
        (Resource.Device, "POST") => Operation.DeviceConsent,
        (Resource.DeviceCode, "POST") => Operation.DeviceCode,
        (Resource.DeviceToken, "POST") => Operation.DeviceToken,
        (Resource.Locks, "POST") => Operation.LockRecord,
        (Resource.Locks, "GET") => Operation.ListLocks,
        (Resource.Lock, "GET") => Operation.GetLock,
        (Resource.Lock or Resource.Locks, "PUT") => Operation.UpdateLock,
        (Resource.Lock or Resource.Locks, "DELETE") => Operation.UnlockRecord,
        (Resource.Records, "GET") => Operation.ListRecords,
        (Resource.Record, "GET") => Operation.GetRecord,
        (Resource.Record, "PUT") => Operation.UpdateRecord,
        (Resource.Organization, "GET") => Operation.GetOrganization,
        (Resource.LockingConfigurations or Resource.LockingConfiguration, "GET") => Operation.GetLockingConfiguration,
        (Resource.LockingConfigurations, "POST") => Operation.CreateLockingConfiguration,
        (Resource.LockingConfigurations or Resource.LockingConfiguration, "PUT") => Operation.UpdateLockingConfiguration,
        (Resource.LockingConfigurations or Resource.LockingConfiguration, "DELETE") => Operation.DeleteLockingConfiguration,
        (Resource.Fields, "GET") => Operation.ListFields,
        (Resource.Profiles, "GET") => Operation.ListProfiles,
        (Resource.CustomButtons, "GET") => Operation.ListCustomButtons,
        (Resource.Modules, "GET") => Operation.ListModules,
        (Resource.Users, "GET") => Operation.ListUsers,
        (Resource.Module, "GET") => Operation.GetModule,
        (Resource.CustomViews, "GET") => Operation.ListCustomViews,
        (Resource.CustomView, "GET") => Operation.GetCustomView,
        (Resource.RecordCount, "GET") => Operation.CountRecords,
        (Resource.Coql, "POST") => Operation.QueryRecords,
        _ => Operation.Other,
    };
}
