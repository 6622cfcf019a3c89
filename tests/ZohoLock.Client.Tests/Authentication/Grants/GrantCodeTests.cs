using System.Net;
using System.Security;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Authentication.Grants;

/// <summary>Connecting with the grant code of a self client, which is good for one exchange (protocol sections 4.1 to 4.4).</summary>
public sealed class GrantCodeTests
{
    private const string Code = "1000.grant.code";

    public static TheoryData<string> LostAnswers { get; } = new("closed", "truncated", "HTTP 500", "HTTP 503 page", "HTTP 200 page");

    private static Reply Granted { get; } = Reply.Json(200, """
        {"access_token":"1000.access.first","refresh_token":"1000.refresh.new","api_domain":"https://www.zohoapis.com","token_type":"Bearer","expires_in":3600}
        """);

    [Fact]
    public async Task A_code_is_exchanged_once_and_needs_no_redirect_URI()
    {
        using var accounts = LiteralServer.Always(Granted);
        using var connection = await Opened.Open(Options(accounts.BaseUri));

        Assert.Equal(("POST", "/oauth/v2/token"), (accounts.Request.Method, accounts.Request.Target));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "authorization_code",
                ["client_id"] = "1000.CLIENT",
                ["client_secret"] = "secret-of-the-client",
                ["code"] = Code,
            },
            accounts.Request.Form);
    }

    [Theory]
    [InlineData("https://www.example.com/callback")]
    [InlineData("https://WWW.example.com:443/Callback/?a=b&c=%20")]
    public async Task A_redirect_URI_that_was_given_is_sent_letter_for_letter(string redirectUri)
    {
        using var accounts = LiteralServer.Always(Granted);
        using var connection = await Opened.Open(Options(accounts.BaseUri, redirectUri: new Uri(redirectUri)));

        Assert.Equal(redirectUri, accounts.Request.Form["redirect_uri"]);
        Assert.Equal(5, accounts.Request.Form.Count);
    }

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_code_whose_answer_is_lost_is_not_sent_again(string answer)
    {
        using var accounts = LiteralServer.Always(answer switch
        {
            "closed" => Reply.Closed,
            "truncated" => Reply.Truncated(200, """{"access_token":"1000.access.first","refresh_token":"1000.refresh.new","expires_in":3600}"""),
            "HTTP 500" => Reply.Json(500, """{"error":"server error"}"""),
            "HTTP 503 page" => Reply.Html(503, "<html>back soon</html>"),
            _ => Reply.Html(200, "<html>please log in</html>"),
        });

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri)));

        Assert.Single(accounts.Requests);
        Assert.NotEmpty(failure.Error.Advice);
    }

    [Fact]
    public async Task What_the_code_brought_is_on_the_connection_and_renews_its_access_token()
    {
        using var accounts = LiteralServer.InTurn(Granted, Sample.Token("1000.access.second"));
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.Open(Options(accounts.BaseUri, api.BaseUri));

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.True(connection.CanRenewToken);
        Assert.Equal("1000.refresh.new", Reveal(connection.GetRefreshToken()));
        Assert.Equal(["Zoho-oauthtoken 1000.access.first", "Zoho-oauthtoken 1000.access.second"], api.Requests.Select(one => one.Authorization));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = "1000.CLIENT",
                ["client_secret"] = "secret-of-the-client",
                ["refresh_token"] = "1000.refresh.new",
            },
            accounts.Requests[1].Form);
    }

    [Fact]
    public async Task The_refresh_token_that_is_handed_out_is_a_copy()
    {
        using var accounts = LiteralServer.InTurn(Granted, Sample.Token("1000.access.second"));
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.Open(Options(accounts.BaseUri, api.BaseUri));

        connection.GetRefreshToken()!.Dispose();
        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.True(connection.GetRefreshToken()!.IsReadOnly());
        Assert.Equal("1000.refresh.new", Reveal(connection.GetRefreshToken()));
    }

    [Theory]
    [InlineData("""{"access_token":"1000.access.only","token_type":"Bearer","expires_in":3600}""")]
    [InlineData("""{"access_token":"1000.access.only","refresh_token":null,"expires_in":3600}""")]
    [InlineData("""{"access_token":"1000.access.only","refresh_token":"","expires_in":3600}""")]
    public async Task Without_a_refresh_token_the_connection_works_until_its_token_ends(string answer)
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, answer));
        using var api = LiteralServer.InTurn(Sample.Success(LockingCall.Lock), Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.Open(Options(accounts.BaseUri, api.BaseUri));
        var client = new RecordLockClient(connection.Api);

        await client.MakeAsync(LockingCall.Lock);
        var failure = await client.FailAsync(LockingCall.Lock);

        Assert.Null(connection.GetRefreshToken());
        Assert.False(connection.CanRenewToken);
        Assert.NotNull(connection.TokenExpires);
        Assert.Equal(("INVALID_TOKEN", ZohoErrorKind.AuthenticationError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.All(api.Requests, request => Assert.Equal("Zoho-oauthtoken 1000.access.only", request.Authorization));
        Assert.Single(accounts.Requests);
    }

    [Theory]
    [InlineData("localhost:8475/", "http://localhost:8475/")]
    [InlineData("www.example.com/signed-in", "https://www.example.com/signed-in")]
    public async Task A_redirect_URI_without_its_scheme_is_told_before_the_code_is_used_up(string address, string whole)
    {
        using var accounts = LiteralServer.Always(Granted);
        var options = Options(accounts.BaseUri);
        var credential = (GrantCodeCredential)options.Credential with { RedirectUri = new Uri(address, UriKind.RelativeOrAbsolute) };

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options with { Credential = credential }));

        Assert.Equal(("InvalidRedirectUri", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal($"Give -RedirectUri {whole}.", failure.Error.Advice);
        Assert.Empty(accounts.Requests);
    }

    [Theory]
    [InlineData("invalid_code", "grant code", "Generate a new one")]
    [InlineData("invalid_redirect_uri", "redirect URI", "-RedirectUri")]
    [InlineData("access_denied", "denies", "ten minutes")]
    [InlineData("invalid_client", "client id", "-DataCenter")]
    [InlineData("invalid_client_secret", "client secret", "API console")]
    public async Task A_refusal_is_told_in_plain_words_and_asked_for_once(string wire, string message, string advice)
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, $$"""{"error":"{{wire}}"}"""));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri)));

        Assert.Equal((wire, ZohoErrorKind.AuthenticationError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Contains(message, failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, failure.Error.Advice, StringComparison.Ordinal);
        Assert.Single(accounts.Requests);
    }

    [Fact]
    public async Task A_code_that_is_handed_back_stays_unseen()
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, $$"""{"error":"no such code: {{Code}} of secret-of-the-client"}"""));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri)));

        Assert.DoesNotContain(Code, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-client", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("1000.grant\ncode")]
    public async Task A_code_that_is_not_whole_is_refused_before_any_call(string code)
    {
        using var accounts = LiteralServer.Always(Granted);
        var options = Options(accounts.BaseUri);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options with
        {
            Credential = (GrantCodeCredential)options.Credential with { GrantCode = Opened.Secure(code) },
        }));

        Assert.Equal(ZohoErrorKind.InvalidArgument, failure.Error.Kind);
        Assert.Contains("GrantCode", failure.Message, StringComparison.Ordinal);
        Assert.Empty(accounts.Requests);
    }

    [Fact]
    public async Task A_closed_connection_gives_no_refresh_token()
    {
        using var accounts = LiteralServer.Always(Granted);
        var connection = await Opened.Open(Options(accounts.BaseUri));

        connection.Dispose();

        Assert.Null(connection.GetRefreshToken());
    }

    [Fact]
    public async Task A_refresh_token_that_was_given_is_not_handed_out()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var renewing = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));
        using var given = await Opened.WithToken(accounts);

        Assert.Null(renewing.GetRefreshToken());
        Assert.Null(given.GetRefreshToken());
    }

    [Fact]
    public async Task At_the_emulator_a_code_brings_a_refresh_token_that_the_next_connection_is_opened_with()
    {
        using var emulator = new CrmEmulator();
        emulator.Start();
        var ids = emulator.AddModule("Deals").AddRecords(2);
        var options = Options(emulator);

        using (var connection = await Opened.Open(options))
        {
            await new RecordLockClient(connection.Api).LockAsync("Deals", ids[0], "Quarter closed");
            using var next = await Opened.Open(options with
            {
                Credential = new RefreshTokenCredential(emulator.ClientId, Opened.Secure(emulator.ClientSecret), connection.GetRefreshToken()!),
            });
            await new RecordLockClient(next.Api).LockAsync("Deals", ids[1], "Quarter closed");
        }

        var again = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options));

        Assert.Equal(2, emulator.GetModule("Deals").LockedCount);
        Assert.Equal("invalid_code", again.Error.Code);
        Assert.Empty(emulator.Failures);
    }

    [Fact]
    public async Task At_the_emulator_the_redirect_URI_must_be_the_clients()
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { RedirectUri = "https://www.example.com/callback" });
        emulator.Start();

        Assert.Equal("invalid_redirect_uri", await CodeAsync(Options(emulator)));
        Assert.Equal("invalid_redirect_uri", await CodeAsync(Options(emulator, new Uri("https://www.example.com/callback/"))));
        using var connection = await Opened.Open(Options(emulator, new Uri("https://www.example.com/callback")));

        Assert.NotNull(connection.GetRefreshToken());
    }

    [Fact]
    public async Task At_the_emulator_a_code_that_is_too_old_and_an_eleventh_in_ten_minutes_are_refused()
    {
        using var emulator = new CrmEmulator();
        emulator.Start();
        var old = Options(emulator);
        emulator.Clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal("invalid_code", await CodeAsync(old));
        for (var code = 1; code < 10; code++)
        {
            using var connection = await Opened.Open(Options(emulator));
        }

        Assert.Equal("access_denied", await CodeAsync(Options(emulator)));
    }

    private static ConnectionOptions Options(Uri accounts, Uri? api = null, Uri? redirectUri = null) => new()
    {
        Credential = new GrantCodeCredential("1000.CLIENT", Opened.Secure("secret-of-the-client"), Opened.Secure(Code)) { RedirectUri = redirectUri },
        AccountsUri = accounts,
        ApiDomain = api ?? accounts,
    };

    private static ConnectionOptions Options(CrmEmulator emulator, Uri? redirectUri = null) => new()
    {
        Credential = new GrantCodeCredential(emulator.ClientId, Opened.Secure(emulator.ClientSecret), Opened.Secure(emulator.CreateGrantCode()))
        {
            RedirectUri = redirectUri,
        },
        AccountsUri = emulator.BaseUri,
    };

    private static async Task<string> CodeAsync(ConnectionOptions options) =>
        (await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options))).Error.Code;

    private static string Reveal(SecureString? secret) => new NetworkCredential(string.Empty, secret).Password;
}
