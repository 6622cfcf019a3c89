using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace ZohoLock.Pipeline;

/// <summary>The connections of a session by name. A session is a runspace: a parallel block or a thread job has its own, and starts without any.</summary>
internal static class SessionConnections
{
    /// <summary>The name of a connection that was given none.</summary>
    public const string UsualName = "Default";

    private static readonly ConditionalWeakTable<Runspace, List<Connection>> Sessions = [];

    /// <summary>The open connections: the one in use, which was opened last, and then the others.</summary>
    public static IReadOnlyList<Connection> All
    {
        get
        {
            Own.RemoveAll(connection => connection.IsClosed);
            return [.. Own];
        }
    }

    /// <summary>The connection in use; null where there is none.</summary>
    public static Connection? Current => All is [var first, ..] ? first : null;

    private static List<Connection> Own => Sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>Takes a connection in use, in place of another of its name.</summary>
    public static void Add(Connection connection)
    {
        Own.RemoveAll(other => IsName(other.Name, connection.Name));
        Own.Insert(0, connection);
    }

    /// <summary>The connection of that name; null where there is none.</summary>
    public static Connection? Find(string name) => All.FirstOrDefault(connection => IsName(connection.Name, name));

    /// <summary>The connections to one API host.</summary>
    public static IReadOnlyList<Connection> To(Uri apiDomain) =>
        [.. All.Where(connection => connection.ApiDomain.Authority == apiDomain.Authority)];

    private static bool IsName(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
