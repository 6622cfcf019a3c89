using System.Net;
using System.Text;
using System.Text.Json;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>A secret is taken out of whatever a server, a proxy or .NET says, in every form that it may be repeated in, and nothing else is.</summary>
[Collection(ProcessWide.Name)]
public sealed class SecretRedactorTests : IDisposable
{
    private const string AccessToken = "1000.canary-access.7f3a??~";
    private const string RefreshToken = "1000.canary-refresh.c41d>>";
    private const string ClientSecret = "canary-client-secret-5e8f";
    private const string Password = "canary-proxy-password";

    private static readonly string[] Secrets = [AccessToken, RefreshToken, ClientSecret, Password];

    private readonly IWebProxy _usualProxy = HttpClient.DefaultProxy;

    public static TheoryData<string> Forms { get; } = [.. SecretForm.All.Keys];

    public void Dispose() => HttpClient.DefaultProxy = _usualProxy;

    [Fact]
    public void One_that_was_cleared_keeps_no_secret_that_comes_later()
    {
        var redactor = new SecretRedactor();
        redactor.Add(AccessToken);
        redactor.Clear();
        redactor.Add(RefreshToken);

        Assert.Equal($"{AccessToken} {RefreshToken}", redactor.Redact($"{AccessToken} {RefreshToken}"));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_secret_is_taken_out_in_any_form_and_the_rest_stays(string form)
    {
        var redactor = new SecretRedactor();
        redactor.Add(RefreshToken);
        redactor.Add(AccessToken);
        foreach (var secret in (string[])[AccessToken, RefreshToken])
        {
            var text = redactor.Redact($"before {SecretForm.All[form](secret)} after, 100% & \\ more");

            Assert.False(SecretForm.IsIn(text, secret), text);
            Assert.Contains("***", text, StringComparison.Ordinal);
            Assert.StartsWith("before ", text, StringComparison.Ordinal);
            Assert.EndsWith(" after, 100% & \\ more", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Several_secrets_side_by_side_and_within_each_other_are_all_taken_out()
    {
        var redactor = new SecretRedactor();
        redactor.Add("abcdefgh");
        redactor.Add("defghijk");
        redactor.Add("0123456789");

        Assert.Equal("*** *** x", redactor.Redact("abcdefghijk 0123456789 x"));
        Assert.Equal("******", redactor.Redact("01234567890123456789"));
    }

    [Fact]
    public void What_is_too_short_to_be_a_secret_breaks_no_answer()
    {
        var redactor = new SecretRedactor();
        redactor.Add("null");
        redactor.Add(null);
        redactor.Add(string.Empty);
        var body = "null and void"u8.ToArray();

        Assert.Same(body, redactor.Redact(body));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void JSON_stays_JSON(string form)
    {
        var redactor = new SecretRedactor();
        redactor.Add(AccessToken);
        var echo = SecretForm.All[form](AccessToken);
        var body = redactor.Redact(Encoding.UTF8.GetBytes($$"""{"{{echo}}":["Müller \"x\"","{{echo}}"],"n":1}"""));

        using var document = JsonDocument.Parse(body);
        Assert.Equal("Müller \"x\"", document.RootElement.EnumerateObject().First().Value[0].GetString());
        Assert.False(SecretForm.IsIn(document.RootElement.EnumerateObject().First().Value[1].GetString()!, AccessToken));
        Assert.False(SecretForm.IsIn(document.RootElement.EnumerateObject().First().Name, AccessToken));
    }

    [Fact]
    public void An_answer_without_a_secret_is_not_copied()
    {
        var redactor = new SecretRedactor();
        redactor.Add(AccessToken);
        var body = """{"data":[{"Locked_Reason__s":"100 % \u00e4 & \"more\"","id":"1000"}]}"""u8.ToArray();

        Assert.Same(body, redactor.Redact(body));
    }

    [Fact]
    public void What_is_escaped_over_and_over_is_read_in_bounded_time()
    {
        var redactor = new SecretRedactor();
        redactor.Add(AccessToken);
        var body = Encoding.UTF8.GetBytes("%" + string.Concat(Enumerable.Repeat("25", 2_000_000)));

        Assert.Same(body, redactor.Redact(body));
    }

    [Theory]
    [InlineData("tunnel to 'http://user:pass@proxy.example:8080/' failed", "tunnel to 'http://***@proxy.example:8080/' failed")]
    [InlineData("HTTPS://u@h and ftp://a:b@c/d", "HTTPS://***@h and ftp://***@c/d")]
    [InlineData("http://us:p@ss/w?rd@h", "http://***@h")]
    [InlineData("https://www.zohoapis.com/crm asks a@b.example", "https://www.zohoapis.com/crm asks a@b.example")]
    public void The_user_of_an_address_is_taken_out_of_a_message(string message, string shown) =>
        Assert.Equal(shown, new SecretRedactor().RedactMessage(message));

    [Fact]
    public void A_cause_that_has_a_secret_is_left_out()
    {
        var redactor = new SecretRedactor();
        redactor.Add(AccessToken);
        var error = ZohoError.Input("X", $"no {AccessToken}", "Advice.");

        Assert.Null(redactor.Wrap(error, new IOException("outer", new IOException(AccessToken.ToUpperInvariant()))).InnerException);
        Assert.Null(redactor.Wrap(error, new IOException("outer", new IOException("http://user:pass@proxy.example/"))).InnerException);
        Assert.NotNull(redactor.Wrap(error, new IOException("outer", new IOException("inner"))).InnerException);
        Assert.Equal("no ***", redactor.Wrap(error, new IOException("x")).Message);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Each_secret_that_the_API_repeats_stays_unseen_in_errors_and_outputs(string form)
    {
        using var accounts = LiteralServer.Always(Sample.Token(AccessToken));
        foreach (var secret in (string[])[AccessToken, RefreshToken, ClientSecret])
        {
            var echo = SecretForm.All[form](secret);
            using var refusing = LiteralServer.Always(Reply.Json(
                403, $$$"""{"code":"NO_PERMISSION","details":{"api_name":"{{{echo}}}","{{{echo}}}":1},"message":"no {{{echo}}}","status":"error"}"""));
            using var repeating = LiteralServer.Always(Reply.Json(
                200, $$$"""{"data":[{"id":"1","Locked_Reason__s":"x {{{echo}}}","Locked_By__s":{"id":"2","name":"{{{echo}}}"}}]}"""));
            using var refused = await Opened.Open(Options(accounts.BaseUri) with { ApiDomain = refusing.BaseUri });
            using var repeated = await Opened.Open(Options(accounts.BaseUri) with { ApiDomain = repeating.BaseUri });

            AssertNoSecret(await new RecordLockClient(refused.Api).FailAsync(LockingCall.Lock));
            AssertNoSecret(JsonSerializer.Serialize(await new RecordLockClient(repeated.Api).FindAsync("Leads", "1")));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Each_secret_that_the_accounts_server_repeats_stays_unseen(string form)
    {
        foreach (var secret in (string[])[RefreshToken, ClientSecret])
        {
            var echo = SecretForm.All[form](secret);
            using var accounts = LiteralServer.Always(Reply.Json(400, $$"""{"error":"no {{echo}}"}"""));

            AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri))));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task What_the_accounts_server_repeats_in_place_of_a_scope_is_neither_shown_nor_kept(string form)
    {
        using var folder = new CacheFolder();
        var echo = SecretForm.All[form](RefreshToken);
        using var accounts = LiteralServer.Always(Reply.Json(200, $$"""
            {"access_token":"{{AccessToken}}","scope":"ZohoCRM.modules.ALL {{echo}}","api_domain":"https://www.zohoapis.com/{{echo}}","token_type":"{{echo}}","expires_in":3600}
            """));
        using var connection = await Opened.Open(Options(accounts.BaseUri) with { ApiDomain = accounts.BaseUri, TokenCachePath = folder.FullName });

        Assert.Equal(["ZohoCRM.modules.ALL"], connection.Scopes);
        var kept = Directory.GetFiles(folder.FullName).Select(File.ReadAllText).ToArray();
        Assert.NotEmpty(kept);
        Assert.All(kept, text => Assert.False(SecretForm.IsIn(text, RefreshToken), text));
    }

    [Fact]
    public async Task A_token_from_the_cache_is_known_too()
    {
        using var folder = new CacheFolder();
        using var accounts = LiteralServer.Always(Sample.Token(AccessToken));
        using var api = LiteralServer.Always(Reply.Json(
            403, $$"""{"code":"NO_PERMISSION","details":{},"message":"no {{AccessToken}}, {{RefreshToken}}, {{ClientSecret}}","status":"error"}"""));
        var options = Options(accounts.BaseUri) with { ApiDomain = api.BaseUri, TokenCachePath = folder.FullName };
        (await Opened.Open(options)).Dispose();

        using var connection = await Opened.Open(options);

        AssertNoSecret(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock));
        Assert.Single(accounts.Requests);
    }

    [Theory]
    [InlineData(407)]
    [InlineData(403)]
    [InlineData(502)]
    public async Task The_password_in_the_address_of_the_systems_proxy_stays_unseen(int status)
    {
        using var proxy = LiteralServer.Always(Reply.Whole(
            status, $"<html>{Password} Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes($"patricia:{Password}"))}</html>", "Proxy-Authenticate: Basic realm=\"x\""));
        HttpClient.DefaultProxy = new WebProxy($"http://patricia:{Password}@127.0.0.1:{proxy.BaseUri.Port}");
        using var connection = await Opened.Open(Opened.TokenOptions(new Uri("https://www.zohoapis.eu")));

        AssertNoSecret(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock));
        AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(new Uri("https://accounts.zoho.eu"), api: null))));
        Assert.NotEmpty(proxy.Requests);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task The_proxys_password_that_a_server_repeats_stays_unseen(string form)
    {
        using var proxy = LiteralServer.Always(Reply.Whole(403, string.Empty));
        using var accounts = LiteralServer.Always(Reply.Json(400, $$"""{"error":"no {{SecretForm.All[form](Password)}}"}"""));
        var options = Options(accounts.BaseUri) with { ProxyCredential = new NetworkCredential("patricia", Password), Proxy = proxy.BaseUri };

        AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options)));
    }

    [Fact]
    public void What_was_forgotten_is_not_looked_for()
    {
        var redactor = new SecretRedactor();
        redactor.Add(AccessToken);
        Assert.NotEqual(AccessToken, redactor.Redact(AccessToken));

        redactor.Clear();

        Assert.Equal(AccessToken, redactor.Redact(AccessToken));
    }

    private static ConnectionOptions Options(Uri accounts) => Opened.RefreshOptions(accounts, accounts) with
    {
        Credential = new RefreshTokenCredential("1000.CLIENT", Opened.Secure(ClientSecret), Opened.Secure(RefreshToken)),
    };

    private static void AssertNoSecret(ZohoException failure)
    {
        AssertNoSecret(JsonSerializer.Serialize(failure.Error));
        AssertNoSecret(failure.Error.Details ?? string.Empty);
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            AssertNoSecret(cause.ToString());
        }
    }

    private static void AssertNoSecret(string text) => Assert.All(Secrets, secret => Assert.False(SecretForm.IsIn(text, secret), text));
}
