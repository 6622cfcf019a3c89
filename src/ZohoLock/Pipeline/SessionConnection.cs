using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace ZohoLock.Pipeline;

/// <summary>The connection of a session. A session is a runspace: a parallel block or a thread job has its own, and starts without one.</summary>
internal static class SessionConnection
{
    private static readonly ConditionalWeakTable<Runspace, Connection> Connections = [];

    public static Connection? Current
    {
        get => Connections.TryGetValue(Runspace.DefaultRunspace, out var connection) ? connection : null;
        set
        {
            Connections.Remove(Runspace.DefaultRunspace);
            if (value is not null)
            {
                Connections.Add(Runspace.DefaultRunspace, value);
            }
        }
    }
}
