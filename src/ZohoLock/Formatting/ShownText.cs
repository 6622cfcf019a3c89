using System.Collections;
using System.Management.Automation;

namespace ZohoLock.Formatting;

/// <summary>
/// The texts of outputs as ZohoLock.Format.ps1xml shows them: in one line, without what a terminal would obey. The properties themselves are as Zoho has
/// them. ZohoLock.Types.ps1xml refers to these methods, for the copies of outputs too.
/// </summary>
public static class ShownText
{
    /// <summary>The reason of a lock.</summary>
    public static string Reason(PSObject instance) => Of(instance, nameof(RecordLock.Reason));

    /// <summary>The name of a locked record.</summary>
    public static string RecordName(PSObject instance) => Of(instance, nameof(RecordLock.RecordName));

    /// <summary>The name of a rule.</summary>
    public static string Name(PSObject instance) => Of(instance, nameof(LockingRule.Name));

    /// <summary>What a configuration forbids to do.</summary>
    public static string RestrictedActions(PSObject instance) => Of(instance, nameof(LockConfiguration.RestrictedActions));

    /// <summary>What a configuration forbids to send.</summary>
    public static string RestrictedCommunications(PSObject instance) => Of(instance, nameof(LockConfiguration.RestrictedCommunications));

    /// <summary>The criteria of a rule.</summary>
    public static string Criteria(PSObject instance) => DisplayText.Line(instance?.ToString());

    private static string Of(PSObject instance, string property)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var value = instance.Properties[property]?.Value;
        return (value is PSObject wrapped ? wrapped.BaseObject : value) is IEnumerable list and not string
            ? DisplayText.Line(string.Join(", ", list.Cast<object>()))
            : DisplayText.Line(value?.ToString());
    }
}
