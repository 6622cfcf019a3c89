using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Finding;

/// <summary>
/// Checks a condition against the fields of a module before it is sent: each field exists, each value is of its kind, and a value of a
/// picklist is one of its values. Zoho's own errors say neither where in the condition nor what was meant.
/// </summary>
/// <param name="fields">The module's fields.</param>
/// <param name="zone">The time zone of dates and times without an offset.</param>
internal sealed class ConditionResolver(ModuleFields fields, TimeZoneInfo zone)
{
    /// <summary>The condition with the fields' API names and with values as queries have them.</summary>
    /// <exception cref="ZohoException">
    /// A field doesn't exist (code <c>UnknownField</c>), can't be compared like that (<c>InvalidComparator</c>), or a value is wrong
    /// (<c>InvalidValue</c>); the message has the column.
    /// </exception>
    public LockingCriteria Resolve(ParsedCriteria condition)
    {
        var next = 0;
        return Walk(condition.Criteria);

        LockingCriteria Walk(LockingCriteria criteria) => criteria switch
        {
            LockingComparison comparison => new ComparisonResolver(fields, zone, condition.Text, condition.Positions[next++]).Resolve(comparison),
            LockingCriteriaGroup group => group with { Criteria = [.. group.Criteria.Select(Walk)] },
            _ => criteria,
        };
    }
}
