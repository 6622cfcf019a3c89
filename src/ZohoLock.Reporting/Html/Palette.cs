namespace ZohoLock.Reporting.Html;

/// <summary>The colours of a page, as six hexadecimal digits each.</summary>
internal sealed record Palette
{
    /// <summary>The colours on a screen in light mode.</summary>
    public static Palette Light { get; } = new()
    {
        Background = "f5f6f8", Surface = "ffffff", Text = "1a2230", Muted = "566273", Line = "e2e6ec", Track = "eceff4", Accent = "2f62d6",
    };

    /// <summary>The colours on a screen in dark mode.</summary>
    public static Palette Dark { get; } = new()
    {
        Background = "0f1319", Surface = "181e27", Text = "e6ebf2", Muted = "9fabbc", Line = "29323f", Track = "252d39", Accent = "7ea6ff",
    };

    /// <summary>The colours on paper.</summary>
    public static Palette Paper { get; } = new()
    {
        Background = "ffffff", Surface = "ffffff", Text = "000000", Muted = "404040", Line = "b8b8b8", Track = "e8e8e8", Accent = "404040",
    };

    /// <summary>Behind everything.</summary>
    public required string Background { get; init; }

    /// <summary>Behind a tile, a chart or a table.</summary>
    public required string Surface { get; init; }

    /// <summary>Texts.</summary>
    public required string Text { get; init; }

    /// <summary>Texts that matter less.</summary>
    public required string Muted { get; init; }

    /// <summary>Lines between things.</summary>
    public required string Line { get; init; }

    /// <summary>The part of a bar that isn't filled.</summary>
    public required string Track { get; init; }

    /// <summary>Bars and columns.</summary>
    public required string Accent { get; init; }

    /// <summary>The variables that the style sheet uses.</summary>
    public string ToCss() =>
        $"--background: #{Background}; --surface: #{Surface}; --text: #{Text}; --muted: #{Muted}; --line: #{Line}; --track: #{Track}; --accent: #{Accent};";
}
