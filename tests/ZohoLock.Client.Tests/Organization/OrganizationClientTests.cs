using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Organization;

/// <summary>Which organisation a connection belongs to, and what its edition allows (protocol sections 6.1 and 6.2).</summary>
public sealed class OrganizationClientTests
{
    private const string Row = """
        {"org":[{"country":"US","company_name":"Zylker","id":"5843104000000020005","license_details":{"paid_expiry":null,
         "users_license_purchased":10,"trial_type":null,"trial_expiry":null,"paid":true,"paid_type":"enterprise"}}]}
        """;

    /// <summary>What pays for which edition, and how many calls at once that allows.</summary>
    public static TheoryData<string, CrmEdition, int> PaidTypes { get; } = new()
    {
        { "free", CrmEdition.Free, 5 },
        { "standard", CrmEdition.Standard, 10 },
        { "starter", CrmEdition.Standard, 10 },
        { "professional", CrmEdition.Professional, 15 },
        { "enterprise", CrmEdition.Enterprise, 20 },
        { "Enterprise", CrmEdition.Enterprise, 20 },
        { "zohooneenterprise", CrmEdition.Enterprise, 20 },
        { "zoho_one", CrmEdition.Enterprise, 20 },
        { "ultimate", CrmEdition.Ultimate, 25 },
        { "crmplus", CrmEdition.Ultimate, 25 },
        { "CRM Plus Enterprise", CrmEdition.Ultimate, 25 },
    };

    [Fact]
    public async Task The_organisation_is_asked_for_once_at_the_version_of_the_connection()
    {
        using var api = LiteralServer.Always(Reply.Json(200, Row));
        using var connection = await Opened.WithToken(api, "v8");

        Assert.Null(connection.Organization);
        Assert.True(await connection.LearnOrganizationAsync());

        Assert.Equal(("GET", "/crm/v8/org", $"Zoho-oauthtoken {Opened.Token}"), (api.Request.Method, api.Request.Target, api.Request.Authorization));
        Assert.Equal(
            new CrmOrganization("5843104000000020005", "Zylker") { PaidType = "enterprise", Edition = CrmEdition.Enterprise, UserLicenses = 10 },
            connection.Organization);
        Assert.Equal($"Zylker, emulator at {api.BaseUri.Authority}", connection.ToString());
    }

    [Theory]
    [InlineData("""{"org":[{"id":5843104000000020005,"company_name":"Zylker"}]}""", "5843104000000020005", "Zylker")]
    [InlineData("""{"org":[{"id":"17"}]}""", "17", null)]
    [InlineData("""{"org":[{"id":"17","company_name":null,"license_details":null}]}""", "17", null)]
    [InlineData("""{"org":[{"id":"17","company_name":"  "}]}""", "17", null)]
    [InlineData("""{"org":[{"id":"17","company_name":"Zürich 株式会社","license_details":{}}]}""", "17", "Zürich 株式会社")]
    public async Task What_is_not_told_stays_unknown_and_an_id_may_be_a_number(string body, string id, string? name)
    {
        using var api = LiteralServer.Always(Reply.Json(200, body));
        using var connection = await Opened.WithToken(api);

        Assert.True(await connection.LearnOrganizationAsync());

        Assert.Equal(new CrmOrganization(id, name), connection.Organization);
        Assert.Equal((null, 25), (connection.Edition, connection.MaxConcurrency));
        Assert.Null(connection.GetApiLimit().DailyCredits);
    }

    [Theory]
    [InlineData("10", 10)]
    [InlineData("\"10\"", 10)]
    [InlineData("0", 0)]
    [InlineData("-1", null)]
    [InlineData("1e99", null)]
    [InlineData("\"many\"", null)]
    [InlineData("null", null)]
    public async Task Licences_are_counted_whatever_they_are_written_as(string wire, int? licenses)
    {
        using var api = LiteralServer.Always(Reply.Json(
            200, $$$"""{"org":[{"id":"17","license_details":{"users_license_purchased":{{{wire}}}}}]}"""));
        using var connection = await Opened.WithToken(api);

        await connection.LearnOrganizationAsync();

        Assert.Equal(licenses, connection.Organization!.UserLicenses);
    }

