using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Authentication.Grants;

/// <summary>Connecting as the client itself: no refresh token, and two paths of which the sources name one each (protocol sections 4.1 and 11).</summary>
public sealed class ClientCredentialsGrantTests
{
    private const string OrganizationId = "5843104000000020005";
    private const string TokenPath = "/oauth/v2/token";
    private const string OtherPath = "/oauth/v2/auth";

    /// <summary>What a path without the grant may answer: no page says.</summary>
    public static TheoryData<int, string> UnknownGrants { get; } = new()
    {
        { 200, """{"error":"unsupported_grant_type"}""" },
        { 200, """{"error":"server error"}""" },
        { 200, """{"error":"invalid_code"}""" },
        { 400, """{"error":"unsupported_grant_type"}""" },
        { 404, "<html>not found</html>" },
        { 405, "" },
    };

    /// <summary>What is said of the client or of the moment, and would be said at the other path too.</summary>
    public static TheoryData<int, string, string> Judgements { get; } = new()
    {
        { 200, """{"error":"invalid_client"}""", "invalid_client" },
        { 200, """{"error":"invalid_client_secret"}""", "invalid_client_secret" },
        { 200, """{"error":"missing_org_info"}""", "missing_org_info" },
        { 200, """{"error":"access_denied"}""", "access_denied" },
        { 200, """{"error":"invalid_scope"}""", "invalid_scope" },
        { 200, """{"error":"Access Denied","status":"failure"}""", "token_throttled" },
        { 400, """{"error":"拒绝访问","status":"failure"}""", "token_throttled" },
    };

    [Fact]
    public async Task The_client_asks_for_its_scopes_in_one_organisation()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var connection = await Opened.Open(Options(accounts.BaseUri));

