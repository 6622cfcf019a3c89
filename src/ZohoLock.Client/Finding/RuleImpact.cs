using System.Globalization;
using ZohoLock.Input;

namespace ZohoLock.Finding;

/// <summary>How many existing records a rule fits.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Count">The number of records, those that are locked already among them; null if they can't be counted.</param>
/// <param name="Problem">Why they can't be counted; null if they can.</param>
public sealed record RuleImpact(LockingRule Rule, long? Count, ZohoError? Problem)
{
    /// <summary>
    /// What the rule would do: <c>rule 'Won deals' would lock 12 existing records</c>. Without <see cref="LockingRule.LockExistingRecords"/>,
    /// Zoho locks a record when it is next changed (protocol section 13).
    /// </summary>
    public override string ToString()
    {
        var name = $"rule {QuotedText.From(Rule.Name ?? Rule.Id ?? string.Empty)}";
        return DisplayText.Line(Count is not { } count
            ? $"{name}: the records that it fits can't be counted: {Problem?.Message}"
            : string.Create(CultureInfo.InvariantCulture, $"{name} would lock {count:N0} existing {(count == 1 ? "record" : "records")}{When(count)}"));
    }

    private string? When(long count) => Rule.LockExistingRecords || count == 0 ? null : count == 1 ? ", when it is next changed" : ", each when it is next changed";
}
