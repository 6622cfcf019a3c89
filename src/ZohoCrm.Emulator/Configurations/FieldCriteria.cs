using System.Text.Json;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>One comparison of a field (protocol 2.2).</summary>
/// <param name="name">The comparator's name.</param>
/// <param name="comparator">The comparator; null for one that is not known, which no record passes.</param>
/// <param name="field">The field.</param>
/// <param name="value">The value as it was sent, to be given back; null where none was.</param>
/// <param name="values">What the field is compared with.</param>
internal sealed class FieldCriteria(
    string name, Comparator? comparator, CrmField field, JsonElement? value, IReadOnlyList<string> values) : Criteria
{
    public override bool Matches(Func<string, string?> valueOf) =>
        comparator is not null && comparator.Matches(field.DataType, valueOf(field.ApiName), values);

    public override void WriteTo(Utf8JsonWriter json, int version)
    {
        json.WriteStartObject();
        json.WriteString("comparator"u8, name);
        json.WriteField("field"u8, field);
        if (version >= 8)
        {
            json.WriteString("type"u8, "value"u8);
        }

        if (value is { } sent)
        {
            json.WritePropertyName("value"u8);
            sent.WriteTo(json);
        }

        json.WriteEndObject();
    }
}
