using System.Net;
using System.Text.RegularExpressions;

namespace ZohoCrm.Emulator.Tests.Setup;

/// <summary>The form of a page, as a browser reads it.</summary>
internal sealed partial record Form(string Action, Dictionary<string, string> Fields)
{
    public static Form Of(string page) => new(
        ActionPattern().Match(page).Groups[1].Value,
        InputPattern().Matches(page).ToDictionary(
            input => WebUtility.HtmlDecode(input.Groups[1].Value), input => WebUtility.HtmlDecode(input.Groups[2].Value)));

    /// <summary>The fields that are sent when a button is pressed.</summary>
    public static Dictionary<string, string> Press(string page, string button)
    {
        Assert.Contains($"<button id=\"{button}\" name=\"decision\" value=\"{button}\">", page, StringComparison.Ordinal);
        return new(Of(page).Fields) { ["decision"] = button };
    }

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]*)\">")]
    private static partial Regex ActionPattern();

    [GeneratedRegex("<input [^>]*name=\"([^\"]*)\" value=\"([^\"]*)\"")]
    private static partial Regex InputPattern();
}
