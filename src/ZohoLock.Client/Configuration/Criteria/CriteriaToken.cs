namespace ZohoLock.Configuration.Criteria;

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
