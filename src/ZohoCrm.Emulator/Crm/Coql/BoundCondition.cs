using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>A condition whose fields, operators and values are checked.</summary>
internal abstract record BoundCondition
{
    public abstract bool Matches(CrmRecord record);
}

internal sealed record BoundPair(bool IsAnd, BoundCondition Left, BoundCondition Right) : BoundCondition
{
    public override bool Matches(CrmRecord record) => IsAnd
        ? Left.Matches(record) && Right.Matches(record)
        : Left.Matches(record) || Right.Matches(record);
}

/// <summary>A comparison.</summary>
/// <param name="Field">The field.</param>
/// <param name="Operator">The operator without <c>not</c>; <c>!=</c> is <c>=</c> too.</param>
/// <param name="IsNegated">Whether the opposite is asked for.</param>
/// <param name="Values">The values, read as those of the field are.</param>
/// <param name="NegationsMatchEmpty">Whether a negated comparison matches an empty field.</param>
internal sealed record BoundComparison(
    BoundField Field, string Operator, bool IsNegated, IReadOnlyList<object> Values, bool NegationsMatchEmpty) : BoundCondition
{
    public override bool Matches(CrmRecord record)
    {
        var value = Field.Read(record);
        if (Operator == "is null")
        {
            return value is null != IsNegated;
        }

        return value is null ? IsNegated && NegationsMatchEmpty : Holds(value) != IsNegated;
    }

    private bool Holds(object value) => Operator switch
    {
        "=" => Compare(value, 0) == 0,
        ">" => Compare(value, 0) > 0,
        ">=" => Compare(value, 0) >= 0,
        "<" => Compare(value, 0) < 0,
        "<=" => Compare(value, 0) <= 0,
        "between" => Compare(value, 0) >= 0 && Compare(value, 1) <= 0,
        "in" => IsAny(value),
        _ => IsLike((string)value, (string)Values[0]),
    };

    private int Compare(object value, int index) => Field.Kind.Compare(value, Values[index]);

    private bool IsAny(object value)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (Compare(value, i) == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Compares with a pattern, in which <c>%</c> stands for any text at its begin and its end (protocol 9).</summary>
    private static bool IsLike(string value, string pattern)
    {
        var isOpenLeft = pattern.StartsWith('%');
        var isOpenRight = pattern.Length > 1 && pattern.EndsWith('%');
        var inner = pattern.AsSpan(isOpenLeft ? 1 : 0);
        inner = inner[..^(isOpenRight ? 1 : 0)];
        return (isOpenLeft, isOpenRight) switch
        {
            (true, true) => value.AsSpan().Contains(inner, StringComparison.OrdinalIgnoreCase),
            (true, false) => value.AsSpan().EndsWith(inner, StringComparison.OrdinalIgnoreCase),
            (false, true) => value.AsSpan().StartsWith(inner, StringComparison.OrdinalIgnoreCase),
            _ => value.AsSpan().Equals(inner, StringComparison.OrdinalIgnoreCase),
        };
    }
}

/// <summary>Checks conditions (protocol 9 and 9.1).</summary>
internal sealed class ConditionBinder(FieldBinder fields, EmulatorSettings settings)
{
    private int _criteria;

    /// <summary>Checks a condition.</summary>
    /// <exception cref="CoqlException">A field, an operator or a value is invalid, or a limit is exceeded.</exception>
    public BoundCondition Bind(CoqlCondition condition) => condition is CoqlPair pair
        ? new BoundPair(pair.IsAnd, Bind(pair.Left), Bind(pair.Right))
        : Bind((CoqlComparison)condition);

    private BoundComparison Bind(CoqlComparison comparison)
    {
        if (++_criteria > settings.Coql.Criteria)
        {
            throw CoqlException.Exceeded("criteria", settings.Coql.Criteria);
        }

        var field = fields.Bind(comparison.Path);
        if (field.Kind == CoqlKind.LongText || (field.Field.ApiName == "Locked__s" && !settings.Unknowns.LockedFieldInCoql))
        {
            throw CoqlException.UnsupportedInCriteria(comparison);
        }

        if (!field.Kind.Supports(comparison.Operator) || IsHalfOpen(comparison))
        {
            throw CoqlException.InvalidOperator(comparison);
        }

        if (comparison.Operator.EndsWith("in", StringComparison.Ordinal) && comparison.Values.Count > settings.Coql.InValues)
        {
            throw CoqlException.Exceeded("in", settings.Coql.InValues);
        }

        object[] values =
            [.. comparison.Values.Select(value => field.Kind.Read(value) ?? throw CoqlException.InvalidValue(comparison.Path))];
        var (operation, isNegated) = comparison.Operator switch
        {
            "!=" => ("=", true),
            "is not null" => ("is null", true),
            ['n', 'o', 't', ' ', .. var other] => (other, true),
            var other => (other, false),
        };
        return new(field, operation, isNegated, values, settings.Unknowns.CoqlNegationsMatchEmpty);
    }

    /// <summary><c>not like</c> is for <c>'%text%'</c> only (protocol 9).</summary>
    private static bool IsHalfOpen(CoqlComparison comparison) =>
        comparison.Operator == "not like" && comparison.Values[0].Text is not ['%', .., '%'];
}
