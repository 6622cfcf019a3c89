using System.Management.Automation;

namespace ZohoLock.Sessions;

/// <summary>The property of a connection that depends on the session. ZohoLock.Types.ps1xml refers to it.</summary>
public static class CurrentConnection
{
    /// <summary>Whether cmdlets of this session use the connection where none is given.</summary>
    public static bool IsCurrent(PSObject instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return ReferenceEquals(instance.BaseObject, SessionConnections.Current);
    }
}
