using System.Net;
using System.Reflection;
using System.Security;
using System.Text.Json;
using ZohoLock.Authentication;
using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Authentication;

/// <summary>Secrets come out nowhere but where they are sent, not even where the other side hands them back.</summary>
public sealed class SecretTests
{
    private const string AccessToken = "1000.canary-access.7f3a";
    private const string RenewedToken = "1000.canary-renewed.90b2";
    private const string RefreshToken = "1000.canary-refresh.c41d";
    private const string ClientSecret = "canary-client-secret-5e8f";

    private static readonly string[] Secrets = [AccessToken, RenewedToken, RefreshToken, ClientSecret];

    private static readonly JsonSerializerOptions Deep = new() { WriteIndented = true, MaxDepth = 64 };

    /// <summary>Answers of a server, a gateway or a proxy that hands back the header it was sent; <c>{0}</c> is the token.</summary>
    public static TheoryData<int, string> Echoes { get; } = new()
    {
        { 401, """{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token {0}","status":"error"}""" },
        { 401, """{"code":"INVALID_TOKEN","details":{"token":"{0}"},"message":"invalid oauth token","status":"error"}""" },
        { 401, """{"code":"INVALID_TOKEN","details":{"api_name":"{0}","json_path":"$.{0}"},"message":"invalid","status":"error"}""" },
        { 401, """{"code":"{0}","details":{},"message":"invalid oauth token","status":"error"}""" },
        { 403, """{"code":"NO_PERMISSION","details":{"{0}":1},"message":"permission denied for Zoho-oauthtoken {0}","status":"error"}""" },
        { 400, """{"data":[{"code":"INVALID_DATA","details":{"expected":"{0}"},"message":"invalid {0} data","status":"error"}]}""" },
        { 429, """{"code":"TOO_MANY_REQUESTS","details":{"token":"{0}"},"message":"too many requests with {0}","status":"error"}""" },
        { 500, """{"code":"INTERNAL_ERROR","details":{},"message":"request: Authorization: Zoho-oauthtoken {0}","status":"error"}""" },
        { 502, "<html><pre>Authorization: Zoho-oauthtoken {0}</pre></html>" },
        { 200, "<html><pre>Authorization: Zoho-oauthtoken {0}</pre></html>" },
        { 200, "{0}" },
        { 200, "true{0}" },
        { 200, """{"data":[{"{0}":{"id":"{0}"},"id":{"{0}":"{0}"}}]}""" },
        { 200, """{"data":[{"id":["{0}"]}]}""" },
        { 200, """{"data":"{0}"}""" },
    };

    /// <summary>Answers of the accounts host, or of what stands in for it, that hand back the form.</summary>
    public static TheoryData<int, string> FormEchoes { get; } = new()
    {
        { 200, """{"error":"invalid_code","error_description":"{0} is no refresh token of {1}"}""" },
        { 200, """{"error":"no such token: {0}"}""" },
        { 200, """{"error":"{1}","status":"whatever"}""" },
        { 400, """{"error":"{0}","error_description":"{1}","status":"failure"}""" },
        { 400, """{"error":"{0}"}""" },
        { 500, """{"error":"client_secret={1}&refresh_token={0}"}""" },
        { 200, "client_secret={1}&refresh_token={0}" },
        { 200, "true{0}" },
        { 502, "<html>client_secret={1}&amp;refresh_token={0}</html>" },
        { 200, """{"access_token":{"{0}":"{1}"}}""" },
    };

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_token_that_the_api_host_hands_back_stays_unseen(int status, string body)
    {
        using var api = LiteralServer.Always(Reply.Whole(status, body.Replace("{0}", AccessToken, StringComparison.Ordinal), "Content-Type: application/json"));
        using var connection = await Opened.Open(Opened.TokenOptions(api.BaseUri) with { Credential = new AccessTokenCredential(Opened.Secure(AccessToken)) });

        foreach (var call in LockingCalls.All)
        {
            AssertNoSecret(await new RecordLockClient(connection.Api).FailAsync(call));
        }

        Assert.NotEmpty(api.Requests);
    }

