using System.Globalization;
using System.Text.Json;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Input;

namespace ZohoLock.Finding;

/// <summary>Checks one comparison of a condition for <see cref="ConditionResolver"/>.</summary>
/// <param name="fields">The module's fields.</param>
/// <param name="zone">The time zone of dates and times without an offset.</param>
/// <param name="text">The text of the whole condition.</param>
/// <param name="position">Where the comparison is in the text.</param>
internal sealed class ComparisonResolver(ModuleFields fields, TimeZoneInfo zone, string text, CriterionPosition position)
{
    private static readonly string[] TimeFormats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    private int _valuesRead;

    /// <inheritdoc cref="ConditionResolver.Resolve"/>
    public LockingComparison Resolve(LockingComparison comparison)
    {
        var (name, field) = FindField(comparison.Field);
        var kind = FieldKinds.Of(name, field);
        var comparator = QueryComparators.Find(comparison.Comparator)
            ?? throw Invalid(
                position.Comparator,
                "InvalidComparator",
                $"queries have no comparator {QuotedText.From(comparison.Comparator)}{NearestName.Suggest(comparison.Comparator, QueryComparators.All)}");
        if (!QueryComparators.Fits(comparator, kind))
        {
            throw Invalid(position.Comparator, "InvalidComparator", $"{name} can't be compared by {comparator}: it is {kind.DescribeField()}");
        }

        if (QueryComparators.WhatValuesMiss(comparator, comparison.Value) is { } missing)
        {
            throw Invalid(position.Comparator, "InvalidValue", $"{comparator} takes {missing}");
        }

        if (QueryComparators.IsPattern(comparator) && !QueryComparators.HasWildcards(comparator) && comparison.Value!.Text.Contains('%', StringComparison.Ordinal))
        {
            throw Invalid(position.Values[0], "InvalidValue", $"{comparator} takes a text without %, which stands for any text in queries; write the pattern with like");
        }

        // Patterns are parts of values.
        var asText = QueryComparators.IsPattern(comparator) && kind == FieldKind.PickList;
        return comparison with
        {
            Field = new FieldReference(name),
            Comparator = comparator,
            Value = comparison.Value is { } value ? Resolve(value, name, asText ? FieldKind.Text : kind, field) : null,
        };
    }

    private (string Name, ModuleField? Field) FindField(FieldReference reference)
    {
        if (reference.ApiName is not { } given)
        {
            return fields.FindById(reference.Id) is { ApiName: { } found } byId
                ? (found, byId)
                : throw Invalid(position.Field, ModuleFields.UnknownCode, $"{fields.Module} has no field with the id {reference.Id}");
        }

        // Account_Name.Industry is a field of the record that Account_Name refers to, whose module isn't known here.
        var own = ModuleFields.OwnPart(given);
        var name = fields.FindName(own) ?? throw Invalid(position.Field, ModuleFields.UnknownCode, fields.DescribeUnknown(own));
        return own.Length < given.Length ? (name + given[own.Length..], null) : (name, fields.Find(name));
    }

    private CriterionValue Resolve(CriterionValue value, string name, FieldKind kind, ModuleField? field)
    {
        if (value.Kind == CriterionValueKind.List)
        {
            return CriterionValue.FromList([.. value.Items.Select(item => Resolve(item, name, kind, field))]);
        }

        var at = position.Values[_valuesRead++];
        return value.Kind switch
        {
            CriterionValueKind.Null => value,
            CriterionValueKind.Json => kind is FieldKind.Id or FieldKind.Any ? ReadId(value) : null,
            _ => Convert(value, kind, field),
        }
        ?? throw Invalid(at, "InvalidValue", Describe(value, name, kind, field));
    }

    // Null for a value that isn't of the field's kind.
    private CriterionValue? Convert(CriterionValue value, FieldKind kind, ModuleField? field) => kind switch
    {
        FieldKind.Any => value,
        FieldKind.Number => decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? CriterionValue.From(number) : null,
        FieldKind.Boolean => bool.TryParse(value.Text, out var truth) ? CriterionValue.From(truth) : null,
        FieldKind.Date => DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? value : null,
        FieldKind.Time => ReadTime(value.Text),
        FieldKind.Id => Identifier.IsValid(value.Text) ? CriterionValue.FromText(value.Text) : null,
        FieldKind.PickList => FindPickListValue(value.Text, field!.PickListValues) is { } known ? CriterionValue.FromText(known) : null,
        _ => CriterionValue.FromText(value.Text),
    };

    // Rules have users and records as objects with their id.
    private static CriterionValue? ReadId(CriterionValue value)
    {
        using var reference = JsonDocument.Parse(value.Text, new JsonDocumentOptions { MaxDepth = LockingCriteria.MaxJsonDepth });
        return reference.RootElement.TryGetProperty("id", out var id) && id.GetRawText().Trim('"') is var text && Identifier.IsValid(text)
            ? CriterionValue.FromText(text)
            : null;
    }

    // A day begins, and a time without an offset is, where the user is.
    private CriterionValue? ReadTime(string text) =>
        DateTime.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? CriterionValue.From(time.Kind == DateTimeKind.Unspecified
                ? new DateTimeOffset(time, zone.GetUtcOffset(time))
                : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture))
            : null;

    private static string? FindPickListValue(string text, IReadOnlyList<PickListValue> values)
    {
        var found = Find(value => value.ActualValue, StringComparison.Ordinal)
            ?? Find(value => value.DisplayValue, StringComparison.Ordinal)
            ?? Find(value => value.ActualValue, StringComparison.OrdinalIgnoreCase)
            ?? Find(value => value.DisplayValue, StringComparison.OrdinalIgnoreCase);
        return values is [] ? text : found?.ActualValue;

        PickListValue? Find(Func<PickListValue, string> nameOf, StringComparison how) => values.FirstOrDefault(value => nameOf(value).Equals(text, how));
    }

    private static string Describe(CriterionValue value, string name, FieldKind kind, ModuleField? field)
    {
        var given = value.Kind == CriterionValueKind.Text ? QuotedText.From(value.Text) : value.Text;
        return kind == FieldKind.PickList
            ? $"{name} has no value {given}{NearestName.Suggest(value.Text, field!.PickListValues.Select(known => known.DisplayValue))}"
            : $"{name} is compared with {kind.DescribeValue()}, not with {given}";
    }

    private ZohoException Invalid(int at, string code, string message) => CriteriaErrors.Invalid(text, at, code, message);
}
