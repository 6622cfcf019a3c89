using System.Collections;
using System.Management.Automation;

namespace ZohoLock.Emulation;

/// <summary>Reads a record's fields from what PowerShell makes rows of: hashtables, and objects such as Import-Csv brings.</summary>
internal static class PowerShellRow
{
    /// <summary>The columns of a row with their values.</summary>
    /// <exception cref="ArgumentException">It is a text, a number or a list.</exception>
    public static IEnumerable<KeyValuePair<string, object?>> Read(object row) => BaseOf(row) switch
    {
        IDictionary entries => entries.Keys.Cast<object>().Select(key => KeyValuePair.Create(key.ToString()!, BaseOf(entries[key]))),
        string or ValueType or IEnumerable => throw new ArgumentException(
            $"A record is added from a hashtable of its fields, or an object with a property for each: '{row}' is none."),
        _ => PSObject.AsPSObject(row).Properties.Select(property => KeyValuePair.Create(property.Name, BaseOf(property.Value))),
    };

    private static object? BaseOf(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
