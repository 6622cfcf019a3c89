using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ZohoLock.Emulation;

/// <summary>Reads a record's fields from a PowerShell row: a hashtable, or an object such as Import-Csv returns.</summary>
internal static class PowerShellRowReader
{
    /// <summary>The columns of a row with their values.</summary>
    /// <exception cref="ArgumentException">The row is a string, a number or a list.</exception>
    public static IEnumerable<KeyValuePair<string, object?>> Read(object row) => PowerShellValue.Unwrap(row) switch
    {
        IDictionary entries => entries.Keys.Cast<object>().Select(key =>
            KeyValuePair.Create(Convert.ToString(key, CultureInfo.InvariantCulture)!, PowerShellValue.Unwrap(entries[key]))),
        string or ValueType or IEnumerable => throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"A record is added from a hashtable of its fields, or an object with a property for each: '{row}' is none.")),
        _ => PSObject.AsPSObject(row).Properties.Select(property => KeyValuePair.Create(property.Name, PowerShellValue.Unwrap(property.Value))),
    };
}
