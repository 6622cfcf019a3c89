using System.Management.Automation;

namespace ZohoLock.Formatting;

/// <summary>Records as PowerShell shows them: the fields that were asked for are properties.</summary>
internal static class RecordOutput
{
    // ZohoLock.Format.ps1xml has a view for it, with a column for the fields.
    private const string WithFields = "ZohoLock.Record.WithFields";

    /// <summary>The record with its fields as properties.</summary>
    public static object From(Record record)
    {
        if (record.GetFields() is not { Count: > 0 } fields)
        {
            return record;
        }

        var output = new PSObject(record);
        output.TypeNames.Insert(0, WithFields);
        foreach (var (name, value) in fields)
        {
            if (output.Properties[name] is null)
            {
                output.Properties.Add(new PSNoteProperty(name, value));
            }
        }

        return output;
    }

    /// <summary>A row that isn't a record, such as a sum, with its values as properties.</summary>
    public static PSObject FromRow(IReadOnlyDictionary<string, object?> row)
    {
        var output = new PSObject();
        foreach (var (name, value) in row)
        {
            output.Properties.Add(new PSNoteProperty(name, value));
        }

        return output;
    }
}
