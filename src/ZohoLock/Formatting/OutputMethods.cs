using System.Management.Automation;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Formatting;

/// <summary>
/// Methods of outputs for scripts: the library has them as extension methods, which PowerShell doesn't see. ZohoLock.Types.ps1xml refers to them.
/// </summary>
public static class OutputMethods
{
    /// <summary>The criteria as Zoho has them in JSON.</summary>
    public static string ToJson(PSObject instance) => Read<LockingCriteria>(instance).ToJson();

    /// <summary>Whether other criteria certainly select the same records.</summary>
    public static bool MeansSameAs(PSObject instance, LockingCriteria other) => Read<LockingCriteria>(instance).MeansSameAs(other);

    /// <summary>What differs from another configuration.</summary>
    public static IReadOnlyList<ConfigurationChange> GetChangesFrom(PSObject instance, LockConfiguration before) =>
        Read<LockConfiguration>(instance).GetChangesFrom(before);

    private static T Read<T>(PSObject instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return (T)instance.BaseObject;
    }
}
