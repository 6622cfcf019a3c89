using System.Security.Cryptography;
using System.Text;

namespace ZohoLock.Reporting.Html;

/// <summary>The style sheet within the page, and its hash for the Content-Security-Policy: no other style applies.</summary>
internal static class StyleSheet
{
    /// <summary>The style sheet. It has line feeds only, because a browser hashes it after it has read them as such.</summary>
    public static Markup Text { get; } = new(Read());

    /// <summary>The source for <c>style-src</c>: <c>sha256-…</c>.</summary>
    public static Markup Source { get; } = new($"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text.Text)))}");

    private static string Read()
    {
        using var reader = new StreamReader(typeof(StyleSheet).Assembly.GetManifestResourceStream("report.css")!);
        return $$"""

            :root { {{Palette.Light.ToCss()}} }
            @media screen and (prefers-color-scheme: dark) { :root { {{Palette.Dark.ToCss()}} } }
            @media print { :root { {{Palette.Paper.ToCss()}} } }
            {{reader.ReadToEnd()}}
            """.ReplaceLineEndings("\n");
    }
}