        Assert.Equal(("POST", TokenPath), (accounts.Request.Method, accounts.Request.Target));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = "1000.CLIENT",
                ["client_secret"] = "secret-of-the-client",
                ["scope"] = OAuthClientCredential.DefaultScope,
                ["soid"] = $"ZohoCRM.{OrganizationId}",
            },
            accounts.Request.Form);
        Assert.Null(connection.GetRefreshToken());
    }

    [Fact]
    public async Task Scopes_that_were_chosen_are_asked_for()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        var options = Options(accounts.BaseUri);
        using var connection = await Opened.Open(options with
        {
            Credential = (ClientCredentials)options.Credential with { Scope = "ZohoCRM.modules.READ,ZohoCRM.org.READ" },
        });

        Assert.Equal("ZohoCRM.modules.READ,ZohoCRM.org.READ", accounts.Request.Form["scope"]);
    }

    [Theory]
    [MemberData(nameof(UnknownGrants))]
    public async Task Where_the_first_path_does_not_know_the_grant_the_other_is_asked_and_kept(int status, string body)
    {
        using var accounts = new LiteralServer(request => request.Path == OtherPath
            ? Sample.Token()
            : Reply.Json(status, body));
        using var api = LiteralServer.InTurn(Reply.Json(401, Sample.InvalidToken), Sample.Success(LockingCall.Lock));
        using var connection = await Opened.Open(Options(accounts.BaseUri, api.BaseUri));

        await new RecordLockClient(connection.Api).MakeAsync(LockingCall.Lock);

        Assert.Equal([TokenPath, OtherPath, OtherPath], accounts.Requests.Select(request => request.Target));
        Assert.All(accounts.Requests, request => Assert.Equal($"ZohoCRM.{OrganizationId}", request.Form["soid"]));
    }

    [Theory]
    [MemberData(nameof(Judgements))]
    public async Task What_is_said_of_the_client_is_not_asked_for_again_elsewhere(int status, string body, string code)
    {
        using var accounts = LiteralServer.Always(Reply.Json(status, body));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri)));

        Assert.Equal((code, true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Equal(TokenPath, accounts.Request.Target);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_first_path_that_fails_for_the_moment_is_asked_again_and_not_the_other(int status)
    {
        using var accounts = LiteralServer.InTurn(Reply.Html(status, "<html>oops</html>"), Sample.Token());
        using var connection = await Opened.Open(Options(accounts.BaseUri));

        Assert.Equal([TokenPath, TokenPath], accounts.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task A_refusal_at_both_paths_is_told_as_the_first_put_it()
    {
        using var accounts = new LiteralServer(request => request.Path == TokenPath
            ? Reply.Json(200, """{"error":"unsupported_grant_type"}""")
            : Reply.Json(404, ""));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri)));

        Assert.Equal(("unsupported_grant_type", ZohoErrorKind.AuthenticationError), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal([TokenPath, OtherPath], accounts.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task What_the_other_path_says_of_the_client_is_told()
    {
        using var accounts = new LiteralServer(request => Reply.Json(
            200, request.Path == TokenPath ? """{"error":"unsupported_grant_type"}""" : """{"error":"invalid_client_secret"}"""));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri)));

        Assert.Equal("invalid_client_secret", failure.Error.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("org5843104")]
    [InlineData("ZohoCRM.5843104")]
    [InlineData("5843104&scope=x")]
    [InlineData("58 43")]
    [InlineData("-1")]
    [InlineData("٣")]
    public async Task An_organisation_id_that_is_not_digits_is_refused_before_any_call(string id)
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        var options = Options(accounts.BaseUri);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options with
        {
            Credential = (ClientCredentials)options.Credential with { OrganizationId = id },
        }));

        Assert.Equal(("InvalidOrganizationId", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.Empty(accounts.Requests);
    }

    [Fact]
    public async Task A_missing_organisation_is_told_with_where_to_find_its_id()
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, """{"error":"missing_org_info"}"""));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Options(accounts.BaseUri)));

        Assert.Equal(ZohoErrorKind.AuthenticationError, failure.Error.Kind);
        Assert.Contains("-OrganizationId", failure.Error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ClientCredentialsPath.Token, new[] { TokenPath, TokenPath })]
    [InlineData(ClientCredentialsPath.Authorize, new[] { TokenPath, OtherPath, OtherPath })]
    public async Task At_the_emulator_records_are_locked_and_the_token_renewed_by_either_path(ClientCredentialsPath path, string[] asked)
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { RecordRequests = true });
        emulator.Settings.Contradictions.ClientCredentialsPath = path;
        emulator.Start();
        var ids = emulator.AddModule("Deals").AddRecords(2);
        using var connection = await Opened.Open(Options(emulator));
        var client = new RecordLockClient(connection.Api);

        await client.LockAsync("Deals", ids[0], "Quarter closed");
        emulator.ExpireAccessTokens();
        await client.LockAsync("Deals", ids[1], "Quarter closed");

        Assert.Equal(asked, emulator.Requests.Select(request => request.PathAndQuery).Where(target => target.StartsWith("/oauth", StringComparison.Ordinal)));
        Assert.Equal(2, emulator.GetModule("Deals").LockedCount);
        Assert.Empty(emulator.Failures);
    }

    [Fact]
    public async Task At_the_emulator_another_organisation_is_denied()
    {
        using var emulator = new CrmEmulator();
        emulator.Start();
        var options = Options(emulator);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options with
        {
            Credential = (ClientCredentials)options.Credential with { OrganizationId = "17" },
        }));

        Assert.Equal("access_denied", failure.Error.Code);
        Assert.Contains("-OrganizationId", failure.Error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_sends_the_access_token_because_there_is_no_other()
    {
        using var accounts = new LiteralServer(request => request.Path == TokenPath
            ? Sample.Token("1000.access.own")
            : Reply.Json(200, """{"status":"success"}"""));
        using var connection = await Opened.Open(Options(accounts.BaseUri));

        await connection.RevokeAsync();

        Assert.Equal([TokenPath, "/oauth/v2/token/revoke"], accounts.Requests.Select(request => request.Target));
        Assert.Equal(new Dictionary<string, string> { ["token"] = "1000.access.own" }, accounts.Requests[1].Form);
    }

    private static ConnectionOptions Options(Uri accounts, Uri? api = null) => new()
    {
        Credential = new ClientCredentials("1000.CLIENT", Opened.Secure("secret-of-the-client"), OrganizationId),
        AccountsUri = accounts,
        ApiDomain = api ?? accounts,
    };

    private static ConnectionOptions Options(CrmEmulator emulator) => new()
    {
        Credential = new ClientCredentials(emulator.ClientId, Opened.Secure(emulator.ClientSecret), emulator.OrganizationId),
        AccountsUri = emulator.BaseUri,
    };
}
