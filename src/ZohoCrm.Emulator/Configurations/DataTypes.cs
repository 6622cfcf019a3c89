using System.Globalization;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>How the values of a field compare: numbers as numbers, dates as dates, all else as text in any case.</summary>
internal static class DataTypes
{
    /// <summary>The data type that fits all the values of a column.</summary>
    public static string Of(IEnumerable<string?> column)
    {
        var values = column.Where(value => !string.IsNullOrEmpty(value)).ToArray();
        return values switch
        {
            [] => "text",
            _ when Array.TrueForAll(values, value => Number(value!) is not null) => "double",
            _ when Array.TrueForAll(values, value => Time(value!) is not null) => "datetime",
            _ => "text",
        };
    }

    /// <summary>Less than 0, 0 or more; null where one of the two is no value of the type.</summary>
    public static int? Compare(string dataType, string left, string right) => dataType switch
    {
        "integer" or "double" or "currency" or "percent" or "bigint" or "decimal" => Order(Number(left), Number(right)),
        "date" or "datetime" => Order(Time(left), Time(right)),
        _ => string.Compare(left, right, StringComparison.OrdinalIgnoreCase),
    };

    private static int? Order<T>(T? left, T? right)
        where T : struct, IComparable<T> => left is { } a && right is { } b ? a.CompareTo(b) : null;

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "O"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : null;
}
