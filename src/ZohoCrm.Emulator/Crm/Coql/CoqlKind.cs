using System.Globalization;
using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>How queries compare the values of a field.</summary>
internal enum CoqlKind
{
    Text,
    Boolean,
    Number,
    Date,
    Time,

    /// <summary>An id, which has an order.</summary>
    Id,

    /// <summary>The id of another record or of a user.</summary>
    Reference,

    /// <summary>A text of several lines, which may not stand in conditions (protocol 9.1).</summary>
    LongText,
}

internal static class CoqlKinds
{
    private static readonly string[] OfText = ["=", "!=", "like", "not like", "in", "not in", "is null", "is not null"];
    private static readonly string[] OfReferences = ["=", "!=", "in", "not in", "is null", "is not null"];
    private static readonly string[] OfNumbers =
        ["=", "!=", ">=", ">", "<=", "<", "between", "not between", "in", "not in", "is null", "is not null"];

    public static CoqlKind Get(string dataType) => dataType switch
    {
        "boolean" => CoqlKind.Boolean,
        "date" => CoqlKind.Date,
        "datetime" => CoqlKind.Time,
        "bigint" => CoqlKind.Id,
        "textarea" => CoqlKind.LongText,
        "lookup" or "multi_module_lookup" or "ownerlookup" or "userlookup" => CoqlKind.Reference,
        _ => DataTypes.IsNumber(dataType) ? CoqlKind.Number : CoqlKind.Text,
    };

    public static bool Supports(this CoqlKind kind, string operation) => kind switch
    {
        CoqlKind.Text => OfText.Contains(operation),
        CoqlKind.Reference => OfReferences.Contains(operation),
        CoqlKind.Boolean => operation == "=",
        _ => OfNumbers.Contains(operation),
    };

    /// <summary>Reads the value of a record, to be compared with others of the kind; null if it is not of the kind.</summary>
    public static object? Read(this CoqlKind kind, string value) => kind switch
    {
        CoqlKind.Number => DataTypes.ParseNumber(value),
        CoqlKind.Date or CoqlKind.Time => DataTypes.ParseTime(value),
        CoqlKind.Id or CoqlKind.Reference => value.AsSpan().ContainsAnyExceptInRange('0', '9') ? null : value,
        CoqlKind.Boolean => value is "true" or "false" ? value : null,
        _ => value,
    };

    /// <summary>Reads a value in a condition; null if it is not of the kind.</summary>
    public static object? Read(this CoqlKind kind, CoqlLiteral literal) => kind switch
    {
        CoqlKind.Boolean when !literal.IsQuoted => null,
        CoqlKind.Date when !IsExact(literal.Text, "yyyy-MM-dd") => null,
        CoqlKind.Time when !IsExact(literal.Text, "yyyy-MM-dd'T'HH:mm:sszzz") && !IsExact(literal.Text, "yyyy-MM-dd'T'HH:mm:ss'Z'") => null,
        _ => kind.Read(literal.Text),
    };

    /// <summary>Compares two values that were read.</summary>
    public static int Compare(this CoqlKind kind, object left, object right) => kind switch
    {
        CoqlKind.Number => ((decimal)left).CompareTo((decimal)right),
        CoqlKind.Date or CoqlKind.Time => ((DateTimeOffset)left).CompareTo((DateTimeOffset)right),
        CoqlKind.Id or CoqlKind.Reference => RecordTable.CompareIds((string)left, (string)right),
        _ => string.Compare((string)left, (string)right, StringComparison.OrdinalIgnoreCase),
    };

    private static bool IsExact(string text, string format) =>
        DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
}
