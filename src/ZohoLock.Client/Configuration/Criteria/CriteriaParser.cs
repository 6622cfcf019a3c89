namespace ZohoLock.Configuration.Criteria;

/// <summary>Parses criteria text.</summary>
public sealed class CriteriaParser
{
    private const string Signs = "=, !=, >, >=, <, <=";

    private readonly CriteriaTokenReader _tokens;
    private readonly CriteriaValueReader _values;
    private readonly List<CriterionPosition> _positions = [];

    private CriteriaParser(string text)
    {
        _tokens = new(text);
        _values = new(_tokens);
    }

    /// <summary>Parses criteria.</summary>
    /// <remarks>
    /// Comparisons are <c>Field operator value</c>. Operators: =, !=, &lt;&gt;, >, >=, &lt;, &lt;=, or Zoho's comparators, such as
    /// contains, starts_with, <c>in ('a', 'b')</c>, <c>between 1 and 5</c>; <c>not in</c>, <c>not like</c>, <c>not between</c>, <c>is null</c>
    /// and <c>is not null</c> are written as in SQL. Values: text in single quotes (doubled inside the text), numbers, true, false, null, ISO
    /// dates with or without quotes. <c>and</c> binds tighter than <c>or</c>; parentheses group.
    /// </remarks>
    /// <exception cref="ZohoException">
    /// The text has a syntax error: code <c>InvalidCriteria</c>, with the column in the message.
    /// </exception>
    public static LockingCriteria Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ParseWithPositions(text).Criteria;
    }

    /// <summary>Parses criteria, and says where in the text each comparison is.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    internal static ParsedCriteria ParseWithPositions(string text) => new CriteriaParser(text).Read();

    private ParsedCriteria Read()
    {
        var criteria = ReadOr();
        return _tokens.Current.Kind == CriteriaTokenKind.End ? new(_tokens.Text, criteria, _positions) : throw _tokens.Expected("and, or, or the end");
    }

    private static LockingCriteria Join(GroupOperator how, List<LockingCriteria> parts) => parts is [var only]
        ? only
        : new LockingCriteriaGroup(
            how, [.. parts.SelectMany(part => part is LockingCriteriaGroup group && group.Operator == how ? group.Criteria : [part])]);

    private LockingCriteria ReadOr()
    {
        List<LockingCriteria> parts = [ReadAnd()];
        while (_tokens.Current.IsWord("or"))
        {
            _tokens.Take();
            parts.Add(ReadAnd());
        }

        return Join(GroupOperator.Or, parts);
    }

    private LockingCriteria ReadAnd()
    {
        List<LockingCriteria> parts = [ReadPart()];
        while (_tokens.Current.IsWord("and"))
        {
            _tokens.Take();
            parts.Add(ReadPart());
        }

        return Join(GroupOperator.And, parts);
    }

    private LockingCriteria ReadPart()
    {
        if (_tokens.Current.Kind != CriteriaTokenKind.Open)
        {
            return ReadComparison();
        }

        _tokens.Enter();
        var inner = ReadOr();
        _tokens.Leave("and, or, or ')'");
        return inner;
    }

    private LockingComparison ReadComparison()
    {
        var fieldAt = _tokens.Current.Start;
        var field = ReadField();
        var comparatorAt = _tokens.Current.Start;
        var comparison = ReadComparison(field);
        _positions.Add(new(fieldAt, comparatorAt, _values.TakePositions()));
        return comparison;
    }

    private LockingComparison ReadComparison(FieldReference field)
    {
        var isQuoted = _tokens.Current.Kind == CriteriaTokenKind.QuotedName;
        var isSign = _tokens.Current.Kind == CriteriaTokenKind.Sign;
        if (!isQuoted && !isSign && (_tokens.Current.Kind != CriteriaTokenKind.Word || _tokens.Current.IsLogicalOperator))
        {
            throw _tokens.Expected($"an operator ({Signs}) or a comparator such as contains");
        }

        var comparator = isQuoted ? _tokens.Take().Text : ReadComparator();
        if (!isSign && (_tokens.Current.IsLogicalOperator || _tokens.Current.Kind is CriteriaTokenKind.Close or CriteriaTokenKind.End))
        {
            return new(field, comparator, null);
        }

        var value = _values.Read();
        if (isQuoted || !CriteriaComparators.IsRange(comparator) || value.Kind == CriterionValueKind.List)
        {
            return new(field, comparator, value);
        }

        if (!_tokens.Current.IsWord("and"))
        {
            throw _tokens.Expected($"and, with the second value of {comparator}");
        }

        _tokens.Take();
        return new(field, comparator, CriterionValue.FromList([value, _values.Read()]));
    }

    private FieldReference ReadField() => _tokens.Current switch
    {
        { Kind: CriteriaTokenKind.Word, IsLogicalOperator: false } or { Kind: CriteriaTokenKind.QuotedName } => new(_tokens.Take().Text),
        { Kind: CriteriaTokenKind.FieldId } => new(null, _tokens.Take().Text),
        _ => throw _tokens.Expected("the API name of a field, or '('"),
    };

    // The comparators of two or three words are those of SQL.
    private string ReadComparator()
    {
        var word = _tokens.Take();
        if (word.IsWord("is"))
        {
            var isNot = _tokens.TakeWord("not");
            return _tokens.TakeWord("null") || _tokens.TakeWord("empty") ? CriteriaComparators.Empty(isNot) : throw _tokens.Expected(isNot ? "null" : "null or not null");
        }

        if (!word.IsWord("not"))
        {
            return CriteriaComparators.Normalize(word.Text);
        }

        return _tokens.Current.Kind == CriteriaTokenKind.Word && !_tokens.Current.IsLogicalOperator
            ? CriteriaComparators.Normalize($"not_{_tokens.Take().Text}")
            : throw _tokens.Expected("in, like or between");
    }

}
