using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Authentication;

/// <summary>The token endpoint's refusals, which come with status 200 (protocol section 4.3).</summary>
public sealed class TokenErrorTests
{
    [Theory]
    [InlineData("invalid_code")]
    [InlineData("invalid_client")]
    [InlineData("invalid_client_secret")]
    [InlineData("invalid_redirect_uri")]
    [InlineData("access_denied")]
    [InlineData("missing_org_info")]
    [InlineData("server error")]
    public async Task A_refusal_with_status_200_is_told_by_its_body(string wire)
    {
        var error = await ErrorAsync(Reply.Json(200, $$"""{"error":"{{wire}}"}"""));

        Assert.Equal(
            (wire.Replace(' ', '_'), ZohoErrorKind.AuthenticationError, 200, true), (error.Code, error.Kind, error.StatusCode, error.EndsRun));
        Assert.NotEmpty(error.Advice);
    }

    [Theory]
    [InlineData("invalid_code")]
    [InlineData("invalid_client")]
    [InlineData("invalid_client_secret")]
    public async Task A_refusal_that_a_wrong_data_centre_explains_says_so(string wire)
    {
        var error = await ErrorAsync(Reply.Json(200, $$"""{"error":"{{wire}}"}"""));

        Assert.Contains("-DataCenter", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "Access Denied")]
    [InlineData(400, "Access Denied")]
    [InlineData(200, "拒绝访问")]
    [InlineData(400, "拒绝访问")]
    public async Task The_throttle_is_told_by_its_status_key_in_any_language(int status, string wire)
    {
        var error = await ErrorAsync(Reply.Json(status, $$"""
            {"error_description":"You have made too many requests continuously. Please try again after some time.","error":"{{wire}}","status":"failure"}
            """));

        Assert.Equal(
            ("token_throttled", ZohoErrorKind.LimitsExceeded, status, true), (error.Code, error.Kind, error.StatusCode, error.EndsRun));
        Assert.NotEmpty(error.Advice);
    }

    [Theory]
    [InlineData(200, "<html>please log in</html>", "HTTP_200", ZohoErrorKind.AuthenticationError)]
    [InlineData(200, "", "HTTP_200", ZohoErrorKind.AuthenticationError)]
    [InlineData(200, "{}", "no_token", ZohoErrorKind.AuthenticationError)]
    [InlineData(200, "null", "no_token", ZohoErrorKind.AuthenticationError)]
    [InlineData(200, "[]", "no_token", ZohoErrorKind.AuthenticationError)]
    [InlineData(200, """{"access_token":""}""", "no_token", ZohoErrorKind.AuthenticationError)]
    [InlineData(200, """{"access_token":null,"token_type":"Bearer"}""", "no_token", ZohoErrorKind.AuthenticationError)]
    [InlineData(404, "", "HTTP_404", ZohoErrorKind.AuthenticationError)]
    [InlineData(429, "", "HTTP_429", ZohoErrorKind.ConnectionError)]
    [InlineData(500, "<html>oops</html>", "HTTP_500", ZohoErrorKind.ConnectionError)]
    [InlineData(503, "{}", "HTTP_503", ZohoErrorKind.ConnectionError)]
    [InlineData(500, """{"error":"server error"}""", "HTTP_500", ZohoErrorKind.ConnectionError)]
    public async Task An_answer_without_a_token_and_without_a_reason_is_named_by_its_status(
        int status, string body, string code, ZohoErrorKind kind)
    {
        var error = await ErrorAsync(Reply.Json(status, body));

        Assert.Equal((code, kind, status, true), (error.Code, error.Kind, error.StatusCode, error.EndsRun));
        Assert.NotEmpty(error.Advice);
    }

    [Theory]
    [InlineData("""{"error":"half a character \ud83d"}""")]
    [InlineData("""{"access_token":"\ud83d"}""")]
    [InlineData("""{"error":{"code":7}}""")]
    public async Task An_answer_that_makes_no_sense_is_an_error_like_any_other(string body) =>
        Assert.Equal(ZohoErrorKind.AuthenticationError, (await ErrorAsync(Reply.Json(200, body))).Kind);

