namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>Steps through the tokens of a query, and refuses those that don't fit.</summary>
internal sealed class CoqlCursor(IReadOnlyList<CoqlToken> tokens)
{
    private static readonly HashSet<string> Keywords = new(
        ["select", "from", "where", "group", "order", "by", "limit", "offset", "and", "or", "not", "in", "like", "between", "is", "null", "as"],
        StringComparer.OrdinalIgnoreCase);

    private int _index;

    public CoqlToken Next => tokens[_index];

    public static bool IsKeyword(CoqlToken token) => token.Kind == CoqlTokenKind.Word && Keywords.Contains(token.Text);

    public List<T> ReadList<T>(Func<T> read)
    {
        List<T> items = [read()];
        while (Take(","))
        {
            items.Add(read());
        }

        return items;
    }

    public string ReadName() => IsKeyword(Next) ? throw Refuse(Next) : Read(CoqlTokenKind.Word);

    public string Read(CoqlTokenKind kind) => Next.Kind == kind ? Advance().Text : throw Refuse(Next);

    public CoqlToken Advance() => Next.Kind == CoqlTokenKind.End ? Next : tokens[_index++];

    public bool Take(string text)
    {
        var isNext = Next.Is(text);
        _index += isNext ? 1 : 0;
        return isNext;
    }

    public bool Take(string first, string second)
    {
        if (!Take(first))
        {
            return false;
        }

        Expect(second);
        return true;
    }

    public void TakeClause(string clause)
    {
        if (!Take(clause))
        {
            throw Next.Kind == CoqlTokenKind.End || IsKeyword(Next) ? CoqlException.MissingClause(clause) : Refuse(Next);
        }
    }

    public void Expect(string text)
    {
        if (!Take(text))
        {
            throw Refuse(Next);
        }
    }

    public void ExpectEnd()
    {
        if (Next.Kind != CoqlTokenKind.End)
        {
            throw Refuse(Next);
        }
    }

    public CoqlException Refuse(CoqlToken token) => token.Kind == CoqlTokenKind.End
        ? CoqlException.NotParsed(token, _index > 0 ? tokens[_index - 1].Text : "")
        : CoqlException.Unexpected(token);
}
