using System.Management.Automation;

namespace ZohoLock.Binding;

/// <summary>Names with wildcards, which match in any casing and the same in every culture.</summary>
internal static class NamePattern
{
    /// <summary>Reads a name as it was typed.</summary>
    public static WildcardPattern Parse(string name) => WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
}
