using System.Collections.ObjectModel;
using System.Management.Automation;
using ZohoLock.Input;

namespace ZohoLock.Emulation;

/// <summary>Reads the records of a CSV that Zoho exported: the <c>Record Id</c> column, a column with the name, and the other columns as fields.</summary>
internal static class RecordFile
{
    private const string IdColumn = "Record Id";

    /// <summary>The records of the rows that Import-Csv read.</summary>
    /// <exception cref="ZohoException">The file has no rows, no id column, or an invalid id.</exception>
    public static IEnumerable<(string Id, string Name, IReadOnlyDictionary<string, string?> Fields)> Read(
        Collection<PSObject> rows, string path)
    {
        if (rows.Count == 0 || rows[0].Properties[IdColumn] is null)
        {
            throw new ZohoException(ZohoError.Input("NoRecordIdColumn", $"'{path}' has no rows with a column '{IdColumn}'", "Give a CSV as Zoho CRM exports it."));
        }

        var nameColumn = rows[0].Properties.Select(column => column.Name).FirstOrDefault(name => name.EndsWith("Name", StringComparison.Ordinal));
        var seen = new HashSet<string>();
        return rows.Select((row, index) => (
            ParseId(Text(row, IdColumn), index + 1, seen),
            (nameColumn is null ? null : Text(row, nameColumn)) ?? string.Empty,
            (IReadOnlyDictionary<string, string?>)row.Properties
                .Where(column => column.Name != IdColumn)
                .ToDictionary(column => column.Name.Replace(' ', '_'), column => column.Value as string)));
    }

    private static string ParseId(string? text, int row, HashSet<string> seen)
    {
        try
        {
            var id = RecordId.Parse(text);
            return seen.Add(id) ? id : throw new ZohoException(ZohoError.Input("DuplicateRecordId", $"{id} was in a row before", "Leave one of the rows out."));
        }
        catch (ZohoException refused)
        {
            throw new ZohoException(refused.Error with { Message = $"row {row}: {refused.Error.Message}" }, refused);
        }
    }

    private static string? Text(PSObject row, string column) => row.Properties[column]?.Value as string;
}
