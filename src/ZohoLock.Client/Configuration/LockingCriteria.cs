using System.Text.Json;
using ZohoLock.Configuration;

namespace ZohoLock;

/// <summary>
/// Which records a rule locks: one comparison, or a group of criteria, to any depth (protocol section 2.2). As text it reads
/// <c>(Stage = 'Closed Won' and Amount > 10000) or Probability = 100</c>.
/// </summary>
public abstract record LockingCriteria
{
    internal const int MaxDepth = 200;

    /// <summary>Of criteria in JSON, with what is around them.</summary>
    internal const int MaxJsonDepth = (2 * MaxDepth) + 20;

    private protected LockingCriteria()
    {
    }

    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>How many groups are within each other at most.</summary>
    internal int Depth => this is LockingCriteriaGroup group ? 1 + group.Criteria.Select(part => part.Depth).DefaultIfEmpty().Max() : 0;

    /// <summary>Reads criteria as text.</summary>
    /// <remarks>
    /// Comparisons are <c>Field operator value</c>. Operators: =, !=, &lt;&gt;, >, >=, &lt;, &lt;=, or Zoho's own words, such as contains, starts_with,
    /// <c>in ('a', 'b')</c>, <c>between 1 and 5</c>. Values: text in single quotes ('' for a quote in it), numbers, true, false, null, ISO dates with or
    /// without quotes. <c>and</c> binds tighter than <c>or</c>; parentheses group.
    /// </remarks>
    /// <exception cref="ZohoException">It can't be read: code <c>InvalidCriteria</c>, with the column in the message.</exception>
    public static LockingCriteria Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new CriteriaParser(text).Parse();
    }

    /// <summary>Reads criteria as Zoho has them in JSON.</summary>
    /// <exception cref="ZohoException">They are no criteria: code <c>InvalidCriteria</c>.</exception>
    public static LockingCriteria FromJson(string json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, ConfigurationJson.Default.CriteriaRow)?.ToCriteria() is { } criteria)
            {
                return criteria;
            }
        }
        catch (JsonException broken)
        {
            throw new ZohoException(NotCriteria(broken.Message), broken);
        }

        throw new ZohoException(NotCriteria("neither a comparison nor a group"));
    }

    /// <summary>The criteria as Zoho is sent them in JSON: numbers and booleans are strings there (protocol section 13), which mean the same.</summary>
    public string ToJson() => JsonSerializer.Serialize(CriteriaRow.Of(this), ConfigurationJson.Default.CriteriaRow);

    /// <summary>Whether the same records fit, as far as that is sure: 10 is '10', and groups within groups of their kind make no difference.</summary>
    public bool MeansSameAs(LockingCriteria? other) => other is not null && CriteriaComparison.IsSame(this, other);

    /// <summary>The criteria as text that <see cref="Parse"/> reads, in as few parentheses as they need.</summary>
    public string ToText() => CriteriaText.Print(this);

    /// <summary>The criteria as <see cref="ToText"/> has them, in one line that is safe to show.</summary>
    public sealed override string ToString() => DisplayText.Line(ToText());

    /// <summary>With fields by their API names alone, where they have them.</summary>
    internal LockingCriteria WithoutFieldIds() => this switch
    {
        LockingComparison comparison => comparison with { Field = comparison.Field.WithoutId() },
        LockingCriteriaGroup group => group with { Criteria = [.. group.Criteria.Select(part => part.WithoutFieldIds())] },
        _ => this,
    };

    private static ZohoError NotCriteria(string why) => ZohoError.Input(
        "InvalidCriteria",
        $"the JSON is no criteria: {why}",
        """Give {"comparator":"equal","field":{"api_name":"Stage"},"value":"Closed Won"} or {"group_operator":"AND","group":[...]}.""");
}
