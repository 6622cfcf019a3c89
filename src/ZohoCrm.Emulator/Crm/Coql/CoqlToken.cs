namespace ZohoCrm.Emulator.Crm.Coql;

/// <summary>What a token of a query is.</summary>
internal enum CoqlTokenKind
{
    /// <summary>A keyword, a field path, a module name, or a value without quotes.</summary>
    Word,

    Number,

    /// <summary>A text in single or double quotes.</summary>
    Text,

    /// <summary>An operator, a bracket, a comma or <c>#</c>.</summary>
    Symbol,

    End,
}

/// <summary>A token of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The token; for a text, what is between the quotes, without escapes.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">The column of its first character, from 1.</param>
internal sealed record CoqlToken(CoqlTokenKind Kind, string Text, int Line, int Column)
{
    // Keywords are not case-sensitive (protocol 9.1).
    public bool Is(string keyword) =>
        Kind is CoqlTokenKind.Word or CoqlTokenKind.Symbol && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);
}
