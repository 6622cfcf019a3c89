using System.Globalization;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>Parses queries and conditions (protocol 9 and 9.1).</summary>
internal sealed class CoqlParser
{
    private const int MaxDepth = 100;

    private readonly CoqlCursor _tokens;
    private int _depth;

    private CoqlParser(string text, CoqlQuotes quotes) => _tokens = new(CoqlLexer.Read(text, quotes));

    /// <summary>Parses a query.</summary>
    /// <exception cref="CoqlException">Its syntax is wrong.</exception>
    public static CoqlQuery Parse(string query, CoqlQuotes quotes) => new CoqlParser(query, quotes).ReadQuery();

    /// <summary>Parses a condition, as after <c>where</c>.</summary>
    /// <exception cref="CoqlException">Its syntax is wrong.</exception>
    public static CoqlCondition ParseCondition(string condition, CoqlQuotes quotes)
    {
        var parser = new CoqlParser(condition, quotes);
        var parsed = parser.ReadCondition();
        parser._tokens.ExpectEnd();
        return parsed;
    }

    private CoqlQuery ReadQuery()
    {
        if (!_tokens.Take("select"))
        {
            throw CoqlException.NotSelect();
        }

        var columns = _tokens.ReadList(ReadColumn);
        _tokens.TakeClause("from");
        var module = _tokens.ReadName();
        var view = _tokens.Take("#") ? _tokens.Read(CoqlTokenKind.Number) : null;
        _tokens.TakeClause("where");
        var where = ReadCondition();
        IReadOnlyList<string> groups = _tokens.Take("group", "by") ? _tokens.ReadList(_tokens.ReadName) : [];
        IReadOnlyList<CoqlOrder> orders = _tokens.Take("order", "by") ? _tokens.ReadList(ReadOrder) : [];
        var (limit, offset) = ReadLimit();
        _tokens.ExpectEnd();
        return new(columns, module, view, where, groups, orders, limit, offset);
    }

    private CoqlColumn ReadColumn()
    {
        // A column that is a reserved word stands in quotes.
        var path = _tokens.Next.Kind == CoqlTokenKind.Text ? _tokens.Advance().Text : _tokens.ReadName();
        string? function = null;
        if (_tokens.Take("("))
        {
            function = path;
            path = _tokens.ReadName();
            _tokens.Expect(")");
        }

        if (!_tokens.Take("as"))
        {
            return new(function, path, Alias: null);
        }

        var alias = _tokens.Next.Kind == CoqlTokenKind.Text ? _tokens.Advance().Text : _tokens.ReadName();
        return alias.Length > 0 ? new(function, path, alias) : throw CoqlException.EmptyAlias(path);
    }

    private CoqlCondition ReadCondition()
    {
        if (++_depth > MaxDepth)
        {
            throw CoqlException.NotParsed(_tokens.Next, _tokens.Next.Text);
        }

        var left = ReadTerm();
        var isAnd = _tokens.Take("and");
        var condition = isAnd || _tokens.Take("or") ? new CoqlPair(isAnd, left, ReadTerm()) : left;
        _depth--;
        return condition;
    }

    private CoqlCondition ReadTerm()
    {
        if (!_tokens.Take("("))
        {
            return ReadComparison();
        }

        var inner = ReadCondition();
        _tokens.Expect(")");
        return inner;
    }

    private CoqlComparison ReadComparison()
    {
        var path = _tokens.ReadName();
        var first = _tokens.Advance();
        switch (first.Text.ToLowerInvariant())
        {
            case "=" or "!=" or ">" or ">=" or "<" or "<=" when first.Kind == CoqlTokenKind.Symbol:
                return new(path, first.Text, [ReadLiteral()]);
            case "is" when first.Kind == CoqlTokenKind.Word:
                var isNot = _tokens.Take("not");
                _tokens.Expect("null");
                return new(path, isNot ? "is not null" : "is null", []);
            case "not" when first.Kind == CoqlTokenKind.Word:
                return _tokens.Next.Is("like") || _tokens.Next.Is("in") || _tokens.Next.Is("between")
                    ? ReadComparison(path, "not ", _tokens.Advance())
                    : throw CoqlException.UnknownOperator(first);
            default:
                return ReadComparison(path, "", first);
        }
    }

    private CoqlComparison ReadComparison(string path, string not, CoqlToken operation)
    {
        if (operation.Is("like"))
        {
            return new(path, not + "like", [ReadLiteral()]);
        }

        if (operation.Is("in"))
        {
            _tokens.Expect("(");
            var values = _tokens.ReadList(ReadLiteral);
            _tokens.Expect(")");
            return new(path, not + "in", values);
        }

        if (operation.Is("between"))
        {
            var from = ReadLiteral();
            _tokens.Expect("and");
            return new(path, not + "between", [from, ReadLiteral()]);
        }

        throw operation.Kind == CoqlTokenKind.Word && !CoqlCursor.IsKeyword(operation)
            ? CoqlException.UnknownOperator(operation)
            : _tokens.Refuse(operation);
    }

    private CoqlLiteral ReadLiteral()
    {
        var token = _tokens.Advance();
        return token.Kind switch
        {
            CoqlTokenKind.Text => new(token.Text, IsQuoted: true),
            CoqlTokenKind.Number => new(token.Text, IsQuoted: false),
            CoqlTokenKind.Word when !CoqlCursor.IsKeyword(token) => new(token.Text, IsQuoted: false),
            _ => throw _tokens.Refuse(token),
        };
    }

    private CoqlOrder ReadOrder()
    {
        var expression = _tokens.Next.Kind == CoqlTokenKind.Text ? _tokens.Advance().Text : _tokens.ReadName();
        if (_tokens.Take("("))
        {
            expression = $"{expression}({_tokens.ReadName()})";
            _tokens.Expect(")");
        }

        var isDescending = _tokens.Take("desc");
        _ = isDescending || _tokens.Take("asc");
        return new(expression, isDescending);
    }

    private (int? Limit, int Offset) ReadLimit()
    {
        int? limit = null;
        var offset = 0;
        if (_tokens.Take("limit"))
        {
            limit = ReadCount("limit");
            if (_tokens.Take(","))
            {
                offset = limit.Value;
                limit = ReadCount("limit");
            }
        }

        if (_tokens.Take("offset"))
        {
            offset = ReadCount("offset");
        }

        return limit is null or > 0 ? (limit, offset) : throw CoqlException.LimitNotPositive();
    }

    private int ReadCount(string clause)
    {
        var token = _tokens.Advance();
        return token.Kind == CoqlTokenKind.End
            ? throw _tokens.Refuse(token)
            : int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : throw CoqlException.LimitInvalid(clause, token.Text);
    }
}
