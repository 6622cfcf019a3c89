using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ZohoLock.Reporting.Html;

/// <summary>Builds HTML from an interpolated string, and encodes the texts in it: none can become an element, an attribute or a script.</summary>
[InterpolatedStringHandler]
internal readonly struct MarkupBuilder
{
    // Letters of every script stay as they are; what HTML takes for its own doesn't.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html;

    /// <summary>Called by the compiler.</summary>
    public MarkupBuilder(int literalLength, int formattedCount) => _html = new(literalLength + (formattedCount * 16));

    /// <summary>Adds what is outside of the braces.</summary>
    public void AppendLiteral(string literal) => _html.Append(literal);

    /// <summary>Adds HTML.</summary>
    public void AppendFormatted(Markup html) => _html.Append(html.Text);

    /// <summary>Adds a text, in one line and without characters that control the order or the place of others.</summary>
    public void AppendFormatted(string? text) => _html.Append(Encoder.Encode(DisplayText.Line(text)));

    /// <summary>Adds a length or a position in a drawing.</summary>
    public void AppendFormatted(double number) => _html.Append(number.ToString("0.###", CultureInfo.InvariantCulture));

    /// <summary>The result.</summary>
    public Markup ToMarkup() => new(_html.ToString());
}
