namespace ZohoLock.Reporting.Html;

/// <summary>A piece of HTML.</summary>
/// <param name="Text">Its text.</param>
internal readonly record struct Markup(string Text)
{
    /// <summary>Nothing.</summary>
    public static Markup Empty { get; } = new(string.Empty);

    /// <summary>HTML from an interpolated string: what is in its braces is encoded, unless it is HTML already.</summary>
    public static Markup From(MarkupBuilder html) => html.ToMarkup();

    /// <summary>Pieces one after the other, each on a line of its own.</summary>
    public static Markup Join(IEnumerable<Markup> pieces) => new(string.Join('\n', pieces.Select(piece => piece.Text)));
}
