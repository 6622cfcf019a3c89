using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace ZohoLock.Sessions;

/// <summary>The connections of a session, by name. A session is a runspace: a parallel block or a thread job has its own, without connections at first.</summary>
internal static class SessionConnections
{
    /// <summary>The name of a connection that was opened without one.</summary>
    public const string DefaultName = "Default";

    private static readonly ConditionalWeakTable<Runspace, List<Connection>> Sessions = [];

    /// <summary>The open connections, the one that was opened last first.</summary>
    public static IReadOnlyList<Connection> All
    {
        get
        {
            Own.RemoveAll(connection => connection.IsClosed);
            return [.. Own];
        }
    }

    /// <summary>The current connection: the one that was opened last; null if there is none.</summary>
    public static Connection? Current => All is [var first, ..] ? first : null;

    private static List<Connection> Own => Sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>Makes a connection the current one; it replaces another of its name.</summary>
    public static void Add(Connection connection)
    {
        Own.RemoveAll(other => IsSameName(other.Name, connection.Name));
        Own.Insert(0, connection);
    }

    /// <summary>Finds a connection by its name; null if there is none.</summary>
    public static Connection? Find(string name) => All.FirstOrDefault(connection => IsSameName(connection.Name, name));

    /// <summary>Finds the connections to an API host.</summary>
    public static IReadOnlyList<Connection> FindByHost(Uri apiDomain) =>
        [.. All.Where(connection => connection.ApiDomain.Authority == apiDomain.Authority)];

    /// <summary>Closes the session's connections.</summary>
    public static void CloseAll()
    {
        foreach (var connection in All)
        {
            connection.Dispose();
        }

        Own.Clear();
    }

    private static bool IsSameName(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