    [Theory]
    [InlineData(429, """{"error":"too many requests"}""")]
    [InlineData(500, """{"error":"server error"}""")]
    [InlineData(503, """{"error":"temporarily_unavailable"}""")]
    [InlineData(503, "<html>back soon</html>")]
    public async Task An_endpoint_that_is_down_for_a_moment_is_asked_again_whatever_it_says(int status, string body)
    {
        using var accounts = LiteralServer.InTurn(Reply.Json(status, body), Sample.Token());
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        Assert.Equal(2, accounts.Requests.Count);
    }

    /// <summary>It may have used up one of the ten tokens of ten minutes.</summary>
    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("17")]
    [InlineData("\"1000.x.y\"")]
    [InlineData(" \r\n{}")]
    [InlineData("\uFEFF{}")]
    [InlineData("""{"access_token":17}""")]
    [InlineData("""{"access_token":{"value":"1000.x.y"}}""")]
    [InlineData("""{"access_token":"1000.x y"}""")]
    [InlineData("""{"access_token":"\ud83d"}""")]
    [InlineData("""{"error":{"code":7}}""")]
    [InlineData("""[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]""")]
    public async Task Json_with_status_200_is_never_asked_for_again(string body)
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, body));
        var options = Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options));

        Assert.Equal(("no_token", ZohoErrorKind.AuthenticationError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        Assert.Single(accounts.Requests);

        await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options with
        {
            Credential = new ClientCredentials("1000.CLIENT", Opened.Secure("secret-of-the-client"), "17"),
        }));
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Theory]
    [InlineData("<html>please log in</html>")]
    [InlineData("")]
    [InlineData("""{"access_token":"1000.x""")]
    public async Task What_is_not_json_is_asked_for_again(string body)
    {
        using var accounts = LiteralServer.InTurn(Reply.Json(200, body), Sample.Token());
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        Assert.Equal(2, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_refusal_is_asked_for_once()
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, """{"error":"invalid_code"}"""));

        await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri)));

        Assert.Single(accounts.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_no_token() => Assert.Equal(
        ZohoErrorKind.ConnectionError,
        (await ErrorAsync(Reply.Truncated(200, """{"access_token":"1000.x.y","token_type":"Bearer","expires_in":3600}"""))).Kind);

    [Fact]
    public async Task The_emulator_refuses_each_wrong_credential_as_Zoho_does()
    {
        using var emulator = new CrmEmulator();
        emulator.Start();
        var options = Opened.Options(emulator);
        var right = (RefreshTokenCredential)options.Credential;

        Assert.Equal("invalid_client", await CodeAsync(options with { Credential = right with { ClientId = "1000.WRONG" } }));
        Assert.Equal("invalid_client_secret", await CodeAsync(options with { Credential = right with { ClientSecret = Opened.Secure("wrong") } }));
        Assert.Equal("invalid_code", await CodeAsync(options with { Credential = right with { RefreshToken = Opened.Secure("1000.wrong.token") } }));
    }

    [Theory]
    [InlineData(ThrottleStatus.Ok)]
    [InlineData(ThrottleStatus.BadRequest)]
    public async Task The_eleventh_token_in_ten_minutes_is_throttled(ThrottleStatus status)
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { TokenThrottleStatus = status, TokenThrottleError = "拒绝访问" });
        emulator.Start();
        for (var token = 0; token < 10; token++)
        {
            using var connection = await Opened.To(emulator);
        }

        Assert.Equal("token_throttled", await CodeAsync(Opened.Options(emulator)));
        Assert.Equal(10, emulator.Counters.TokensIssued);
    }

    private static async Task<ZohoError> ErrorAsync(Reply reply)
    {
        using var accounts = LiteralServer.Always(reply);
        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri)));
        return failure.Error;
    }

    private static async Task<string> CodeAsync(ConnectionOptions options) =>
        (await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(options))).Error.Code;
}
