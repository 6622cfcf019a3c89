using System.Net;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Api.Accounts;

/// <summary>Writes the accounts server's HTML pages, and has what they share.</summary>
internal static class AccountsPage
{
    /// <summary>The form field with the pressed button.</summary>
    public const string DecisionName = "decision";

    /// <summary>The two buttons at the end of a form.</summary>
    public const string Buttons =
        $"""
        <p>
        <button id="accept" name="{DecisionName}" value="accept">Accept</button>
        <button id="reject" name="{DecisionName}" value="reject">Reject</button>
        </p>
        """;

    /// <summary>The pressed button: true for Accept, false for Reject, null for neither.</summary>
    public static bool? GetDecision(OAuthParameters parameters) => parameters[DecisionName] switch
    {
        "accept" => true,
        "reject" => false,
        _ => null,
    };

    /// <summary>Encodes text for HTML or a quoted attribute.</summary>
    public static string Encode(string? text) => WebUtility.HtmlEncode(text) ?? "";

    public static void WriteProblem(HttpResponse response, string problem) =>
        Write(response, 400, "This request can't be served", $"<p>{Encode(problem)}</p>");

    /// <summary>Writes a page. <paramref name="content"/> is HTML, the title is text.</summary>
    public static void Write(HttpResponse response, int status, string title, string content)
    {
        response.Status = status;
        response.ContentHeaders = ResponseHeaders.Page;
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
