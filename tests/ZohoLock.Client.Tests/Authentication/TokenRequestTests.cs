using Microsoft.Extensions.Time.Testing;
using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Authentication;

/// <summary>Getting, renewing and revoking tokens (protocol sections 4.1, 4.2 and 4.4).</summary>
public sealed class TokenRequestTests
{
    private const string Mismatch =
        """{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"invalid oauth scope to access this URL","status":"error"}""";

    [Fact]
    public async Task A_refresh_token_is_exchanged_when_the_connection_is_opened()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        var request = accounts.Request;
        Assert.Equal(("POST", "/oauth/v2/token"), (request.Method, request.Target));
        Assert.StartsWith("application/x-www-form-urlencoded", request.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "refresh_token",
                ["client_id"] = "1000.CLIENT",
                ["client_secret"] = "secret-of-the-client",
                ["refresh_token"] = "1000.refresh.token",
            },
            request.Form);
    }

    [Fact]
    public async Task What_is_special_in_a_form_is_encoded_and_blanks_from_copying_are_dropped()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri) with
        {
            Credential = new RefreshTokenCredential(" 1000.CLIENT\t", Opened.Secure("a+b&c=d%2F/?\n"), Opened.Secure("  1000.~!\"'")),
        });

        Assert.Equal("1000.CLIENT", accounts.Request.Form["client_id"]);
        Assert.Equal("a+b&c=d%2F/?", accounts.Request.Form["client_secret"]);
        Assert.Equal("1000.~!\"'", accounts.Request.Form["refresh_token"]);
    }

    [Fact]
    public async Task The_token_that_was_granted_is_the_one_that_calls_carry()
    {
        using var accounts = LiteralServer.Always(Sample.Token("1000.granted.one"));
        using var api = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.All(api.Requests, request => Assert.Equal("Zoho-oauthtoken 1000.granted.one", request.Authorization));
        Assert.Single(accounts.Requests);
    }

    [Fact]
    public async Task The_accounts_host_is_never_sent_an_authorization_header()
    {
        using var accounts = new LiteralServer(request =>
            request.Path == "/oauth/v2/token" ? Sample.Token() : Reply.Json(200, """{"status":"success"}"""));
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
        await connection.RevokeAsync();

        Assert.Equal(3, accounts.Requests.Count);
        Assert.All(accounts.Requests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task The_api_host_is_never_sent_a_refresh_token_or_client_secret()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.All(api.Requests, request =>
        {
            var text = $"{request.Target} {string.Join(' ', request.Headers)} {request.Body}";
            Assert.DoesNotContain("secret-of-the-client", text, StringComparison.Ordinal);
            Assert.DoesNotContain("1000.refresh.token", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_connection_tells_the_scopes_and_the_end_of_its_token()
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, """
            {"access_token":"1000.x.y","scope":"ZohoCRM.modules.ALL ZohoCRM.org.READ","api_domain":"https://www.zohoapis.com",
             "token_type":"Bearer","expires_in":3600}
            """));

        var clock = new FakeTimeProvider();
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri), Opened.Quick with { Time = clock });

        Assert.Equal(["ZohoCRM.modules.ALL", "ZohoCRM.org.READ"], connection.Scopes);
        Assert.Equal(clock.GetUtcNow().AddHours(1), connection.TokenExpires);
    }

    [Fact]
    public async Task What_an_answer_does_not_tell_is_empty_or_null()
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, """{"access_token":"1000.x.y"}"""));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        Assert.Empty(connection.Scopes);
        Assert.Null(connection.TokenExpires);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_and_the_call_sent_once_more_just_as_it_was()
    {
        foreach (var call in LockingCalls.All)
        {
            using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(call));
            using var accounts = LiteralServer.InTurn(Sample.Token("1000.access.old"), Sample.Token("1000.access.new"));
            using var connection = await Opened.WithRefreshToken(accounts, api);

            await new RecordLockClient(connection.Api).MakeAsync(call);

            Assert.Equal(["Zoho-oauthtoken 1000.access.old", "Zoho-oauthtoken 1000.access.new"], api.Requests.Select(one => one.Authorization));
            Assert.Single(api.Requests.Select(one => (one.Method, one.Target, one.Body)).Distinct());
            Assert.Equal(2, accounts.Requests.Count);
        }
    }

    [Theory]
    [InlineData(Sample.InvalidToken)]
    [InlineData("""{"code":"INVALID_OAUTHTOKEN","details":{},"message":"Access token is invalid or expired","status":"error"}""")]
    [InlineData("""{"code":"AUTHENTICATION_FAILURE","details":{},"message":"Authentication failed","status":"error"}""")]
    [InlineData("<html>who are you?</html>")]
    [InlineData("")]
    public async Task Whatever_a_401_says_the_token_is_renewed_once_and_a_new_one_that_is_never_taken_ends_the_run(string body)
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Json(401, body));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal((401, ZohoErrorKind.AuthenticationError, true), (failure.Error.StatusCode, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Equal(2, accounts.Requests.Count);
        Assert.Equal(1 + 3, api.Requests.Count);
    }

    [Theory]
    [InlineData(Mismatch)]
    [InlineData("""{"code":"OAUTH_SCOPE_MISMATCH","details":{"method":"GET","url":"/crm/v8/Leads"},"message":"Unauthorized","status":"error"}""")]
    public async Task A_missing_scope_is_no_reason_to_renew(string body)
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Json(401, body));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal(
            ("OAUTH_SCOPE_MISMATCH", ZohoErrorKind.AuthenticationError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Contains("ZohoCRM.modules.lockinginformation.ALL", failure.Error.Advice, StringComparison.Ordinal);
        Assert.Single(api.Requests);
        Assert.Single(accounts.Requests);
    }

    [Fact]
    public async Task Twenty_calls_in_flight_with_a_dead_token_ask_for_one_new_one()
    {
        const int Calls = 20;
        var inFlight = new CountdownEvent(Calls);
        var allInFlight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var accounts = LiteralServer.InTurn(Sample.Token("1000.access.dead"), Sample.Token("1000.access.new"));
        using var api = new LiteralServer(async request =>
        {
            if (request.Authorization != "Zoho-oauthtoken 1000.access.dead")
            {
                return Sample.Success(LockingCall.Lock);
            }

            if (inFlight.Signal())
            {
                allInFlight.SetResult();
            }

            await allInFlight.Task;
            return Reply.Json(401, Sample.InvalidToken);
        });
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api.BaseUri) with { Edition = CrmEdition.Enterprise });
        var client = new RecordLockClient(connection.Api);

        await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => client.MakeAsync(LockingCall.Lock))).WaitAsync(Hang.Guard);

        Assert.Equal(2, accounts.Requests.Count);
        Assert.Equal(2 * Calls, api.Requests.Count);
        Assert.Equal(Calls, api.Requests.Count(request => request.Authorization == "Zoho-oauthtoken 1000.access.new"));
    }

    [Fact]
    public async Task A_renewal_that_failed_for_the_moment_is_tried_anew_by_a_later_call()
    {
        using var accounts = LiteralServer.InTurn(
            Sample.Token("1000.access.old"), Reply.Json(200, """{"error":"access_denied"}"""), Sample.Token("1000.access.new"));
        using var api = new LiteralServer(request => request.Authorization == "Zoho-oauthtoken 1000.access.new"
            ? Sample.Success(LockingCall.Lock)
            : Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.WithRefreshToken(accounts, api);
        var client = new RecordLockClient(connection.Api);

        var failure = await client.FailAsync(LockingCall.Lock);
        await client.MakeAsync(LockingCall.Lock);

        Assert.Equal(("access_denied", ZohoErrorKind.AuthenticationError), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal(3, accounts.Requests.Count);
    }

    [Theory]
    [InlineData("invalid_code")]
    [InlineData("invalid_client")]
    [InlineData("invalid_client_secret")]
    public async Task What_was_refused_for_good_is_not_asked_for_again(string wire)
    {
        using var accounts = LiteralServer.InTurn(
            Sample.Token("1000.access.old"), Reply.Json(200, $$"""{"error":"{{wire}}"}"""), Sample.Token("1000.access.new"));
        using var api = LiteralServer.Always(Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.WithRefreshToken(accounts, api);
        var client = new RecordLockClient(connection.Api);

        var first = await client.FailAsync(LockingCall.Lock);
        var second = await client.FailAsync(LockingCall.Lock);

        Assert.Equal((wire, wire), (first.Error.Code, second.Error.Code));
        Assert.Equal(2, accounts.Requests.Count);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task A_token_that_was_given_is_not_exchanged_nor_renewed()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.Open(Opened.TokenOptions(api.BaseUri) with { AccountsUri = accounts.BaseUri });

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal(("INVALID_TOKEN", ZohoErrorKind.AuthenticationError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Single(api.Requests);
        Assert.Empty(accounts.Requests);
        Assert.Null(connection.TokenExpires);
        Assert.Empty(connection.Scopes);
    }

    [Fact]
    public async Task Revoking_sends_the_refresh_token_in_the_form()
    {
        using var accounts = new LiteralServer(request =>
            request.Path == "/oauth/v2/token" ? Sample.Token() : Reply.Json(200, """{"status":"success"}"""));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        await connection.RevokeAsync();

        var request = accounts.Requests[^1];
        Assert.Equal(("POST", "/oauth/v2/token/revoke"), (request.Method, request.Target));
        Assert.Equal(new Dictionary<string, string> { ["token"] = "1000.refresh.token" }, request.Form);
    }

    [Fact]
    public async Task Revoking_sends_the_access_token_where_that_is_what_was_given()
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, """{"status":"success"}"""));
        using var connection = await Opened.WithToken(accounts);

        await connection.RevokeAsync();

        Assert.Equal("1000.access.given", accounts.Request.Form["token"]);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_code"}""")]
    [InlineData(400, "")]
    [InlineData(200, """{"error":"invalid_code"}""")]
    [InlineData(200, """{"status":"failure"}""")]
    [InlineData(200, "<html>please log in</html>")]
    [InlineData(500, """{"status":"success"}""")]
    public async Task A_revocation_that_Zoho_did_not_confirm_is_an_error(int status, string body)
    {
        using var accounts = LiteralServer.Always(Reply.Json(status, body));
        using var connection = await Opened.WithToken(accounts);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => connection.RevokeAsync());

        Assert.Equal("not_revoked", failure.Error.Code);
        Assert.NotEmpty(failure.Error.Advice);
    }

    [Fact]
    public async Task Revoking_for_real_ends_the_tokens_at_the_emulator()
    {
        using var emulator = new CrmEmulator();
        emulator.Start();
        var id = emulator.AddModule("Deals").AddRecords(1)[0];
        using var connection = await Opened.To(emulator);

        await connection.RevokeAsync();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new RecordLockClient(connection.Api).LockAsync("Deals", id, "Quarter closed"));
        Assert.Equal(("invalid_code", ZohoErrorKind.AuthenticationError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
    }

    [Theory]
    [InlineData("an empty access token", "AccessToken", "")]
    [InlineData("a blank access token", "AccessToken", "  ")]
    [InlineData("an access token of two lines", "AccessToken", "1000.two\nlines")]
    [InlineData("an access token with a letter that no header has", "AccessToken", "1000.zwölf")]
    [InlineData("an empty client id", "ClientId", "")]
    [InlineData("a blank client id", "ClientId", " ")]
    [InlineData("an empty client secret", "ClientSecret", "")]
    [InlineData("a blank client secret", "ClientSecret", "  ")]
    [InlineData("an empty refresh token", "RefreshToken", "")]
    [InlineData("a blank refresh token", "RefreshToken", "  ")]
    [InlineData("a refresh token of two lines", "RefreshToken", "1000.a\rX-Header: b")]
    public async Task Credentials_that_are_not_whole_are_refused_before_any_call(string what, string name, string text)
    {
        using var server = LiteralServer.Always(Sample.Token());
        var whole = Opened.RefreshOptions(server.BaseUri, server.BaseUri);
        var right = (RefreshTokenCredential)whole.Credential;
        Credential credential = name switch
        {
            "AccessToken" => new AccessTokenCredential(Opened.Secure(text)),
            "ClientId" => right with { ClientId = text },
            "ClientSecret" => right with { ClientSecret = Opened.Secure(text) },
            _ => right with { RefreshToken = Opened.Secure(text) },
        };

        var failure = await Xunit.Record.ExceptionAsync(() => Opened.Open(whole with { Credential = credential }));

        Assert.True(failure is ZohoException { Error.Kind: ZohoErrorKind.InvalidArgument } refused
            && refused.Error.Message.Contains(name, StringComparison.Ordinal), $"{what} gave {failure}");
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("""{"access_token":"1000.two\r\nX-Injected: lines"}""")]
    [InlineData("""{"access_token":"1000.zwölf"}""")]
    public async Task A_granted_token_that_is_no_header_text_is_an_error_and_no_call(string answer)
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, answer));
        using var api = LiteralServer.Always(Sample.Success(LockingCall.Lock));

        await Assert.ThrowsAsync<ZohoException>(async () =>
        {
            using var connection = await Opened.WithRefreshToken(accounts, api);
            await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);
        });

        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task A_closed_connection_makes_no_more_calls()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Sample.Success(LockingCall.Lock));
        var connection = await Opened.WithRefreshToken(accounts, api);
        var client = new RecordLockClient(connection.Api);
        await client.MakeAsync(LockingCall.Lock);

        connection.Dispose();
        var failure = await Xunit.Record.ExceptionAsync(() => client.MakeAsync(LockingCall.Lock));

        Assert.True(connection.IsClosed);
        Assert.Single(api.Requests);
        Assert.True(failure is ObjectDisposedException or ZohoException, failure?.ToString());
    }

    [Fact]
    public async Task Closing_twice_does_no_harm()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        connection.Dispose();
        connection.Dispose();

        Assert.True(connection.IsClosed);
    }
}
