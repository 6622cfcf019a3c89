using System.Globalization;

namespace ZohoCrm.Emulator.Crm.Fields;

/// <summary>Compares field values by data type: numbers as numbers, dates as dates, anything else as case-insensitive text.</summary>
internal static class DataTypes
{
    /// <summary>Finds the data type that fits all values of a column.</summary>
    public static string Infer(IEnumerable<string?> column)
    {
        var values = column.Where(value => !string.IsNullOrEmpty(value)).ToArray();
        return values switch
        {
            [] => "text",
            _ when Array.TrueForAll(values, value => ParseNumber(value!) is not null) => "double",
            _ when Array.TrueForAll(values, value => ParseTime(value!) is not null) => "datetime",
            _ => "text",
        };
    }

    /// <summary>Returns less than 0, 0 or more than 0; null if a value is not of the type.</summary>
    public static int? Compare(string dataType, string left, string right) => dataType switch
    {
        "integer" or "double" or "currency" or "percent" or "bigint" or "decimal" => Order(ParseNumber(left), ParseNumber(right)),
        "date" or "datetime" => Order(ParseTime(left), ParseTime(right)),
        _ => string.Compare(left, right, StringComparison.OrdinalIgnoreCase),
    };

    public static bool IsNumber(string dataType) => dataType is "integer" or "double" or "currency" or "percent" or "decimal";

    /// <summary>Whether values refer to a user by id.</summary>
    public static bool IsUser(string dataType) => dataType is "ownerlookup" or "userlookup";

    private static int? Order<T>(T? left, T? right)
        where T : struct, IComparable<T> => left is { } a && right is { } b ? a.CompareTo(b) : null;

    public static decimal? ParseNumber(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static DateTimeOffset? ParseTime(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "O"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;
}
