using System.Text.Json;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>Criteria joined by AND or OR (protocol 2.2).</summary>
internal sealed class CriteriaGroup(bool isAnd, IReadOnlyList<Criteria> group) : Criteria
{
    public override bool Matches(Func<string, string?> valueOf) => isAnd
        ? group.All(criteria => criteria.Matches(valueOf))
        : group.Any(criteria => criteria.Matches(valueOf));

    public override void WriteTo(Utf8JsonWriter json, int version)
    {
        json.WriteStartObject();
        json.WriteString("group_operator"u8, isAnd ? "AND"u8 : "OR"u8);
        json.WriteStartArray("group"u8);
        foreach (var criteria in group)
        {
            criteria.WriteTo(json, version);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
