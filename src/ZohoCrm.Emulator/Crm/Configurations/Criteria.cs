using System.Text.Json;
using ZohoCrm.Emulator.Crm.Fields;

namespace ZohoCrm.Emulator.Crm.Configurations;

/// <summary>The criteria of a rule (protocol 2.2).</summary>
internal abstract record Criteria
{
    /// <summary>Whether a record matches; <paramref name="valueOf"/> returns its value of a field.</summary>
    public abstract bool Matches(Func<string, string?> valueOf);
}

/// <summary>Criteria joined by AND or OR.</summary>
internal sealed record CriteriaGroup(bool IsAnd, IReadOnlyList<Criteria> Members) : Criteria
{
    public override bool Matches(Func<string, string?> valueOf) => IsAnd
        ? Members.All(criteria => criteria.Matches(valueOf))
        : Members.Any(criteria => criteria.Matches(valueOf));
}

/// <summary>The comparison of one field.</summary>
/// <param name="ComparatorName">The comparator's name.</param>
/// <param name="Comparator">The comparator; null if it is unknown, so that no record matches.</param>
/// <param name="Field">The field.</param>
/// <param name="SentValue">The value as it was sent, to be returned unchanged; null if none was sent.</param>
/// <param name="Values">The values to compare with.</param>
internal sealed record FieldCriteria(
    string ComparatorName, Comparator? Comparator, CrmField Field, JsonElement? SentValue, IReadOnlyList<string> Values) : Criteria
{
    public override bool Matches(Func<string, string?> valueOf) =>
        Comparator is not null && Comparator.Matches(Field.DataType, valueOf(Field.ApiName), Values);
}