    [Theory]
    [InlineData("{0}\r\n\r\n")]
    [InlineData("Zoho-oauthtoken {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nAuthorization {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n")]
    [InlineData("HTTP/1.1 302 {0}\r\nLocation: http://127.0.0.1/?token={0}\r\nContent-Length: 0\r\n\r\n")]
    public async Task A_token_that_is_handed_back_outside_a_body_stays_unseen(string text)
    {
        using var api = LiteralServer.Always(Reply.Raw(text.Replace("{0}", AccessToken, StringComparison.Ordinal)));
        using var connection = await Opened.Open(Opened.TokenOptions(api.BaseUri) with { Credential = new AccessTokenCredential(Opened.Secure(AccessToken)) });

        AssertNoSecret(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock));
    }

    [Fact]
    public async Task A_token_in_an_answer_that_is_good_stays_unseen_too()
    {
        using var api = LiteralServer.Always(Reply.Json(200, $$$"""{"data":[{"id":"1","Locked_Reason__s":"{{{AccessToken}}}","Locked_By__s":{"name":"{{{AccessToken}}}"}}]}"""));
        using var connection = await Opened.Open(Opened.TokenOptions(api.BaseUri) with { Credential = new AccessTokenCredential(Opened.Secure(AccessToken)) });

        var found = await new RecordLockClient(connection.Api).FindAsync("Leads", "1");

        Assert.Equal(("***", "***"), (found!.Reason, found.LockedBy!.Name));
    }

    [Fact]
    public async Task A_token_that_is_part_of_every_answer_breaks_none()
    {
        using var accounts = LiteralServer.Always(Sample.Token("null"));
        using var api = LiteralServer.Always(Sample.Success(LockingCall.List));
        using var connection = await Opened.Open(Options(accounts.BaseUri) with { ApiDomain = api.BaseUri });

        Assert.Single(await new RecordLockClient(connection.Api).ListAsync("Leads", "1"));
    }

    [Theory]
    [InlineData("HTTP/1.1 199 Odd\r\n\r\n{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{0}\r\n")]
    [InlineData("{0}\r\n\r\n")]
    public async Task A_new_token_outside_a_body_stays_unseen(string text)
    {
        using var accounts = LiteralServer.Always(Reply.Raw(text.Replace(
            "{0}", $$"""{"access_token":"{{AccessToken}}","refresh_token":"{{RefreshToken}}"}""", StringComparison.Ordinal)));

        AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri))));
    }

    [Fact]
    public async Task A_renewed_token_that_is_handed_back_stays_unseen()
    {
        using var accounts = LiteralServer.InTurn(Sample.Token(AccessToken), Sample.Token(RenewedToken));
        using var api = new LiteralServer(request => Reply.Json(
            401, $$"""{"code":"INVALID_TOKEN","details":{},"message":"{{request.Authorization}}","status":"error"}"""));
        using var connection = await Opened.Open(Options(accounts.BaseUri) with { ApiDomain = api.BaseUri });

        AssertNoSecret(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock));
        Assert.Equal($"Zoho-oauthtoken {RenewedToken}", api.Requests[^1].Authorization);
    }

    [Fact]
    public async Task A_token_that_is_handed_back_after_another_call_renewed_it_stays_unseen()
    {
        var slowArrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slowMayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var accounts = LiteralServer.InTurn(Sample.Token(AccessToken), Sample.Token(RenewedToken));
        using var api = new LiteralServer(async request =>
        {
            if (request.Method == "DELETE")
            {
                slowArrived.SetResult();
                await slowMayEnd.Task;
                return Reply.Json(403, $$"""{"code":"NO_PERMISSION","details":{},"message":"{{request.Authorization}}","status":"error"}""");
            }

            return request.Authorization!.Contains(AccessToken, StringComparison.Ordinal)
                ? Reply.Json(401, Sample.InvalidToken)
                : Sample.Success(LockingCall.Lock);
        });
        using var connection = await Opened.Open(Options(accounts.BaseUri) with { ApiDomain = api.BaseUri });
        var client = new RecordLockClient(connection.Api);

        var slow = client.FailAsync(LockingCall.Unlock);
        await slowArrived.Task.WaitAsync(Hang.Guard);
        await client.MakeAsync(LockingCall.Lock);
        slowMayEnd.SetResult();

        AssertNoSecret(await slow.WaitAsync(Hang.Guard));
    }

    [Theory]
    [MemberData(nameof(FormEchoes))]
    public async Task A_form_that_the_accounts_host_hands_back_stays_unseen(int status, string body)
    {
        using var accounts = LiteralServer.Always(Reply.Json(status, Filled(body)));

        AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri))));
    }

    [Theory]
    [InlineData("client_secret={1}&refresh_token={0}\r\n\r\n")]
    [InlineData("HTTP/1.1 {0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n{0} {1}\r\n\r\n")]
    public async Task A_form_that_is_handed_back_outside_a_body_stays_unseen(string text)
    {
        using var accounts = LiteralServer.Always(Reply.Raw(Filled(text)));

        AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri))));
    }

    [Theory]
    [InlineData(400, """{"error":"{0}"}""")]
    [InlineData(500, "<html>token={0}</html>")]
    public async Task A_token_that_the_revocation_hands_back_stays_unseen(int status, string body)
    {
        using var accounts = new LiteralServer(request => request.Path == "/oauth/v2/token" ? Sample.Token() : Reply.Json(status, Filled(body)));
        using var connection = await Opened.Open(Options(accounts.BaseUri));

        AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => connection.RevokeAsync()));
    }

    [Fact]
    public async Task A_call_without_an_answer_names_no_secret()
    {
        using var deserted = new DesertedPort();
        using var hanging = LiteralServer.Always(Reply.Hanging);
        using var closing = LiteralServer.Always(Reply.Closed);
        foreach (var server in (Uri[])[deserted.BaseUri, hanging.BaseUri, closing.BaseUri])
        {
            var options = Opened.TokenOptions(server) with { Credential = new AccessTokenCredential(Opened.Secure(AccessToken)) };
            using var connection = await Opened.Open(options, Opened.Quick with { CallTimeout = TimeSpan.FromMilliseconds(100) });

            AssertNoSecret(await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock));
            AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(deserted.BaseUri))));
        }
    }

    [Fact]
    public async Task A_secret_that_cannot_be_one_is_refused_unseen()
    {
        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(new ConnectionOptions
        {
            Credential = new AccessTokenCredential(Opened.Secure($"{AccessToken}\n{AccessToken}")),
        }));

        AssertNoSecret(failure);
    }

    [Fact]
    public async Task A_password_in_an_address_is_refused_unseen()
    {
        foreach (var address in (string[])[$"https://user:{ClientSecret}@www.zohoapis.com", $"http://{ClientSecret}@127.0.0.1", $"user:{ClientSecret}@127.0.0.1"])
        {
            var options = Opened.TokenOptions(new Uri("https://www.zohoapis.com"));

            AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options with { ApiDomain = new Uri(address) })));
            AssertNoSecret(await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options with { AccountsUri = new Uri(address) })));
        }
    }

    [Fact]
    public async Task A_connection_can_be_printed_and_exported_without_a_secret()
    {
        using var accounts = LiteralServer.Always(Sample.Token(AccessToken));
        var options = Options(accounts.BaseUri) with { ApiDomain = accounts.BaseUri };
        using var connection = await Opened.Open(options);

        AssertNoSecret(connection.ToString());
        AssertNoSecret(JsonSerializer.Serialize(connection, Deep));
        AssertNoSecret(options.ToString());
        AssertNoSecret(JsonSerializer.Serialize(options, Deep));
        AssertNoSecret(string.Join('\n', typeof(Connection).GetProperties().Select(property => property.GetValue(connection))));
    }

    [Fact]
    public async Task What_dotNET_logs_of_the_calls_has_no_secret()
    {
        using var log = new NetworkLog();
        using var accounts = LiteralServer.InTurn(Sample.Token(AccessToken), Sample.Token(RenewedToken), Reply.Json(200, """{"status":"success"}"""));
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.Open(Options(accounts.BaseUri) with { ApiDomain = api.BaseUri });

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
        await connection.RevokeAsync();

        Assert.Contains("/oauth/v2/token", log.Text, StringComparison.Ordinal);
        Assert.Contains("Locking_Information__s", log.Text, StringComparison.Ordinal);
        AssertNoSecret(log.Text);
    }

    [Fact]
    public async Task What_holds_a_secret_does_not_print_it()
    {
        using var accounts = LiteralServer.Always(Sample.Token(AccessToken));
        using var http = new HttpClient();
        var endpoint = new TokenEndpoint(http, accounts.BaseUri, new SecretRedactor(), TimeProvider.System);
        using var secret = new Secret(Opened.Secure(ClientSecret), "ClientSecret");
        using var client = new OAuthClient(new RefreshTokenCredential("client", Opened.Secure(ClientSecret), Opened.Secure(RefreshToken)));
        using var grant = new RefreshTokenGrant(client, new Secret(RefreshToken, "RefreshToken"));
        using var renewing = new RenewingTokenSource(grant, endpoint, cache: null, TimeProvider.System);
        using var fixedToken = new FixedTokenSource(new AccessToken(AccessToken), endpoint);
        var token = await renewing.GetAsync(CancellationToken.None);

        Assert.Equal(AccessToken, token.Value);
        Assert.All((object[])[secret, client, grant, renewing, fixedToken, token, endpoint], one => AssertNoSecret(one.ToString()));
        AssertNoSecret(new TokenResponse { AccessToken = AccessToken, RefreshToken = RefreshToken }.ToString());
        AssertNoSecret(new CachedToken(token, Throttle: null).ToString());
        AssertNoSecret(new CachedToken(token, Throttle: null).ToFile().ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_closed_connection_holds_no_secret(bool isTokenGiven)
    {
        using var accounts = LiteralServer.Always(Sample.Token(AccessToken));
        using var api = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        var options = isTokenGiven
            ? Opened.TokenOptions(api.BaseUri) with { Credential = new AccessTokenCredential(Opened.Secure(AccessToken)) }
            : Options(accounts.BaseUri) with { ApiDomain = api.BaseUri };
        var connection = await Opened.Open(options);
        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
        string[] expected = isTokenGiven ? [AccessToken] : [AccessToken, RefreshToken, ClientSecret];
        Assert.Equal(expected, FindSecrets(connection));

        connection.Dispose();

        Assert.Empty(FindSecrets(connection));
    }

    private static ConnectionOptions Options(Uri accounts) => Opened.RefreshOptions(accounts, accounts) with
    {
        Credential = new RefreshTokenCredential("1000.CLIENT", Opened.Secure(ClientSecret), Opened.Secure(RefreshToken)),
    };

    private static string Filled(string text) => text
        .Replace("{0}", RefreshToken, StringComparison.Ordinal)
        .Replace("{1}", ClientSecret, StringComparison.Ordinal);

    private static void AssertNoSecret(ZohoException failure)
    {
        AssertNoSecret(failure.ToString());
        AssertNoSecret(failure.Error.ToString());
        AssertNoSecret(JsonSerializer.Serialize(failure.Error, Deep));
        for (Exception? inner = failure; inner is not null; inner = inner.InnerException)
        {
            AssertNoSecret(inner.ToString());
            AssertNoSecret(string.Join('\n', inner.Data.Values.Cast<object?>()));
        }
    }

    // The secrets that can be reached from an object through the fields of this project's types and through collections.
    private static IEnumerable<string> FindSecrets(object root)
    {
        var texts = new List<string>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var left = new Stack<object?>([root]);
        while (left.TryPop(out var one))
        {
            if (one is null || !seen.Add(one))
            {
                continue;
            }

            switch (one)
            {
                case string text:
                    texts.Add(text);
                    break;
                case SecureString secure:
                    texts.Add(Reveal(secure));
                    break;
                case Array array:
                    foreach (var item in array)
                    {
                        left.Push(item);
                    }

                    break;
                default:
                    foreach (var field in Fields(one.GetType()))
                    {
                        left.Push(field.GetValue(one));
                    }

                    break;
            }
        }

        return Secrets.Where(secret => texts.Exists(text => text.Contains(secret, StringComparison.Ordinal)));
    }

    private static IEnumerable<FieldInfo> Fields(Type? type)
    {
        for (; type?.Namespace is { } name && (name.StartsWith("ZohoLock", StringComparison.Ordinal) || name.StartsWith("System.Collections", StringComparison.Ordinal)); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static string Reveal(SecureString secure)
    {
        try
        {
            return new NetworkCredential(string.Empty, secure).Password;
        }
        catch (ObjectDisposedException)
        {
            return string.Empty;
        }
    }

    private static void AssertNoSecret(string? text) =>
        Assert.All(Secrets, secret => Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase));
}
