using System.Text.Json;
using ZohoLock.Input;

namespace ZohoLock.Configuration.Criteria;

/// <summary>Parses criteria text.</summary>
public sealed class CriteriaParser
{
    private const string Value = "a value (a text in single quotes, a number, a date, true, false, null, or a list in parentheses)";
    private const string Signs = "=, !=, >, >=, <, <=";

    private readonly string _text;
    private readonly CriteriaLexer _lexer;
    private readonly List<CriterionPosition> _positions = [];
    private readonly List<int> _values = [];
    private CriteriaToken _token;
    private int _depth;

    private CriteriaParser(string text)
    {
        if (ControlCharacter.IndexIn(text) is var control and >= 0)
        {
            throw CriteriaErrors.Expected(text, control, "no control character", ControlCharacter.NameAt(text, control));
        }

        _text = text;
        _lexer = new(text);
        _token = _lexer.Next();
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
        return _token.Kind == CriteriaTokenKind.End ? new(_text, criteria, _positions) : throw Expected("and, or, or the end");
    }

    private static LockingCriteria Join(GroupOperator how, List<LockingCriteria> parts) => parts is [var only]
        ? only
        : new LockingCriteriaGroup(
            how, [.. parts.SelectMany(part => part is LockingCriteriaGroup group && group.Operator == how ? group.Criteria : [part])]);

    private LockingCriteria ReadOr()
    {
        List<LockingCriteria> parts = [ReadAnd()];
        while (_token.IsWord("or"))
        {
            Take();
            parts.Add(ReadAnd());
        }

        return Join(GroupOperator.Or, parts);
    }

    private LockingCriteria ReadAnd()
    {
        List<LockingCriteria> parts = [ReadPart()];
        while (_token.IsWord("and"))
        {
            Take();
            parts.Add(ReadPart());
        }

        return Join(GroupOperator.And, parts);
    }

    private LockingCriteria ReadPart()
    {
        if (_token.Kind != CriteriaTokenKind.Open)
        {
            return ReadComparison();
        }

        Enter();
        var inner = ReadOr();
        Leave("and, or, or ')'");
        return inner;
    }

    private LockingComparison ReadComparison()
    {
        var fieldAt = _token.Start;
        var field = ReadField();
        var comparatorAt = _token.Start;
        _values.Clear();
        var comparison = ReadComparison(field);
        _positions.Add(new(fieldAt, comparatorAt, [.. _values]));
        return comparison;
    }

    private LockingComparison ReadComparison(FieldReference field)
    {
        var isQuoted = _token.Kind == CriteriaTokenKind.QuotedName;
        var isSign = _token.Kind == CriteriaTokenKind.Sign;
        if (!isQuoted && !isSign && (_token.Kind != CriteriaTokenKind.Word || _token.IsLogicalOperator))
        {
            throw Expected($"an operator ({Signs}) or a comparator such as contains");
        }

        var comparator = isQuoted ? Take().Text : ReadComparator();
        if (!isSign && (_token.IsLogicalOperator || _token.Kind is CriteriaTokenKind.Close or CriteriaTokenKind.End))
        {
            return new(field, comparator, null);
        }

        var value = ReadValue();
        if (isQuoted || !CriteriaComparators.IsRange(comparator) || value.Kind == CriterionValueKind.List)
        {
            return new(field, comparator, value);
        }

        if (!_token.IsWord("and"))
        {
            throw Expected($"and, with the second value of {comparator}");
        }

        Take();
        return new(field, comparator, CriterionValue.FromList([value, ReadValue()]));
    }

    private FieldReference ReadField() => _token switch
    {
        { Kind: CriteriaTokenKind.Word, IsLogicalOperator: false } or { Kind: CriteriaTokenKind.QuotedName } => new(Take().Text),
        { Kind: CriteriaTokenKind.FieldId } => new(null, Take().Text),
        _ => throw Expected("the API name of a field, or '('"),
    };

    // The comparators of two or three words are those of SQL.
    private string ReadComparator()
    {
        var word = Take();
        if (word.IsWord("is"))
        {
            var isNot = TakeWord("not");
            return TakeWord("null") || TakeWord("empty") ? CriteriaComparators.Empty(isNot) : throw Expected(isNot ? "null" : "null or not null");
        }

        if (!word.IsWord("not"))
        {
            return CriteriaComparators.Normalize(word.Text);
        }

        return _token.Kind == CriteriaTokenKind.Word && !_token.IsLogicalOperator
            ? CriteriaComparators.Normalize($"not_{Take().Text}")
            : throw Expected("in, like or between");
    }

    private bool TakeWord(string word)
    {
        if (!_token.IsWord(word))
        {
            return false;
        }

        Take();
        return true;
    }

    private CriterionValue ReadValue()
    {
        if (_token.Kind != CriteriaTokenKind.Open)
        {
            _values.Add(_token.Start);
        }

        switch (_token.Kind)
        {
            case CriteriaTokenKind.Text:
                return CriterionValue.FromText(Take().Text);
            case CriteriaTokenKind.Number:
                return CriterionValue.FromDigits(Take().Text);
            case CriteriaTokenKind.Json:
                return ReadJson();
            case CriteriaTokenKind.Open:
                return ReadList();
            case CriteriaTokenKind.Word when _token.IsWord("true"):
                Take();
                return CriterionValue.True;
            case CriteriaTokenKind.Word when _token.IsWord("false"):
                Take();
                return CriterionValue.False;
            case CriteriaTokenKind.Word when _token.IsWord("null"):
                Take();
                return CriterionValue.Null;
            default:
                throw Expected(Value);
        }
    }

    private CriterionValue ReadList()
    {
        Enter();
        List<CriterionValue> items = [];
        while (_token.Kind != CriteriaTokenKind.Close || items.Count > 0)
        {
            items.Add(ReadValue());
            if (_token.Kind != CriteriaTokenKind.Comma)
            {
                break;
            }

            Take();
        }

        Leave("',' or ')'");
        return CriterionValue.FromList(items);
    }

    private CriterionValue ReadJson()
    {
        var json = Take();
        try
        {
            using var document = JsonDocument.Parse(json.Text);
            return CriterionValue.FromJson(document.RootElement);
        }
        catch (JsonException)
        {
            throw CriteriaErrors.Expected(_text, json.Start, "a JSON object", json.Text);
        }
    }

    private void Enter()
    {
        if (++_depth > LockingCriteria.MaxDepth)
        {
            throw CriteriaErrors.TooDeep(_text, _token.Start);
        }

        Take();
    }

    private void Leave(string expected)
    {
        if (_token.Kind != CriteriaTokenKind.Close)
        {
            throw Expected(expected);
        }

        _depth--;
        Take();
    }

    private CriteriaToken Take()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }

    private ZohoException Expected(string what) => CriteriaErrors.Expected(
        _text, _token.Start, what, _token.Kind == CriteriaTokenKind.End ? "the end" : _text[_token.Start.._token.End]);
}