    [Theory]
    [MemberData(nameof(PaidTypes))]
    public async Task The_edition_and_the_calls_at_once_are_learnt_from_what_is_paid_for(string paidType, CrmEdition edition, int calls)
    {
        using var api = LiteralServer.Always(Reply.Json(200, Row.Replace("\"enterprise\"", $"\"{paidType}\"", StringComparison.Ordinal)));
        using var connection = await Opened.WithToken(api);
        Assert.Equal((5, 25), (connection.ConcurrencyLimit, connection.MaxConcurrency));

        await connection.LearnOrganizationAsync();

        Assert.Equal((paidType, edition), (connection.Organization!.PaidType, connection.Edition));
        Assert.Equal((calls, calls), (connection.ConcurrencyLimit, connection.MaxConcurrency));
    }

    [Theory]
    [InlineData("\"enterprise\"", "\"free\"", CrmEdition.Enterprise)]
    [InlineData("\"ultimate\"", "\"professional\"", CrmEdition.Ultimate)]
    [InlineData("\"bigin\"", "\"professional\"", CrmEdition.Professional)]
    [InlineData("\"\"", "\"professional\"", CrmEdition.Professional)]
    [InlineData("\"enterprise\"", "null", CrmEdition.Enterprise)]
    [InlineData("null", "\"bigin\"", null)]
    [InlineData("null", "null", null)]
    public async Task A_trial_counts_while_there_is_one(string trialType, string paidType, CrmEdition? edition)
    {
        using var api = LiteralServer.Always(Reply.Json(
            200, $$$"""{"org":[{"id":"17","license_details":{"trial_type":{{{trialType}}},"paid_type":{{{paidType}}}}}]}"""));
        using var connection = await Opened.WithToken(api);

        await connection.LearnOrganizationAsync();

        Assert.Equal(edition, connection.Edition);
    }

    [Fact]
    public async Task An_edition_that_was_given_counts_whatever_is_paid_for()
    {
        using var api = LiteralServer.Always(Reply.Json(200, Row));
        using var connection = await Opened.Open(Opened.TokenOptions(api.BaseUri) with { Edition = CrmEdition.Free });

        await connection.LearnOrganizationAsync();

        Assert.Equal((CrmEdition.Enterprise, CrmEdition.Free), (connection.Organization!.Edition!.Value, connection.Edition!.Value));
        Assert.Equal((5, 5), (connection.ConcurrencyLimit, connection.MaxConcurrency));
    }

