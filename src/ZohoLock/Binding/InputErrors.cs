using System.Collections;
using System.Globalization;
using System.Management.Automation.Language;
using ZohoLock.Input;

namespace ZohoLock.Binding;

/// <summary>The errors for unusable input, each with a command that works.</summary>
internal static class InputErrors
{
    private static readonly string Names = $"{string.Join(", ", RecordIdColumn.Names.SkipLast(1))} or {RecordIdColumn.Names[^1]}";

    /// <summary>The error for an object that isn't a row, such as a file, a hashtable or a number; null for a row.</summary>
    public static ZohoError? FindUnsupported(object input, string cmdlet) => input switch
    {
        FileSystemInfo { FullName: var path } => Unsupported($"a file or folder was piped in, not its records: {path}", ReadCsv(cmdlet)),
        IDictionary => Unsupported(
            "a hashtable was piped in, which has keys in place of properties", $"Make an object of it: … | ForEach-Object {{ [pscustomobject] $_ }} | {cmdlet} …"),
        IList => Unsupported(
            "an array of objects was piped in as one object", $"Pipe its objects one by one: … | ForEach-Object {{ $_ }} | {cmdlet} …"),
        ValueType => Unsupported(
            $"{Convert.ToString(input, CultureInfo.InvariantCulture)} was piped in, which is no record id but a {input.GetType()}",
            $"Pipe in ids as text, or objects with a property {Names}."),
        _ => null,
    };

    /// <summary>The first input is a line of a CSV, or a whole file.</summary>
    public static ZohoError DelimitedText(string text, string cmdlet) =>
        Unsupported($"text was piped in that is no record id: {QuotedText.From(text)}", ReadCsv(cmdlet));

    /// <summary>The first row has no id column.</summary>
    public static ZohoError NoRecordIdColumn(RowWithoutId row, string cmdlet) => ZohoError.Input(
        "NoRecordIdColumn",
        row switch
        {
            { IsWorkbook: true } => "what was piped in comes from a file that is no CSV, but a workbook of a spreadsheet, whatever it is called",
            { Encoding: not null } => $"what was piped in has no column (property) {Names}, because the file was read in another encoding than it is written in",
            _ => $"what was piped in has no column (property) {Names}, but {row.Description}",
        },
        row switch
        {
            { IsWorkbook: true } =>
                "Export the records from Zoho as CSV. Where there is only the workbook, save it as CSV UTF-8, with the record ids as text: as numbers they lose digits.",
            { Encoding: { } encoding } => $"Say which one it is: Import-Csv ./export.csv -Encoding {encoding} | {cmdlet} …",
            { Delimiter: { } delimiter } =>
                $"There is another character between the columns: Import-Csv ./export.csv -Delimiter {(delimiter == '\t' ? "\"`t\"" : $"'{delimiter}'")} | {cmdlet} …",
            { LikelyColumn: { } column } =>
                $"Where {QuotedText.From(column)} has the ids of the records, say so: … | {cmdlet} -RecordId {ScriptFor(column)} …",
            _ => $"Export the records with their Record Id, or say which column has it: … | {cmdlet} -RecordId {{ $_.'name of the column' }} …",
        });

    /// <summary>A later row has no id column.</summary>
    public static ZohoError MissingRecordId() => ZohoError.Input(
        "MissingRecordId",
        $"the object piped in has no property {Names}",
        "Export the records with their Record Id, or rename the column that has the ids.");

    /// <summary>Two columns have different ids.</summary>
    public static ZohoError AmbiguousRecordId(RecordIdColumn column, RecordIdColumn rival) => ZohoError.Input(
        "AmbiguousRecordId",
        $"the row has two record ids, {Describe(column)} and {Describe(rival)}",
        $"Say which column counts: -RecordId {ScriptFor(column.Name)} or -RecordId {ScriptFor(rival.Name)}. Or leave the other column out.");

    /// <summary>The id column has another kind of value.</summary>
    public static ZohoError NoIdInColumn(string column, object value) => ZohoError.Input(
        "InvalidRecordId",
        $"the property {QuotedText.From(column)} has no record id, but a {PowerShellValue.Unwrap(value)!.GetType()}",
        $"Say where the id is: -RecordId {{ $_.'name of the property' }}, or any other expression in the braces.");

    /// <summary>Reading the id column failed.</summary>
    public static ZohoError UnreadableColumn(string column, Exception failure) => ZohoError.Input(
        "InvalidRecordId",
        $"the property {QuotedText.From(column)} can't be read: {(failure.InnerException ?? failure).Message}",
        "Look at the object with Select-Object *, or pipe in its id alone.");

    /// <summary>There are both a -RecordId and piped objects.</summary>
    public static ZohoError RecordIdAndInput(string?[] ids) => ZohoError.Input(
        "RecordIdAndInput",
        $"-RecordId was given ({(ids is [{ } id, ..] ? QuotedText.From(id) : "an object")}), and objects that have their own ids are piped in",
        "Leave -RecordId out. Where that is the value of another parameter, give its name, such as -Reason 'Quarter closed'. "
        + "To take the ids from a certain column, give a script block: -RecordId { $_.'Deal Id' }.");

    /// <summary>-RecordId was given objects instead of ids.</summary>
    public static ZohoError ObjectsForRecordId(string cmdlet) => Unsupported(
        "-RecordId takes ids, as text or as numbers of 64 bits, and was given something else",
        $"Pipe objects in: $rows | {cmdlet} … Or give their ids: -RecordId $rows.'Record Id'.");

    /// <summary>The script block of -RecordId returned something other than ids.</summary>
    public static ZohoError ObjectFromScriptBlock() => Unsupported(
        "the script block of -RecordId brought an object, and no id", "Name the property that has the id: -RecordId { $_.'Record Id' }.");

    /// <summary>Makes an error one that ends the run before any call, because all further input would have it too.</summary>
    public static ZohoException EndRun(ZohoError error) => new(error with { EndsRun = true, Message = $"{error.Message}. No call was made" });

    private static ZohoError Unsupported(string message, string advice) => ZohoError.Input("UnsupportedInput", message, advice);

    private static string ReadCsv(string cmdlet) => $"Read a CSV with Import-Csv: Import-Csv ./export.csv | {cmdlet} …";

    private static string Describe(RecordIdColumn column) =>
        $"{string.Join(", ", column.Ids.Take(2).Select(id => QuotedText.From(id ?? string.Empty)))} in {QuotedText.From(column.Name)}";

    private static string ScriptFor(string column) => $"{{ $_.'{CodeGeneration.EscapeSingleQuotedStringContent(column)}' }}";
}
