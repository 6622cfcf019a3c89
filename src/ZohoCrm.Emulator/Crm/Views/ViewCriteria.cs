using System.Text.Json;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Coql;

namespace ZohoCrm.Emulator.Crm.Views;

/// <summary>Turns a condition in COQL into the criteria of a view, as the API shows them (protocol 2.2 and 9.1).</summary>
internal static class ViewCriteria
{
    private const string Empty = "${EMPTY}";
    private const string NotEmpty = "${NOTEMPTY}";

    /// <summary>Converts a condition.</summary>
    /// <exception cref="CoqlException">It names a field that the module does not have.</exception>
    public static Criteria Convert(CoqlCondition condition, CrmModule module) => condition is CoqlPair pair
        ? new CriteriaGroup(pair.IsAnd, [Convert(pair.Left, module), Convert(pair.Right, module)])
        : Convert((CoqlComparison)condition, module);

    /// <summary>A field that has a boolean value.</summary>
    public static FieldCriteria IsBoolean(CrmModule module, string field, bool value) => new(
        "equal",
        Comparator.Find("equal"),
        module.FindField(field)!,
        JsonSerializer.SerializeToElement(value),
        [value ? "true" : "false"]);

    private static FieldCriteria Convert(CoqlComparison comparison, CrmModule module)
    {
        var field = module.FindField(comparison.Path) ?? throw CoqlException.UnknownColumn(comparison.Path);
        if (comparison.Operator is "is null" or "is not null")
        {
            // Emptiness is a value in the criteria of views, and a comparator inside.
            var isEmpty = comparison.Operator == "is null";
            return new(
                "equal",
                Comparator.Find(isEmpty ? "is_empty" : "is_not_empty"),
                field,
                JsonSerializer.SerializeToElement(isEmpty ? Empty : NotEmpty),
                []);
        }

        if (field.DataType == "boolean")
        {
            return IsBoolean(module, field.ApiName, comparison.Values[0].Text == "true");
        }

        var isPattern = comparison.Operator.EndsWith("like", StringComparison.Ordinal);
        string[] values = [.. comparison.Values.Select(value => isPattern ? value.Text.Trim('%') : value.Text)];
        var sent = values is [var single] && comparison.Operator is not ("in" or "not in")
            ? JsonSerializer.SerializeToElement(single)
            : JsonSerializer.SerializeToElement(values);
        var comparator = GetComparator(comparison);
        return new(comparator, Comparator.Find(comparator), field, sent, values);
    }

    private static string GetComparator(CoqlComparison comparison) => comparison.Operator switch
    {
        "=" => "equal",
        "!=" => "not_equal",
        ">" => "greater_than",
        ">=" => "greater_equal",
        "<" => "less_than",
        "<=" => "less_equal",
        "like" => comparison.Values[0].Text switch
        {
            ['%', .., '%'] => "contains",
            ['%', ..] => "ends_with",
            [.., '%'] => "starts_with",
            _ => "equal",
        },
        "not like" => "not_contains",
        var other => other.Replace(' ', '_'),
    };
}