    [Theory]
    [InlineData("ZohoCRM.modules.ALL", false)]
    [InlineData("ZohoCRM.modules.ALL ZohoCRM.settings.fields.READ", false)]
    [InlineData("ZohoCRM.organization.READ", false)]
    [InlineData("ZohoCRM.modules.ALL ZohoCRM.org.READ", true)]
    [InlineData("ZohoCRM.org.ALL", true)]
    [InlineData("zohocrm.ORG.read", true)]
    [InlineData("", true)]
    public async Task Nobody_is_asked_where_the_scopes_that_were_told_do_not_allow_it(string scopes, bool asks)
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, $$"""{"access_token":"1000.x.y","scope":"{{scopes}}","expires_in":3600}"""));
        using var api = LiteralServer.Always(Reply.Json(200, Row));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        Assert.Equal(asks, await connection.LearnOrganizationAsync());

        Assert.Equal(asks ? 1 : 0, api.Requests.Count);
        Assert.Equal(asks, connection.Organization is not null);
    }

    [Theory]
    [InlineData(401, """{"code":"OAUTH_SCOPE_MISMATCH","details":{},"message":"invalid oauth scope to access this URL","status":"error"}""")]
    [InlineData(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}""")]
    [InlineData(400, """{"code":"AUTHORIZATION_FAILED","details":{},"message":"User does not have sufficient privilege to do this","status":"error"}""")]
    public async Task What_is_not_allowed_stays_unknown_without_an_error(int status, string body)
    {
        using var api = LiteralServer.Always(Reply.Json(status, body));
        using var connection = await Opened.WithToken(api);

        Assert.False(await connection.LearnOrganizationAsync());

        Assert.Equal((null, null, $"emulator at {api.BaseUri.Authority}"), (connection.Organization, connection.Edition, connection.ToString()));
        Assert.Single(api.Requests);
        Assert.Equal(api.BaseUri.Authority, await connection.GetOrganizationIdAsync());
    }

    [Theory]
    [InlineData(401, Sample.InvalidToken, "INVALID_TOKEN")]
    [InlineData(400, """{"code":"INVALID_HOST","details":{},"message":"the host given seems to be invalid","status":"error"}""", "INVALID_HOST")]
    [InlineData(500, """{"code":"INTERNAL_ERROR","details":{},"message":"internal server error","status":"error"}""", "INTERNAL_ERROR")]
    [InlineData(200, "<html>please log in</html>", "UnreadableAnswer")]
    [InlineData(200, """{"org":[]}""", "UnreadableAnswer")]
    [InlineData(200, """{"org":[{"id":""}]}""", "UnreadableAnswer")]
    [InlineData(200, "{}", "UnreadableAnswer")]
    [InlineData(400, """{"code":"INVALID_REQUEST","details":{},"message":"unable to process your request","status":"error"}""", "INVALID_REQUEST")]
    [InlineData(404, """{"code":"INVALID_URL_PATTERN","details":{},"message":"Please check if the URL trying to access is a correct one","status":"error"}""", "INVALID_URL_PATTERN")]
    [InlineData(403, "<html>blocked</html>", "HTTP_403")]
    [InlineData(404, "<html>not found</html>", "HTTP_404")]
    public async Task A_refused_token_or_host_and_an_answer_that_makes_no_sense_are_errors(int status, string body, string code)
    {
        using var api = LiteralServer.Always(Reply.Json(status, body));
        using var connection = await Opened.WithToken(api);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => connection.LearnOrganizationAsync());

        Assert.Equal(code, failure.Error.Code);
        Assert.Null(connection.Organization);
    }

    /// <summary>Whatever comes in place of the organisation, with the code of why it isn't known.</summary>
    public static TheoryData<int, string, string, string> NoOrganizations { get; } = new()
    {
        { 200, "<html>please log in</html>", "", "UnreadableAnswer" },
        { 200, "", "", "UnreadableAnswer" },
        { 200, """{"org":[17]}""", "", "UnreadableAnswer" },
        { 200, Row, "Content-Encoding: gzip", "UnreadableAnswer" },
        { 200, Row, "Content-Encoding: br", "UnreadableAnswer" },
        { 200, Row, "Transfer-Encoding: chunked", "ConnectionBroken" },
        { 204, "", "", "UnreadableAnswer" },
        { 302, "", "Location: https://login.example/", "HTTP_302" },
        { 400, """{"code":"INVALID_HOST","details":{},"message":"invalid host","status":"error"}""", "", "INVALID_HOST" },
        { 401, "<html>sign in to the proxy</html>", "", "HTTP_401" },
        { 401, """{"code":"SOMETHING_NEW","details":{},"message":"who knows","status":"error"}""", "", "SOMETHING_NEW" },
        { 401, Sample.InvalidToken, "Content-Encoding: gzip", "UnreadableAnswer" },
        { 403, "<html>blocked</html>", "", "HTTP_403" },
        { 404, "<html>not found</html>", "", "HTTP_404" },
        { 429, Sample.TooManyRequests, "", "TOO_MANY_REQUESTS" },
        { 500, """{"code":"INTERNAL_ERROR","details":{},"message":"internal server error","status":"error"}""", "", "INTERNAL_ERROR" },
        { 502, "<html>bad gateway</html>", "", "HTTP_502" },
    };

    [Theory]
    [MemberData(nameof(NoOrganizations))]
    public async Task Whatever_comes_in_its_place_is_no_reason_not_to_connect(int status, string body, string header, string code)
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Whole(status, body, header.Length == 0 ? "Content-Type: application/json" : header));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        var problem = await connection.TryLearnOrganizationAsync();

        Assert.Equal((code, null), (problem!.Code, connection.Organization));
        Assert.NotEmpty(problem.Advice);
        Assert.Equal(api.BaseUri.Authority, await connection.GetOrganizationIdAsync());
    }

    [Fact]
    public async Task Nobody_there_to_ask_is_no_reason_not_to_connect()
    {
        using var deserted = new DesertedPort();
        using var connection = await Opened.Open(Opened.TokenOptions(deserted.BaseUri));

        Assert.Equal("NoConnection", (await connection.TryLearnOrganizationAsync())!.Code);
        Assert.Equal(deserted.BaseUri.Authority, await connection.GetOrganizationIdAsync());
    }

    [Fact]
    public async Task Whoever_does_not_answer_is_waited_for_a_while_and_not_for_the_whole_time_of_a_call()
    {
        using var api = LiteralServer.Always(Reply.Hanging);

        var problem = await FailLateAsync(api, requests: 1);

        Assert.Equal(("NoAnswerInTime", "no answer within 10 seconds"), (problem!.Code, problem.Message));
    }

    [Fact]
    public async Task A_failure_that_goes_on_is_told_and_not_that_time_is_up()
    {
        using var api = LiteralServer.InTurn(Reply.Html(502, "<html>bad gateway</html>"), Reply.Hanging);

        Assert.Equal("HTTP_502", (await FailLateAsync(api, requests: 2))!.Code);
    }

    [Fact]
    public async Task Whoever_stops_asking_is_not_told_that_nobody_answered()
    {
        using var api = LiteralServer.Always(Reply.Hanging);
        using var connection = await Opened.WithToken(api);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.TryLearnOrganizationAsync(new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task What_is_not_allowed_is_no_problem()
    {
        using var api = LiteralServer.Always(Reply.Json(403, """{"code":"NO_PERMISSION","details":{},"message":"permission denied","status":"error"}"""));
        using var connection = await Opened.WithToken(api);

        Assert.Null(await connection.TryLearnOrganizationAsync());
        Assert.Null(connection.Organization);
    }

    [Theory]
    [InlineData("INVALID_TOKEN")]
    [InlineData("INVALID_OAUTHTOKEN")]
    [InlineData("AUTHENTICATION_FAILURE")]
    public async Task A_token_that_Zoho_does_not_take_is_a_reason_not_to_connect(string code)
    {
        using var api = LiteralServer.Always(Reply.Json(401, $$"""{"code":"{{code}}","details":{},"message":"no","status":"error"}"""));
        using var connection = await Opened.WithToken(api);

        Assert.Equal(code, (await Assert.ThrowsAsync<ZohoException>(() => connection.TryLearnOrganizationAsync())).Error.Code);
    }

    [Fact]
    public async Task A_refresh_token_that_Zoho_does_not_take_any_more_is_a_reason_not_to_connect()
    {
        using var accounts = LiteralServer.InTurn(Sample.Token(), Reply.Json(200, """{"error":"invalid_code"}"""));
        using var api = LiteralServer.Always(Reply.Json(401, Sample.InvalidToken));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        Assert.Equal("invalid_code", (await Assert.ThrowsAsync<ZohoException>(() => connection.TryLearnOrganizationAsync())).Error.Code);
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_asked_for_again()
    {
        using var api = LiteralServer.InTurn(Reply.Html(502, "<html>bad gateway</html>"), Reply.Truncated(200, Row), Reply.Json(200, Row));
        using var connection = await Opened.WithToken(api, policy: Opened.Repeating);

        Assert.True(await connection.LearnOrganizationAsync());
        Assert.Equal(3, api.Requests.Count);
    }

    [Fact]
    public async Task The_id_is_asked_for_only_where_it_is_not_known()
    {
        using var api = LiteralServer.Always(Reply.Json(200, Row));
        using var connection = await Opened.WithToken(api);

        Assert.Equal("5843104000000020005", await connection.GetOrganizationIdAsync());
        await connection.LearnOrganizationAsync();
        Assert.Equal("5843104000000020005", await connection.GetOrganizationIdAsync());

        Assert.Equal(2, api.Requests.Count);
    }

    /// <summary>The rows of section 6.1, below and at their caps; where it is not told how many users pay, nothing can be said.</summary>
    [Theory]
    [InlineData(CrmEdition.Free, null, 5_000L)]
    [InlineData(CrmEdition.Free, 3, 5_000L)]
    [InlineData(CrmEdition.Standard, 0, 50_000L)]
    [InlineData(CrmEdition.Standard, 10, 52_500L)]
    [InlineData(CrmEdition.Standard, 200, 100_000L)]
    [InlineData(CrmEdition.Standard, 201, 100_000L)]
    [InlineData(CrmEdition.Standard, null, null)]
    [InlineData(CrmEdition.Professional, 10, 55_000L)]
    [InlineData(CrmEdition.Professional, 5_900, 3_000_000L)]
    [InlineData(CrmEdition.Professional, 5_901, 3_000_000L)]
    [InlineData(CrmEdition.Enterprise, 10, 60_000L)]
    [InlineData(CrmEdition.Enterprise, 4_950, 5_000_000L)]
    [InlineData(CrmEdition.Enterprise, 4_951, 5_000_000L)]
    [InlineData(CrmEdition.Ultimate, 10, 70_000L)]
    [InlineData(CrmEdition.Ultimate, int.MaxValue, 4_294_967_344_000L)]
    [InlineData(CrmEdition.Ultimate, null, null)]
    [InlineData(null, 10, null)]
    public void The_credits_of_a_day_are_those_of_edition_and_licences(CrmEdition? edition, int? licenses, long? credits) =>
        Assert.Equal(credits, new CrmOrganization("17", "Zylker") { Edition = edition, UserLicenses = licenses }.DailyCredits);

    [Theory]
    [InlineData(ZohoCrm.Emulator.Limits.CrmEdition.Free, CrmEdition.Free, 5, 5_000L)]
    [InlineData(ZohoCrm.Emulator.Limits.CrmEdition.Standard, CrmEdition.Standard, 10, 52_500L)]
    [InlineData(ZohoCrm.Emulator.Limits.CrmEdition.Professional, CrmEdition.Professional, 15, 55_000L)]
    [InlineData(ZohoCrm.Emulator.Limits.CrmEdition.Enterprise, CrmEdition.Enterprise, 20, 60_000L)]
    [InlineData(ZohoCrm.Emulator.Limits.CrmEdition.ZohoOne, CrmEdition.Enterprise, 20, 60_000L)]
    [InlineData(ZohoCrm.Emulator.Limits.CrmEdition.Ultimate, CrmEdition.Ultimate, 25, 70_000L)]
    [InlineData(ZohoCrm.Emulator.Limits.CrmEdition.CrmPlus, CrmEdition.Ultimate, 25, 70_000L)]
    public async Task At_the_emulator_each_edition_is_learnt(ZohoCrm.Emulator.Limits.CrmEdition paid, CrmEdition edition, int calls, long credits)
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { Edition = paid, CompanyName = "Zylker" });
        emulator.Start();
        using var connection = await Opened.To(emulator);

        Assert.True(await connection.LearnOrganizationAsync());

        var limit = connection.GetApiLimit();
        Assert.Equal(emulator.OrganizationId, connection.Organization!.Id);
        Assert.Equal(("Zylker", edition, calls, calls, credits), (limit.Organization, limit.Edition!.Value, limit.ConcurrencyLimit, limit.MaxConcurrency, limit.DailyCredits));
        Assert.Equal(("Default", 1, 0, null), (limit.Connection, limit.CallsMade, limit.CallsInFlight, limit.CreditsRemaining));
        Assert.Empty(emulator.Failures);
    }

    [Fact]
    public async Task At_the_emulator_a_client_without_the_scope_stays_a_stranger()
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { Scopes = "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL" });
        emulator.Start();
        using var told = await Opened.To(emulator);
        using var untold = await Opened.Open(new ConnectionOptions
        {
            Credential = new AccessTokenCredential(Opened.Secure(emulator.CreateAccessToken())),
            ApiDomain = emulator.BaseUri,
        });

        Assert.False(await told.LearnOrganizationAsync());
        Assert.False(await untold.LearnOrganizationAsync());
        Assert.Equal((0, 1), (told.CallsMade, untold.CallsMade));
    }

    // Ten seconds go by while the last request isn't answered.
    private static async Task<ZohoError?> FailLateAsync(LiteralServer api, int requests)
    {
        var clock = new RecordingTimeProvider { LongestSkipped = 2 * Opened.Repeating.LongestPause };
        using var connection = await Opened.WithToken(api, policy: Opened.Repeating with { Time = clock });

        var problem = connection.TryLearnOrganizationAsync();
        await Until.TrueAsync(() => api.Requests.Count == requests);
        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Null(connection.Organization);
        return await problem.WaitAsync(Hang.Guard);
    }
}
