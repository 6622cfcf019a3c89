using System.Net;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The frame of the accounts server's pages, and what they have in common.</summary>
internal static class AccountsPage
{
    /// <summary>The name under which the button that was pressed is sent.</summary>
    public const string DecisionName = "decision";

    /// <summary>The two buttons that end a form.</summary>
    public const string Buttons =
        $"""
        <p>
        <button id="accept" name="{DecisionName}" value="accept">Accept</button>
        <button id="reject" name="{DecisionName}" value="reject">Reject</button>
        </p>
        """;

    /// <summary>The button that was pressed: true for Accept, false for Reject, null for neither.</summary>
    public static bool? Decision(OAuthParameters parameters) => parameters[DecisionName] switch
    {
        "accept" => true,
        "reject" => false,
        _ => null,
    };

    /// <summary>Text as it stands in a page or in a quoted attribute.</summary>
    public static string Encode(string? text) => WebUtility.HtmlEncode(text) ?? "";

    public static void WriteProblem(HttpResponse response, string problem) =>
        Write(response, 400, "This request can't be served", $"<p>{Encode(problem)}</p>");

    /// <summary>Writes a page; <paramref name="content"/> is HTML, the title is text.</summary>
    public static void Write(HttpResponse response, int status, string title, string content)
    {
        response.Status = status;
        response.ContentHeaders = AnswerHeaders.Page;
        response.Body.Append(
            $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <link rel="icon" href="data:,">
            <title>{{Encode(title)}}</title>
            <style>
            body { font: 16px/1.5 sans-serif; max-width: 36em; margin: 3em auto; padding: 0 1em }
            button, input { font: inherit; padding: .3em 1em }
            </style>
            </head>
            <body>
            <h1>{{Encode(title)}}</h1>
            {{content}}
            </body>
            </html>

            """);
    }
}
