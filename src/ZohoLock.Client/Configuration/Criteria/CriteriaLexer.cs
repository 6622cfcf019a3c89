using System.Text.RegularExpressions;

namespace ZohoLock.Configuration.Criteria;

/// <summary>Splits criteria text into tokens.</summary>
internal sealed partial class CriteriaLexer(string text)
{
    private int _at;

    public CriteriaToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }

        var start = _at;
        if (start == text.Length)
        {
            return new(CriteriaTokenKind.End, string.Empty, start, start);
        }

        return text[start] switch
        {
            '(' => Take(CriteriaTokenKind.Open, 1),
            ')' => Take(CriteriaTokenKind.Close, 1),
            ',' => Take(CriteriaTokenKind.Comma, 1),
            '\'' => TakeQuoted(CriteriaTokenKind.Text, "the closing quote of a text"),
            '"' => TakeQuoted(CriteriaTokenKind.QuotedName, "the closing quote of a name"),
            '{' => TakeJson(),
            '#' when Match(FieldId()) is { } id => Take(CriteriaTokenKind.FieldId, id.Length) with { Text = id[1..] },
            _ when Match(CriteriaText.Word()) is { } word => Take(CriteriaTokenKind.Word, word.Length),
            _ when Match(Sign()) is { } sign => Take(CriteriaComparators.IsSign(sign) ? CriteriaTokenKind.Sign : CriteriaTokenKind.Unknown, sign.Length),
            _ when Match(Plain()) is { } plain => Take(GetKind(plain), plain.Length),
            _ => Take(CriteriaTokenKind.Unknown, char.IsSurrogatePair(text, start) ? 2 : 1),
        };
    }

    // A date needs no quotes, because nothing else starts with a year.
    private static CriteriaTokenKind GetKind(string plain) =>
        CriteriaText.Number().IsMatch(plain) ? CriteriaTokenKind.Number
        : Date().IsMatch(plain) ? CriteriaTokenKind.Text
        : CriteriaTokenKind.Unknown;

    private string? Match(Regex pattern) => pattern.Match(text, _at) is { Success: true } match && match.Index == _at ? match.Value : null;

    private CriteriaToken Take(CriteriaTokenKind kind, int length)
    {
        var start = _at;
        _at += length;
        return new(kind, text[start.._at], start, _at);
    }

    private CriteriaToken TakeQuoted(CriteriaTokenKind kind, string closing)
    {
        var quote = text[_at];
        for (var end = _at + 1; end < text.Length; end++)
        {
            if (text[end] != quote)
            {
                continue;
            }

            if (end + 1 < text.Length && text[end + 1] == quote)
            {
                end++;
                continue;
            }

            var token = Take(kind, end + 1 - _at);
            return token with { Text = token.Text[1..^1].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal) };
        }

        throw CriteriaErrors.Expected(text, text.Length, closing, "the end", $" (it begins in column {_at + 1})");
    }

    private CriteriaToken TakeJson()
    {
        var depth = 0;
        var isInText = false;
        for (var end = _at; end < text.Length; end++)
        {
            switch (text[end])
            {
                case '\\' when isInText:
                    end++;
                    break;
                case '"':
                    isInText = !isInText;
                    break;
                case '{' when !isInText:
                    depth++;
                    break;
                case '}' when !isInText && --depth == 0:
                    return Take(CriteriaTokenKind.Json, end + 1 - _at);
                default:
                    break;
            }
        }

        throw CriteriaErrors.Expected(text, text.Length, "the closing brace of a JSON object", "the end", $" (it begins in column {_at + 1})");
    }

    [GeneratedRegex(@"\G#[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex FieldId();

    [GeneratedRegex(@"\G[=<>!]+", RegexOptions.CultureInvariant)]
    private static partial Regex Sign();

    [GeneratedRegex(@"\G[-+.0-9][-+.:_\p{L}\p{Nd}]*", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[-+][0-9]{2}:?[0-9]{2})?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Date();
}

/// <summary>A token of criteria text.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">The text, without the quotes of a quoted one.</param>
/// <param name="Start">The index of its first character.</param>
/// <param name="End">The index after its last character.</param>
internal readonly record struct CriteriaToken(CriteriaTokenKind Kind, string Text, int Start, int End)
{
    public bool IsWord(string word) => Kind == CriteriaTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsLogicalOperator => IsWord("and") || IsWord("or");
}

/// <summary>The kind of a <see cref="CriteriaToken"/>.</summary>
internal enum CriteriaTokenKind
{
    Word,
    QuotedName,
    FieldId,
    Sign,
    Text,
    Number,
    Json,
    Open,
    Close,
    Comma,
    Unknown,
    End,
}
