using System.Text;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>Splits a query into tokens.</summary>
internal sealed class CoqlLexer(string query, CoqlQuotes quotes)
{
    private static readonly string[] Symbols = ["!=", ">=", "<=", "=", ">", "<", "(", ")", ",", "#"];

    private int _position;
    private int _line = 1;
    private int _lineStart;

    private char Current => Peek(0);

    /// <summary>Reads all tokens; the last is <see cref="CoqlTokenKind.End"/>.</summary>
    /// <exception cref="CoqlException">The query has a character or a text that can't be read.</exception>
    public static IReadOnlyList<CoqlToken> Read(string query, CoqlQuotes quotes)
    {
        var lexer = new CoqlLexer(query, quotes);
        var tokens = new List<CoqlToken>();
        do
        {
            tokens.Add(lexer.Next());
        }
        while (tokens[^1].Kind != CoqlTokenKind.End);
        return tokens;
    }

    private CoqlToken Next()
    {
        SkipSpace();
        var start = Here(CoqlTokenKind.End, "");
        if (_position == query.Length)
        {
            return start;
        }

        if (Current is '\'' or '"')
        {
            return start with { Kind = CoqlTokenKind.Text, Text = ReadText(start) };
        }

        if (IsWord(Current) && !char.IsAsciiDigit(Current))
        {
            return start with { Kind = CoqlTokenKind.Word, Text = ReadWhile(character => IsWord(character) || character == '.') };
        }

        if (char.IsAsciiDigit(Current) || (Current == '-' && char.IsAsciiDigit(Peek(1))))
        {
            return start with { Kind = CoqlTokenKind.Number, Text = ReadNumber() };
        }

        var symbol = Array.Find(Symbols, text => string.CompareOrdinal(query, _position, text, 0, text.Length) == 0)
            ?? throw CoqlException.NotParsed(start, Current.ToString());
        _position += symbol.Length;
        return start with { Kind = CoqlTokenKind.Symbol, Text = symbol };
    }

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || character is '_' or '$';

    private CoqlToken Here(CoqlTokenKind kind, string text) => new(kind, text, _line, _position - _lineStart + 1);

    private char Peek(int ahead) => _position + ahead < query.Length ? query[_position + ahead] : '\0';

    private void SkipSpace()
    {
        while (_position < query.Length && char.IsWhiteSpace(query[_position]))
        {
            if (query[_position++] == '\n')
            {
                _line++;
                _lineStart = _position;
            }
        }
    }

    private string ReadWhile(Func<char, bool> belongs)
    {
        var start = _position;
        while (_position < query.Length && belongs(query[_position]))
        {
            _position++;
        }

        return query[start.._position];
    }

    private string ReadNumber()
    {
        var start = _position++;
        ReadWhile(char.IsAsciiDigit);
        if (Current == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _position++;
            ReadWhile(char.IsAsciiDigit);
        }

        return query[start.._position];
    }

    /// <summary>Reads a text in quotes. Sources disagree on how a quote inside it is written (Contradictions.CoqlQuotes).</summary>
    private string ReadText(CoqlToken start)
    {
        var quote = query[_position++];
        var text = new StringBuilder();
        while (_position < query.Length)
        {
            var character = query[_position++];
            if (character == '\\' && quotes != CoqlQuotes.Doubled && Current is ('\\' or '\'' or '"'))
            {
                character = query[_position++];
            }
            else if (character == quote)
            {
                if (quotes == CoqlQuotes.Backslash || Current != quote)
                {
                    return text.ToString();
                }

                _position++;
            }

            text.Append(character);
        }

        throw CoqlException.NotParsed(start, query[(_lineStart + start.Column - 1)..]);
    }
}
