using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ZohoLock;

/// <summary>The value that a field is compared with (protocol section 2.2).</summary>
public sealed record CriterionValue
{
    private const string DateTimeFormat = "yyyy-MM-dd'T'HH:mm:sszzz";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private CriterionValue(CriterionValueKind kind, string text, IReadOnlyList<CriterionValue>? items = null)
    {
        Kind = kind;
        Text = text;
        Items = items?.ToArray() ?? [];
    }

    /// <summary>Null: no value.</summary>
    public static CriterionValue Null { get; } = new(CriterionValueKind.Null, "null");

    /// <summary>True.</summary>
    public static CriterionValue True { get; } = new(CriterionValueKind.Boolean, "true");

    /// <summary>False.</summary>
    public static CriterionValue False { get; } = new(CriterionValueKind.Boolean, "false");

    /// <summary>The kind of value.</summary>
    public CriterionValueKind Kind { get; }

    /// <summary>The text itself, a number's digits, true, false, null, or an object's JSON; empty for a list.</summary>
    public string Text { get; }

    /// <summary>The values of a list; empty for other kinds.</summary>
    public IReadOnlyList<CriterionValue> Items { get; }

    /// <summary>Creates a text value.</summary>
    public static CriterionValue FromText(string text) => new(CriterionValueKind.Text, text);

    /// <summary>Creates a list.</summary>
    public static CriterionValue FromList(IEnumerable<CriterionValue> items) => new(CriterionValueKind.List, string.Empty, [.. items]);

    /// <summary>Converts a .NET value: text, number, bool, null, date (as ISO text), or a list of these.</summary>
    /// <exception cref="ZohoException">The type isn't supported: code <c>InvalidCriteria</c>.</exception>
    public static CriterionValue From(object? value) => value switch
    {
        null => Null,
        CriterionValue same => same,
        string text => FromText(text),
        bool truth => truth ? True : False,
        sbyte or byte or short or ushort or int or uint or long or ulong or decimal => FromDigits(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)),
        double number when double.IsFinite(number) => FromDigits(number.ToString("R", CultureInfo.InvariantCulture)),
        float number when float.IsFinite(number) => FromDigits(number.ToString("R", CultureInfo.InvariantCulture)),
        DateTimeOffset time => FromText(time.ToString(DateTimeFormat, CultureInfo.InvariantCulture)),
        DateTime { Kind: DateTimeKind.Unspecified, TimeOfDay.Ticks: 0 } day => FromText(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTime time => From(new DateTimeOffset(time)),
        DateOnly day => FromText(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Enum or char or Guid => FromText(value.ToString()!),
        IEnumerable items and not IDictionary => FromList(items.Cast<object?>().Select(From)),
        _ => throw new ZohoException(ZohoError.Input(
            "InvalidCriteria", $"'{value}' is no value to compare with", "Give a text, a number, true, false, null, a date, or a list of these.")),
    };

    /// <summary>Whether the other value has the same kind and content.</summary>
    public bool Equals(CriterionValue? other) =>
        other is not null && Kind == other.Kind && Text == other.Text && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => Items.Aggregate(HashCode.Combine(Kind, Text), HashCode.Combine);

    /// <summary>The value as written in criteria.</summary>
    public override string ToString() => DisplayText.Line(CriteriaText.Print(this));

    internal static CriterionValue FromDigits(string digits) => new(CriterionValueKind.Number, digits);

    internal static CriterionValue FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => FromString(GetText(element)),
        JsonValueKind.Number => FromDigits(element.GetRawText()),
        JsonValueKind.True => True,
        JsonValueKind.False => False,
        JsonValueKind.Array => FromList(element.EnumerateArray().Select(FromJson)),
        JsonValueKind.Object => new(CriterionValueKind.Json, WriteJson(element.WriteTo)),
        _ => Null,
    };

    /// <summary>The value as sent to Zoho: numbers and booleans are strings (protocol section 13).</summary>
    internal JsonElement ToJson()
    {
        using var document = JsonDocument.Parse(WriteJson(WriteTo), new JsonDocumentOptions { MaxDepth = LockingCriteria.MaxJsonDepth });
        return document.RootElement.Clone();
    }

    // Zoho returns numbers and booleans as strings (protocol section 13), and they are sent back as strings.
    private static CriterionValue FromString(string text) => text switch
    {
        "true" => True,
        "false" => False,
        _ when CriteriaText.IsPlainNumber(text) => FromDigits(text),
        _ => FromText(text),
    };

    private static string GetText(JsonElement element)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // The text has an escaped lone surrogate; its raw JSON is still readable.
            return element.GetRawText().Trim('"');
        }
    }

    private static string WriteJson(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void WriteTo(Utf8JsonWriter writer)
    {
        switch (Kind)
        {
            case CriterionValueKind.Number:
                writer.WriteStringValue(WithoutExponent(Text));
                break;
            case CriterionValueKind.Text or CriterionValueKind.Boolean:
                writer.WriteStringValue(Text);
                break;
            case CriterionValueKind.List:
                writer.WriteStartArray();
                foreach (var item in Items)
                {
                    item.WriteTo(writer);
                }

                writer.WriteEndArray();
                break;
            default:
                // An object's JSON may be nested deeper than the writer's validation allows.
                writer.WriteRawValue(Text, skipInputValidation: Kind == CriterionValueKind.Json);
                break;
        }
    }

    private static string WithoutExponent(string digits) =>
        digits.Contains('e', StringComparison.OrdinalIgnoreCase)
        && decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString(CultureInfo.InvariantCulture)
            : digits;
}
