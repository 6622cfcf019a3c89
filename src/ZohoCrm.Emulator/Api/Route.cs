using System.Globalization;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Api;

/// <summary>Where a request goes: the resource of its path, the operation of its method, the version of the API.</summary>
internal readonly record struct Route(Resource Resource, Operation Operation, int Version)
{
    private const string LockingInformation = "Locking_Information__s";

    /// <summary>Whether the API's concurrency limit applies; it does not to the accounts server.</summary>
    public bool IsApi => Resource >= Resource.Organization;

    public bool IsAccounts => Resource is Resource.Token or Resource.Revocation;

    public static Route Of(HttpRequest request)
    {
        var path = request.Segments;
        if (path.Count >= 3 && path[0] == "oauth" && path[1] == "v2" && path[2] == "token")
        {
            return path.Count switch
            {
                3 => Accounts(Resource.Token, Operation.Token, request.Method),
                4 when path[3] == "revoke" => Accounts(Resource.Revocation, Operation.Revoke, request.Method),
                _ => default,
            };
        }

        if (path.Count < 3 || path[0] != "crm" || VersionOf(path[1]) is not { } version)
        {
            return default;
        }

        if (version is not (7 or 8))
        {
            return new(Resource.UnsupportedVersion, Operation.Other, version);
        }

        var resource = ResourceOf(path);
        return new(resource, OperationOf(resource, request.Method), version);
    }

    private static Route Accounts(Resource resource, Operation operation, string method) =>
        new(resource, method == "POST" ? operation : Operation.Other, 0);

    private static int? VersionOf(string segment) =>
        segment.Length > 1 && segment[0] == 'v'
        && int.TryParse(segment.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private static Resource ResourceOf(List<string> path)
    {
        for (var i = 2; i < path.Count; i++)
        {
            if (path[i].Length == 0)
            {
                return Resource.Unknown;
            }
        }

        return path.Count switch
        {
            3 => path[2] == "org" ? Resource.Organization : Resource.Records,
            4 => path[2] == "settings" ? Resource.Unknown : Resource.Record,
            5 when path[4] == LockingInformation => Resource.Locks,
            6 when path[4] == LockingInformation => Resource.Lock,
            _ => Resource.Unknown,
        };
    }

    private static Operation OperationOf(Resource resource, string method) => (resource, method) switch
    {
        (Resource.Locks, "POST") => Operation.LockRecord,
        (Resource.Locks, "GET") => Operation.ListLocks,
        (Resource.Lock, "GET") => Operation.GetLock,
        (Resource.Lock or Resource.Locks, "PUT") => Operation.UpdateLock,
        (Resource.Lock or Resource.Locks, "DELETE") => Operation.UnlockRecord,
        (Resource.Records, "GET") => Operation.ListRecords,
        (Resource.Record, "GET") => Operation.GetRecord,
        (Resource.Record, "PUT") => Operation.UpdateRecord,
        (Resource.Organization, "GET") => Operation.GetOrganization,
        _ => Operation.Other,
    };
}
