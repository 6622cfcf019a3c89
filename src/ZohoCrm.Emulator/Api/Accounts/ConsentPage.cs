using System.Text;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Api.Accounts;

/// <summary>The page that asks the user to accept the client's scopes.</summary>
internal static class ConsentPage
{
    /// <summary>Writes the page. Its form sends all parameters of the request again.</summary>
    public static void Write(HttpResponse response, OAuthParameters parameters, ScopeSet scope, bool acceptsItself)
    {
        var content = new StringBuilder();
        content.Append("<p>The client <b>").Append(AccountsPage.Encode(parameters["client_id"])).Append("</b> asks for:</p>\n<ul>\n");
        foreach (var name in scope.Scopes)
        {
            content.Append("<li>").Append(AccountsPage.Encode(name)).Append("</li>\n");
        }

        content.Append("</ul>\n<form method=\"post\" action=\"/oauth/v2/auth/consent\">\n");
        foreach (var (name, value) in parameters.All.Where(pair => pair.Key != AccountsPage.DecisionName))
        {
            content.Append("<input type=\"hidden\" name=\"").Append(AccountsPage.Encode(name))
                .Append("\" value=\"").Append(AccountsPage.Encode(value)).Append("\">\n");
        }

        content.Append(AccountsPage.Buttons).Append("\n</form>");
        if (acceptsItself)
        {
            content.Append("\n<script>document.getElementById(\"accept\").click()</script>");
        }

        AccountsPage.Write(response, 200, "Grant access to Zoho CRM?", content.ToString());
    }
}
