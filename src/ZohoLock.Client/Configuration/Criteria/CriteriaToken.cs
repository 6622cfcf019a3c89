namespace ZohoLock.Configuration.Criteria;

/// <summary>A part of criteria as text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">What it says: a quoted text without its quotes.</param>
/// <param name="Start">Where it begins, counted from 0.</param>
/// <param name="End">Where it ends.</param>
internal readonly record struct CriteriaToken(CriteriaTokenKind Kind, string Text, int Start, int End)
{
    public bool IsWord(string word) => Kind == CriteriaTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool IsJoint => IsWord("and") || IsWord("or");
}

/// <summary>What a <see cref="CriteriaToken"/> is.</summary>
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
