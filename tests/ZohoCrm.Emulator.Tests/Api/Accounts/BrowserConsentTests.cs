using System.Text;
using System.Web;

namespace ZohoCrm.Emulator.Tests.Api.Accounts;

public sealed class BrowserConsentTests : IDisposable
{
    private const string Redirect = "http://localhost:5001/callback";

    // RFC 7636, appendix B.
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private const string Hash = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private readonly Emulation _emulation = new();

    public BrowserConsentTests() => Settings.Consent = Consent.Accept;

    private CrmEmulator Emulator => _emulation.Emulator;

    private EmulatorSettings Settings => _emulation.Settings;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Accept_on_the_page_redirects_with_a_code()
    {
        Settings.Consent = Consent.Page;
        var answer = await AuthorizeAsync(("scope", "ZohoCRM.modules.ALL,ZohoCRM.org.READ"), ("state", "a b&c"));

        Assert.Equal((200, "text/html; charset=UTF-8"), (answer.Status, answer.Headers["Content-Type"]));
        Assert.Contains(Emulator.ClientId, answer.Body, StringComparison.Ordinal);
        Assert.Contains("<li>ZohoCRM.modules.ALL</li>\n<li>ZohoCRM.org.READ</li>", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
        var back = await PressAsync(answer, "accept");
        var port = Emulator.Port;
        Assert.Equal(302, back.Status);
        Assert.StartsWith($"{Redirect}?code=1000.", back.Headers["Location"], StringComparison.Ordinal);
        Assert.EndsWith(
            $"&location=us&accounts-server=http%3A%2F%2F127.0.0.1%3A{port}&state=a%20b%26c",
            back.Headers["Location"],
            StringComparison.Ordinal);
        Assert.NotNull((string?)(await ExchangeAsync(CodeOf(back))).Json["access_token"]);
    }

    [Fact]
    public async Task Reject_on_the_page_redirects_with_access_denied()
    {
        Settings.Consent = Consent.Page;

        var back = await PressAsync(await AuthorizeAsync(("state", "s")), "reject");

        Assert.Equal((302, $"{Redirect}?error=access_denied&state=s"), (back.Status, back.Headers["Location"]));
    }

    [Fact]
    public async Task The_page_can_accept_itself()
    {
        Settings.Consent = Consent.PageAcceptsItself;

        var answer = await AuthorizeAsync();

        Assert.Contains("<script>document.getElementById(\"accept\").click()</script>", answer.Body, StringComparison.Ordinal);
        Assert.Contains("script-src 'unsafe-inline'", answer.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.NotNull(CodeOf(await PressAsync(answer, "accept")));
    }

    [Fact]
    public async Task Consent_can_be_given_without_a_page()
    {
        Assert.NotNull(CodeOf(await AuthorizeAsync()));
        Settings.Consent = Consent.Reject;
        Assert.Equal($"{Redirect}?error=access_denied", (await AuthorizeAsync()).Headers["Location"]);
    }

    [Fact]
    public async Task A_form_without_a_decision_is_refused()
    {
        Settings.Consent = Consent.Page;
        var form = Form.Of((await AuthorizeAsync()).Body);

        IsProblem(await _emulation.FormAsync(form.Action, form.Fields));
    }

    [Fact]
    public async Task The_form_repeats_the_parameters_without_markup_or_decision()
    {
        Settings.Consent = Consent.Page;
        const string State = "\"><script>alert('x')</script>&amp;";
        Settings.Scopes = "<b>.ALL,ZohoCRM.org.READ";

        var answer = await AuthorizeAsync(("state", State), ("scope", "<b>.ALL"), ("decision", "reject"));

        Assert.DoesNotContain("<script", answer.Body, StringComparison.Ordinal);
        Assert.Contains("<li>&lt;b&gt;.ALL</li>", answer.Body, StringComparison.Ordinal);
        Assert.Equal(["client_id", "redirect_uri", "response_type", "scope", "state"], Form.Of(answer.Body).Fields.Keys.Order());
        var back = await PressAsync(answer, "accept");
        Assert.Equal(State, Query(back)["state"]);
    }

    [Theory]
    [InlineData("client_id", "1000.X")]
    [InlineData("client_id", "")]
    [InlineData("response_type", "")]
    [InlineData("response_type", "token")]
    [InlineData("redirect_uri", "")]
    [InlineData("redirect_uri", "callback")]
    [InlineData("redirect_uri", "https://example.com/callback")]
    [InlineData("redirect_uri", "file:///etc/passwd")]
    [InlineData("redirect_uri", "http://localhost:5001/callback#here")]
    [InlineData("scope", "")]
    [InlineData("scope", "ZohoBooks.fullaccess.ALL")]
    [InlineData("code_challenge_method", "S512")]
    public async Task A_wrong_parameter_is_shown_and_not_redirected(string name, string value)
    {
        IsProblem(await AuthorizeAsync((name, value)));
        var form = Parameters((name, value));
        form["decision"] = "accept";
        IsProblem(await _emulation.FormAsync("/oauth/v2/auth/consent", form));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5001/a?b=c", "http://127.0.0.1:5001/a?b=c&code=")]
    [InlineData("http://[::1]:5001", "http://[::1]:5001/?code=")]
    [InlineData("http://LOCALHOST:5001", "http://localhost:5001/?code=")]
    [InlineData("https://localhost/a\r\nX-Injected: 1", "https://localhost/a%0D%0AX-Injected:%201?code=")]
    public async Task Any_loopback_address_is_accepted(string redirect, string start)
    {
        var back = await AuthorizeAsync(("redirect_uri", redirect));

        Assert.StartsWith(start, back.Headers["Location"], StringComparison.Ordinal);
        Assert.False(back.Headers.ContainsKey("X-Injected"));
    }

    [Fact]
    public async Task Only_the_registered_redirect_uri_is_accepted()
    {
        Settings.RedirectUri = "https://example.com/callback";

        IsProblem(await AuthorizeAsync());
        var back = await AuthorizeAsync(("redirect_uri", "https://example.com/callback"));

        Assert.StartsWith("https://example.com/callback?code=", back.Headers["Location"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Location_and_accounts_server_follow_the_settings()
    {
        Settings.Location = "eu";
        Settings.AccountsServer = new("https://accounts.zoho.eu");

        var query = Query(await AuthorizeAsync());

        Assert.Equal(("eu", "https://accounts.zoho.eu"), (query["location"], query["accounts-server"]));
        Assert.Throws<ArgumentException>(() => Settings.AccountsServer = new("accounts", UriKind.Relative));
    }

    [Fact]
    public async Task The_exchange_must_have_the_same_redirect_uri()
    {
        var code = await CodeAsync();

        (await ExchangeAsync(code, ("redirect_uri", ""))).Is(200, """{"error":"invalid_redirect_uri"}""");
        (await ExchangeAsync(code, ("redirect_uri", Redirect + "/"))).Is(200, """{"error":"invalid_redirect_uri"}""");
        Assert.NotNull((string?)(await ExchangeAsync(code)).Json["access_token"]);
    }

    [Fact]
    public async Task A_code_is_valid_once_and_for_its_lifetime()
    {
        var first = await CodeAsync();
        var second = await CodeAsync();

        _emulation.Time.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromTicks(1));
        Assert.NotNull((string?)(await ExchangeAsync(first)).Json["access_token"]);
        (await ExchangeAsync(first)).Is(200, """{"error":"invalid_code"}""");
        _emulation.Time.Advance(TimeSpan.FromTicks(1));
        (await ExchangeAsync(second)).Is(200, """{"error":"invalid_code"}""");
    }

    [Fact]
    public async Task Tokens_of_a_code_have_the_requested_scopes()
    {
        var answer = await ExchangeAsync(await CodeAsync(("scope", "ZohoCRM.org.READ"), ("access_type", "offline")));

        await HasOrganizationScopeAloneAsync(answer);
        var renewed = await _emulation.TokenAsync(("refresh_token", (string)answer.Json["refresh_token"]!));
        Assert.Equal("ZohoCRM.org.READ", (string?)renewed.Json["scope"]);
        await HasOrganizationScopeAloneAsync(renewed);
    }

    [Fact]
    public async Task A_refresh_token_needs_offline_access_and_a_new_consent()
    {
        Assert.NotNull(await RefreshTokenAsync(("access_type", "offline")));
        Assert.Null(await RefreshTokenAsync(("access_type", "offline")));
        Assert.NotNull(await RefreshTokenAsync(("access_type", "offline"), ("prompt", "consent")));
        Assert.Null(await RefreshTokenAsync(("access_type", "online"), ("prompt", "consent")));
        Assert.Null(await RefreshTokenAsync(("prompt", "consent")));
    }

    [Fact]
    public async Task An_online_code_gives_an_access_token_with_its_scope()
    {
        var answer = await ExchangeAsync(await CodeAsync(("scope", "ZohoCRM.org.READ")));

        Assert.Equal(
            ["access_token", "scope", "api_domain", "token_type", "expires_in"], answer.Json.AsObject().Select(pair => pair.Key));
        Assert.Equal("ZohoCRM.org.READ", (string?)answer.Json["scope"]);
        await HasOrganizationScopeAloneAsync(answer);
    }

    [Theory]
    [InlineData("S256", Hash, Verifier, true)]
    [InlineData("S256", Hash, Hash, false)]
    [InlineData("S256", Hash, "", false)]
    [InlineData("plain", Verifier, Verifier, true)]
    [InlineData("plain", Hash, Verifier, false)]
    [InlineData("plain", Verifier, "", false)]
    [InlineData("", Verifier, Verifier, true)]
    public async Task A_code_with_a_challenge_needs_its_verifier(string method, string challenge, string verifier, bool isMet)
    {
        var code = await CodeAsync(("code_challenge", challenge), ("code_challenge_method", method));

        var answer = await ExchangeAsync(code, ("code_verifier", verifier));

        if (isMet)
        {
            Assert.NotNull((string?)answer.Json["access_token"]);
            return;
        }

        answer.Is(200, """{"error":"invalid_code"}""");
        (await ExchangeAsync(code, ("code_verifier", Verifier))).Is(200, """{"error":"invalid_code"}""");
    }

    [Fact]
    public async Task Browser_calls_are_counted_delayed_and_affected_by_faults()
    {
        Settings.Latency = TimeSpan.FromHours(1);
        Settings.TokenLatency = TimeSpan.Zero;
        Emulator.Counters.Reset();
        Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 503, Operations = [Operation.Authorize], Count = 1 });
        Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 502, Operations = [Operation.Consent], Count = 1 });
        Settings.Consent = Consent.Page;

        Assert.Equal(503, (await AuthorizeAsync()).Status);
        var page = await AuthorizeAsync();
        Assert.Equal(502, (await PressAsync(page, "accept")).Status);
        await ExchangeAsync(CodeOf(await PressAsync(page, "accept")));

        Assert.Equal(
            [
                new("POST", Operation.Token, 200, 1),
                new("GET", Operation.Authorize, 200, 1),
                new("GET", Operation.Authorize, 503, 1),
                new("POST", Operation.Consent, 302, 1),
                new("POST", Operation.Consent, 502, 1),
            ],
            Emulator.Counters.Rows);
        Assert.Equal(1, Emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task Other_methods_are_errors()
    {
        (await _emulation.SendAsync("PUT", "/oauth/v2/auth")).Is(200, """{"error":"server error"}""");
        (await _emulation.GetAsync("/oauth/v2/auth/consent")).Is(200, """{"error":"server error"}""");
        Assert.Equal(404, (await _emulation.GetAsync("/oauth/v2/nothing")).Status);
    }

    private static void IsProblem(Answer answer)
    {
        Assert.Equal((400, "text/html; charset=UTF-8"), (answer.Status, answer.Headers["Content-Type"]));
        Assert.False(answer.Headers.ContainsKey("Location"));
    }

    private static System.Collections.Specialized.NameValueCollection Query(Answer back) =>
        HttpUtility.ParseQueryString(new Uri(back.Headers["Location"]).Query);

    private static string CodeOf(Answer back)
    {
        Assert.Equal(302, back.Status);
        return Query(back)["code"]!;
    }

    private Dictionary<string, string> Parameters(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["scope"] = "ZohoCRM.modules.ALL",
            ["client_id"] = Emulator.ClientId,
            ["response_type"] = "code",
            ["redirect_uri"] = Redirect,
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return parameters;
    }

    private Task<Answer> AuthorizeAsync(params (string Name, string Value)[] changes)
    {
        var path = new StringBuilder("/oauth/v2/auth?");
        foreach (var (name, value) in Parameters(changes))
        {
            path.Append(name).Append('=').Append(Uri.EscapeDataString(value)).Append('&');
        }

        return _emulation.SendAsync("GET", path.ToString(), authorization: "");
    }

    private Task<Answer> PressAsync(Answer page, string button) =>
        _emulation.FormAsync(Form.Of(page.Body).Action, Form.Press(page.Body, button));

    private async Task<string> CodeAsync(params (string Name, string Value)[] changes) => CodeOf(await AuthorizeAsync(changes));

    private Task<Answer> ExchangeAsync(string code, params (string Name, string Value)[] changes) => _emulation.TokenAsync(
        [("grant_type", "authorization_code"), ("refresh_token", ""), ("code", code), ("redirect_uri", Redirect), .. changes]);

    private async Task<string?> RefreshTokenAsync(params (string Name, string Value)[] changes) =>
        (string?)(await ExchangeAsync(await CodeAsync(changes))).Json["refresh_token"];

    private async Task HasOrganizationScopeAloneAsync(Answer answer)
    {
        _emulation.Token = (string)answer.Json["access_token"]!;
        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/org")).Status);
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.ListAsync()).Code);
    }
}
