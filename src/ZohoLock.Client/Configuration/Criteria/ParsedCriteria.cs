namespace ZohoLock.Configuration.Criteria;

/// <summary>Criteria with the text that they were read from, so that an error can say where in the text it is.</summary>
public sealed class ParsedCriteria
{
    internal ParsedCriteria(string text, LockingCriteria criteria, IReadOnlyList<CriterionPosition> positions) =>
        (Text, Criteria, Positions) = (text, criteria, positions);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The criteria.</summary>
    public LockingCriteria Criteria { get; }

    /// <summary>Where each comparison is, in the order of the text, which is that of the criteria too.</summary>
    internal IReadOnlyList<CriterionPosition> Positions { get; }

    /// <summary>Parses criteria; see <see cref="CriteriaParser.Parse"/> for their grammar.</summary>
    /// <exception cref="ZohoException">The text has a syntax error: code <c>InvalidCriteria</c>, with the column in the message.</exception>
    public static ParsedCriteria Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CriteriaParser.ParseWithPositions(text);
    }

    /// <summary>Criteria that were made without a text: theirs is the one that they are printed as.</summary>
    public static ParsedCriteria From(LockingCriteria criteria)
    {
        ArgumentNullException.ThrowIfNull(criteria);
        return Parse(criteria.ToText());
    }

    /// <inheritdoc/>
    public override string ToString() => Criteria.ToString();
}

/// <summary>Where the parts of a comparison begin in the text.</summary>
/// <param name="Field">The index of the field.</param>
/// <param name="Comparator">The index of the comparator.</param>
/// <param name="Values">The indexes of the values; those of a list one by one.</param>
internal sealed record CriterionPosition(int Field, int Comparator, IReadOnlyList<int> Values);
