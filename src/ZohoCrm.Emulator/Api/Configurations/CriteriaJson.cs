using System.Text.Json;
using ZohoCrm.Emulator.Crm.Configurations;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Writes criteria (protocol 2.2).</summary>
internal static class CriteriaJson
{
    public static void Write(Utf8JsonWriter json, Criteria criteria, int version)
    {
        json.WriteStartObject();
        if (criteria is CriteriaGroup group)
        {
            json.WriteString("group_operator"u8, group.IsAnd ? "AND"u8 : "OR"u8);
            json.WriteStartArray("group"u8);
            foreach (var member in group.Members)
            {
                Write(json, member, version);
            }

            json.WriteEndArray();
        }
        else
        {
            WriteComparison(json, (FieldCriteria)criteria, version);
        }

        json.WriteEndObject();
    }

    /// <summary>Whether two criteria have the same JSON.</summary>
    public static bool AreEqual(Criteria left, Criteria right) => Serialize(left).AsSpan().SequenceEqual(Serialize(right));

    private static void WriteComparison(Utf8JsonWriter json, FieldCriteria criteria, int version)
    {
        json.WriteString("comparator"u8, criteria.ComparatorName);
        json.WritePropertyName("field"u8);
        json.WriteField(criteria.Field);
        if (version >= 8)
        {
            json.WriteString("type"u8, "value"u8);
        }

        if (criteria.SentValue is { } value)
        {
            json.WritePropertyName("value"u8);
            value.WriteTo(json);
        }
    }

    private static byte[] Serialize(Criteria criteria)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            Write(json, criteria, version: 7);
        }

        return text.ToArray();
    }
}
