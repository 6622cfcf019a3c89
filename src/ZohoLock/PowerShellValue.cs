using System.Management.Automation;

namespace ZohoLock;

/// <summary>Values as PowerShell passes them: most are wrapped in a <see cref="PSObject"/>.</summary>
internal static class PowerShellValue
{
    /// <summary>The value within a wrapper; the value itself if it has none.</summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
