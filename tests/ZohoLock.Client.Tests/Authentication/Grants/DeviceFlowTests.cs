using System.Text.Json;
using ZohoCrm.Emulator;
using ZohoLock.Authentication;
using ZohoLock.Authentication.Grants;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Transport;

namespace ZohoLock.Client.Tests.Authentication.Grants;

/// <summary>Signing in on another device, on a clock of the test's own (protocol section 4.1).</summary>
public sealed class DeviceFlowTests
{
    private const string US = "https://accounts.zoho.com";
    private const string EU = "https://accounts.zoho.eu";
    private const string CodePath = "/oauth/v3/device/code";
    private const string TokenPath = "/oauth/v3/device/token";
    private const string DeviceCode = "1000.device.code";
    private const string Pending = """{"error":"authorization_pending"}""";

    private readonly RecordingTimeProvider _clock = new() { LongestSkipped = TimeSpan.MaxValue };
    private readonly List<DeviceCode> _shown = [];

    private static Reply Granted { get; } = Reply.Json(200, """
        {"access_token":"1000.access.first","refresh_token":"1000.refresh.new","api_domain":"https://www.zohoapis.com","token_type":"Bearer","expires_in":3600}
        """);

    [Fact]
    public async Task Codes_are_asked_for_without_the_client_secret_and_polled_for_with_it()
    {
        using var accounts = LiteralServer.InTurn(Started(), Granted);

        var (answer, endpoint) = await RunAsync(accounts);

        Assert.Equal([("POST", CodePath), ("POST", TokenPath)], accounts.Requests.Select(request => (request.Method, request.Target)));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "device_request",
                ["client_id"] = "1000.CLIENT",
                ["scope"] = OAuthClientCredential.DefaultScope,
                ["access_type"] = "offline",
                ["prompt"] = "consent",
            },
            accounts.Requests[0].Form);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["grant_type"] = "device_token",
                ["client_id"] = "1000.CLIENT",
                ["client_secret"] = "secret-of-the-client",
                ["code"] = DeviceCode,
            },
            accounts.Requests[1].Form);
        Assert.Equal(("1000.access.first", "1000.refresh.new", US), (answer.AccessToken, answer.RefreshToken, Named(endpoint)));
    }

    [Theory]
    [InlineData("", "https://accounts.zoho.com/device")]
    [InlineData(""","verification_uri_complete":"https://accounts.zoho.com/device?code=ABC-DEF" """, "https://accounts.zoho.com/device?code=ABC-DEF")]
    public async Task What_is_shown_is_the_users_code_and_where_to_enter_it_and_never_the_devices(string more, string uri)
    {
        using var accounts = LiteralServer.InTurn(Started(more: more), Granted);
        var begun = _clock.GetUtcNow();

        await RunAsync(accounts);

        var shown = Assert.Single(_shown);
        Assert.Equal(new DeviceCode("ABC-DEF", new Uri(uri), begun.AddMinutes(5)), shown);
        Assert.DoesNotContain(DeviceCode, shown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 31)]
    [InlineData(""","interval":45""", 45)]
    [InlineData(""","interval":"45" """, 45)]
    [InlineData(""","interval":5""", 5)]
    [InlineData(""","interval":1""", 5)]
    [InlineData(""","interval":4.9""", 5)]
    [InlineData(""","interval":0""", 5)]
    [InlineData(""","interval":-5""", 5)]
    [InlineData(""","interval":1e-9""", 5)]
    [InlineData(""","interval":-1e999""", 5)]
    [InlineData(""","interval":60""", 60)]
    [InlineData(""","interval":61""", 60)]
    [InlineData(""","interval":30000""", 60)]
    [InlineData(""","interval":1e999""", 60)]
    [InlineData(""","interval":null""", 31)]
    [InlineData(""","interval":"" """, 31)]
    [InlineData(""","interval":{}""", 31)]
    public async Task It_is_polled_as_told_between_5_seconds_and_a_minute_and_else_no_faster_than_30_seconds(string interval, int seconds)
    {
        using var accounts = LiteralServer.InTurn(Started(more: interval), Reply.Json(200, Pending), Reply.Json(200, Pending), Granted);

        await RunAsync(accounts);

        Assert.Equal([seconds, seconds, seconds], _clock.Waits.Select(wait => (int)wait.TotalSeconds));
        Assert.Equal(4, accounts.Requests.Count);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Too_fast_polls_become_slower_and_stay_so(int status)
    {
        var slowDown = Reply.Json(status, """{"error":"slow_down"}""");
        using var accounts = LiteralServer.InTurn(Started(), slowDown, slowDown, Reply.Json(status, Pending), Granted);

        await RunAsync(accounts);

        Assert.Equal([31, 36, 41, 41], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public async Task Polls_that_are_always_too_fast_come_once_a_minute_in_the_end()
    {
        using var accounts = new LiteralServer(request => request.Target == CodePath ? Started("600") : Reply.Json(200, """{"error":"slow_down"}"""));

        await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts).WaitAsync(Hang.Guard));

        Assert.Equal([31, 36, 41, 46, 51, 56, 60, 60], _clock.Waits.Take(8).Select(wait => wait.TotalSeconds));
        Assert.All(_clock.Waits.Skip(6), wait => Assert.Equal(60, wait.TotalSeconds));
    }

    [Theory]
    [InlineData("ABC-DEF")]
    [InlineData("abcdef12")]
    [InlineData("7")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ-01234")]
    public async Task A_users_code_of_letters_digits_and_dashes_is_shown(string userCode)
    {
        using var accounts = LiteralServer.InTurn(StartedWith(userCode, "https://accounts.zoho.com/device"), Granted);

        await RunAsync(accounts);

        Assert.Equal(userCode, Assert.Single(_shown).UserCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("ABC DEF")]
    [InlineData("ABC\u202eDEF")]
    [InlineData("ABC\u009b2J")]
    [InlineData("АВС")]
    [InlineData("<b>")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUVWXYZ-012345")]
    public async Task A_users_code_that_nobody_could_type_is_an_error_and_not_shown(string userCode)
    {
        using var accounts = LiteralServer.Always(StartedWith(userCode, "https://accounts.zoho.com/device"));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts));

        Assert.Equal("no_token", failure.Error.Code);
        Assert.Empty(_shown);
    }

    [Theory]
    [InlineData("https://accounts.zoho.com/device")]
    [InlineData("https://ACCOUNTS.zoho.com:443/device")]
    [InlineData("https://accounts.zoho.eu/device?code=ABC-DEF")]
    [InlineData("https://accounts.zohocloud.ca/device")]
    public async Task The_address_to_sign_in_at_is_at_one_of_Zohos_accounts_hosts(string address)
    {
        using var accounts = LiteralServer.InTurn(StartedWith("ABC-DEF", address), Granted);

        await RunAsync(accounts);

        Assert.Equal(new Uri(address), Assert.Single(_shown).VerificationUri);
    }

    [Theory]
    [InlineData("https://accounts.zoho.com.example.com/device")]
    [InlineData("https://accounts.zoho.com@example.com/device")]
    [InlineData("https://user@accounts.zoho.com/device")]
    [InlineData("http://accounts.zoho.com/device")]
    [InlineData("https://accounts.zoho.com:8443/device")]
    [InlineData("https://\u0430ccounts.zoho.com/device")]
    [InlineData("https://www.zoho.com/device")]
    [InlineData("https://example.com/\u001b[2J")]
    [InlineData("https://accounts.zoho.com/\u202edevice")]
    [InlineData("https://accounts.zoho.com/de vice")]
    [InlineData("http://127.0.0.1:8475/device")]
    [InlineData("file:///etc/passwd")]
    [InlineData("calculator:1")]
    [InlineData("javascript:alert(1)")]
    [InlineData("long")]
    public async Task An_address_to_sign_in_at_that_is_none_of_Zohos_is_an_error_and_not_shown(string address)
    {
        address = address == "long" ? $"https://accounts.zoho.com/{new string('x', 600)}" : address;
        using var plain = LiteralServer.Always(StartedWith("ABC-DEF", address));
        using var complete = LiteralServer.Always(Started(more: $""","verification_uri_complete":{JsonSerializer.Serialize(address)}"""));

        foreach (var accounts in new[] { plain, complete })
        {
            var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts));

            Assert.Equal(("UnknownVerificationAddress", ZohoErrorKind.AuthenticationError), (failure.Error.Code, failure.Error.Kind));
            Assert.DoesNotContain(failure.Error.Message, character => character is < ' ' or > '~');
            Assert.Single(accounts.Requests);
        }

        Assert.Empty(_shown);
    }

    [Theory]
    [InlineData("https://accounts.zoho.com/secret-of-the-client")]
    [InlineData("https://secret-of-the-client.example.com/")]
    [InlineData("https://secret-of-the-%EF%BD%83lient.example.com/")]
    [InlineData("secret-of-the-client:1")]
    public async Task A_client_secret_that_the_accounts_server_puts_into_an_address_is_not_shown(string address)
    {
        using var accounts = LiteralServer.InTurn(StartedWith("ABC-DEF", address), Granted);

        var failure = await Xunit.Record.ExceptionAsync(() => RunAsync(accounts));

        Assert.DoesNotContain("secret-of-the-client", failure?.ToString() ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secret-of-the-client", string.Join(' ', _shown), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_accounts_server_that_was_given_may_name_itself()
    {
        const string given = "https://accounts.zylker.example";
        using var accounts = LiteralServer.InTurn(StartedWith("ABC-DEF", $"{given}/device"), Granted);
        using var http = new HttpClient(new MappedHosts((given, accounts.BaseUri)));
        using var client = new OAuthClient(Credential());

        await new DeviceFlow(Credential(), client, allowOtherDataCenter: false, _clock).RunAsync(Endpoint(http, given), CancellationToken.None);

        Assert.Equal(new Uri($"{given}/device"), Assert.Single(_shown).VerificationUri);
    }

    [Fact]
    public async Task Of_a_user_in_a_data_centre_that_nobody_knows_only_letters_are_told()
    {
        using var accounts = LiteralServer.InTurn(Started(), OtherDataCenter("\\u001b]8;;x"));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts));

        Assert.Equal("the user's data is in another data centre (other_dc from accounts.zoho.com)", failure.Error.Message);
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("truncated")]
    [InlineData("HTTP 500")]
    [InlineData("HTTP 502 page")]
    public async Task A_poll_that_got_lost_does_no_harm(string how)
    {
        var lost = how switch
        {
            "closed" => Reply.Closed,
            "truncated" => Reply.Truncated(200, """{"access_token":"1000.access.lost","refresh_token":"1000.refresh.lost"}"""),
            "HTTP 500" => Reply.Json(500, """{"error":"server error"}"""),
            _ => Reply.Html(502, "<html>bad gateway</html>"),
        };
        using var accounts = LiteralServer.InTurn(Started(), lost, Reply.Json(200, Pending), Granted);

        var (answer, _) = await RunAsync(accounts);

        Assert.Equal("1000.access.first", answer.AccessToken);
        Assert.Equal([31, 31, 31], _clock.Waits.Select(wait => wait.TotalSeconds));
    }

    [Theory]
    [InlineData("access_denied", "access_denied", "didn't accept")]
    [InlineData("expired", "expired", "in time")]
    [InlineData("expired_token", "expired", "in time")]
    [InlineData("invalid_code", "invalid_code", "device code")]
    [InlineData("invalid_client_secret", "invalid_client_secret", "client secret")]
    public async Task A_refusal_ends_it_in_plain_words(string wire, string code, string message)
    {
        using var accounts = LiteralServer.InTurn(Started(), Reply.Json(200, Pending), Reply.Json(200, $$"""{"error":"{{wire}}"}"""));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts));

        Assert.Equal((code, ZohoErrorKind.AuthenticationError), (failure.Error.Code, failure.Error.Kind));
        Assert.Contains(message, failure.Error.Message, StringComparison.Ordinal);
        Assert.Equal(3, accounts.Requests.Count);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"access_token":17}""")]
    [InlineData("""{"access_token":"two words"}""")]
    public async Task Json_that_says_nothing_ends_it(string body)
    {
        using var accounts = LiteralServer.InTurn(Started(), Reply.Json(200, body));

        Assert.Equal("no_token", (await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts))).Error.Code);
        Assert.Equal(2, accounts.Requests.Count);
    }

    [Fact]
    public async Task A_token_counts_whatever_else_is_said()
    {
        using var accounts = LiteralServer.InTurn(Started(), Reply.Json(200, """{"access_token":"1000.access.first","error":"something odd"}"""));

        Assert.Equal("1000.access.first", (await RunAsync(accounts)).Answer.AccessToken);
    }

    [Theory]
    [InlineData("300", 300)]
    [InlineData("300000", 300)]
    [InlineData("\"300\"", 300)]
    [InlineData("120", 120)]
    [InlineData("120000", 120)]
    [InlineData("0", 300)]
    public async Task A_code_that_nobody_enters_ends_by_the_clock(string expiresIn, int seconds)
    {
        using var accounts = new LiteralServer(request => request.Target == CodePath ? Started(expiresIn) : Reply.Json(200, Pending));
        var begun = _clock.GetUtcNow();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts).WaitAsync(Hang.Guard));

        Assert.Equal(("expired", ZohoErrorKind.AuthenticationError, null), (failure.Error.Code, failure.Error.Kind, failure.Error.StatusCode));
        Assert.Equal(begun.AddSeconds(seconds), Assert.Single(_shown).Expires);
        Assert.InRange(_clock.GetUtcNow() - begun, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 31));
    }

    [Theory]
    [InlineData(502, "<html>bad gateway</html>")]
    [InlineData(200, """{"access_token":"","error":"authorization_pending"}""")]
    public async Task Polls_that_bring_nothing_end_by_the_clock_too(int status, string body)
    {
        using var accounts = new LiteralServer(request => request.Target == CodePath ? Started() : Reply.Json(status, body));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts).WaitAsync(Hang.Guard));

        Assert.Equal("expired", failure.Error.Code);
    }

    [Theory]
    [InlineData(200, """{"error":"invalid_client"}""", "invalid_client")]
    [InlineData(200, """{"error":"invalid_scope"}""", "invalid_scope")]
    [InlineData(400, """{"error":"拒绝访问","status":"failure"}""", "token_throttled")]
    [InlineData(200, """{"device_code":"1000.x","verification_url":"https://accounts.zoho.com/device"}""", "no_token")]
    [InlineData(200, """{"device_code":"1000.x","user_code":"ABC"}""", "no_token")]
    [InlineData(200, """{"device_code":"1000.two\nlines","user_code":"ABC","verification_url":"https://accounts.zoho.com/device"}""", "no_token")]
    [InlineData(200, """{"device_code":17,"user_code":[],"verification_url":{}}""", "no_token")]
    [InlineData(200, """{"device_code":"1000.x","user_code":"A\u001b[2JB","verification_url":"https://accounts.zoho.com/device"}""", "no_token")]
    [InlineData(200, """{"device_code":"1000.x","user_code":"ABC","verification_url":"not an address"}""", "no_token")]
    [InlineData(200, "<html>please log in</html>", "HTTP_200")]
    [InlineData(404, "<html>not found</html>", "HTTP_404")]
    public async Task A_start_without_codes_is_an_error_that_shows_nothing(int status, string body, string code)
    {
        using var accounts = LiteralServer.Always(Reply.Json(status, body));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(accounts));

        Assert.Equal(code, failure.Error.Code);
        Assert.Empty(_shown);
        Assert.Single(accounts.Requests);
    }

    [Theory]
    [InlineData("eu")]
    [InlineData("EU")]
    public async Task A_user_of_another_data_centre_is_followed_there(string location)
    {
        using var us = LiteralServer.InTurn(Started(), OtherDataCenter(location));
        using var eu = LiteralServer.InTurn(Reply.Json(200, Pending), Granted);

        var (answer, endpoint) = await RunAsync(us, eu);

        Assert.Equal(("1000.access.first", EU), (answer.AccessToken, Named(endpoint)));
        Assert.All(eu.Requests, request => Assert.Equal((TokenPath, DeviceCode), (request.Target, request.Form["code"])));
        Assert.Equal(2, us.Requests.Count);
    }

    [Theory]
    [InlineData("eu", false, "(EU)", "-DataCenter EU")]
    [InlineData("mars", true, "(MARS)", "-DataCenter")]
    [InlineData("evil.example.com/", true, "data centre", "-DataCenter")]
    public async Task A_user_of_a_data_centre_that_cannot_be_followed_is_told_of_it(string location, bool allowOtherDataCenter, string message, string advice)
    {
        using var us = LiteralServer.InTurn(Started(), OtherDataCenter(location));
        using var eu = LiteralServer.Always(Granted);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => RunAsync(us, eu, allowOtherDataCenter));

        Assert.Equal(("other_dc", ZohoErrorKind.AuthenticationError), (failure.Error.Code, failure.Error.Kind));
        Assert.Contains(message, failure.Error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, failure.Error.Advice, StringComparison.Ordinal);
        Assert.Equal(0, eu.Connections);
    }

    [Fact]
    public async Task Another_data_centre_without_a_name_is_an_error()
    {
        using var us = LiteralServer.InTurn(Started(), Reply.Json(200, """{"error":"other_dc"}"""));

        Assert.Equal("other_dc", (await Assert.ThrowsAsync<ZohoException>(() => RunAsync(us))).Error.Code);
    }

    [Fact]
    public async Task Waiting_can_be_cancelled()
    {
        var clock = new RecordingTimeProvider();
        using var cancel = new CancellationTokenSource();
        using var accounts = LiteralServer.InTurn(Started());
        using var http = new HttpClient(new MappedHosts((US, accounts.BaseUri)));
        using var client = new OAuthClient(Credential());

        var running = new DeviceFlow(Credential(), client, allowOtherDataCenter: true, clock).RunAsync(Endpoint(http, US), cancel.Token);
        await Until.TrueAsync(() => clock.Waits.Count == 1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Hang.Guard));
        Assert.Single(accounts.Requests);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task At_the_emulator_a_user_who_accepts_is_signed_in_and_one_who_rejects_is_not(bool accepts, bool isIntervalTold)
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { DevicePollInterval = TimeSpan.FromSeconds(1) });
        emulator.Settings.Unknowns.DeviceIntervalTold = isIntervalTold;
        emulator.Settings.Unknowns.DeviceExpiresInMilliseconds = true;
        emulator.Start();
        var id = emulator.AddModule("Deals").AddRecords(1)[0];
        var credential = new DeviceCodeCredential(emulator.ClientId, Opened.Secure(emulator.ClientSecret), Decide);
        using var client = new OAuthClient(credential);
        using var http = new HttpClient();

        var flow = new DeviceFlow(credential, client, allowOtherDataCenter: false, _clock).RunAsync(Endpoint(http, emulator.BaseUri.AbsoluteUri), CancellationToken.None);
        if (!accepts)
        {
            Assert.Equal("access_denied", (await Assert.ThrowsAsync<ZohoException>(() => flow)).Error.Code);
            return;
        }

        var (answer, _) = await flow;
        using var connection = await Opened.Open(Opened.Options(emulator) with
        {
            Credential = new RefreshTokenCredential(emulator.ClientId, Opened.Secure(emulator.ClientSecret), Opened.Secure(answer.RefreshToken!)),
        });
        await new RecordLockClient(connection.Api).LockAsync("Deals", id, "Quarter closed");
        Assert.Equal([isIntervalTold ? 5 : 31], _clock.Waits.Select(wait => wait.TotalSeconds));
        Assert.Empty(emulator.Failures);

        void Decide(DeviceCode shown)
        {
            Assert.Equal(emulator.BaseUri.Port, shown.VerificationUri.Port);
            if (accepts)
            {
                emulator.ApproveDevice(shown.UserCode);
            }
            else
            {
                emulator.RejectDevice(shown.UserCode);
            }
        }
    }

    [Fact]
    public async Task At_the_emulator_a_connection_is_opened_with_a_device_and_keeps_its_refresh_token()
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { DevicePollInterval = TimeSpan.FromSeconds(1) });
        emulator.Settings.Unknowns.DeviceIntervalTold = true;
        emulator.Start();
        var id = emulator.AddModule("Deals").AddRecords(1)[0];

        using var connection = await Opened.Open(Opened.Options(emulator) with
        {
            Credential = new DeviceCodeCredential(
                emulator.ClientId, Opened.Secure(emulator.ClientSecret), shown => emulator.ApproveDevice(shown.UserCode)),
        });
        emulator.ExpireAccessTokens();
        await new RecordLockClient(connection.Api).LockAsync("Deals", id, "Quarter closed");

        Assert.NotNull(connection.GetRefreshToken());
        Assert.Equal(1, emulator.GetModule("Deals").LockedCount);
    }

    [Fact]
    public async Task At_the_emulator_a_user_of_another_data_centre_is_not_followed_from_an_accounts_host_that_was_given()
    {
        using var emulator = new CrmEmulator(new EmulatorSettings { DevicePollInterval = TimeSpan.FromSeconds(1), DeviceUserLocation = "eu" });
        emulator.Settings.Unknowns.DeviceIntervalTold = true;
        emulator.Start();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.Options(emulator) with
        {
            Credential = new DeviceCodeCredential(
                emulator.ClientId, Opened.Secure(emulator.ClientSecret), shown => emulator.ApproveDevice(shown.UserCode)),
        }));

        Assert.Equal("other_dc", failure.Error.Code);
        Assert.Contains("(EU)", failure.Error.Message, StringComparison.Ordinal);
    }

    private static Reply Started(string expiresIn = "300", string more = "") => Reply.Json(200, $$"""
        {"user_code":"ABC-DEF","device_code":"{{DeviceCode}}","verification_url":"https://accounts.zoho.com/device","expires_in":{{expiresIn}}{{more}}}
        """);

    private static Reply StartedWith(string userCode, string address) => Reply.Json(200, JsonSerializer.Serialize(
        new { user_code = userCode, device_code = DeviceCode, verification_url = address, expires_in = 300 }));

    private static Reply OtherDataCenter(string location) => Reply.Json(200, $$"""{"error":"other_dc","user_location":"{{location}}"}""");

    private static string Named(TokenEndpoint endpoint) => endpoint.Accounts.GetLeftPart(UriPartial.Authority);

    private DeviceCodeCredential Credential() => new("1000.CLIENT", Opened.Secure("secret-of-the-client"), _shown.Add);

    private TokenEndpoint Endpoint(HttpClient http, string accounts) => new(http, new Uri(accounts), new SecretRedactor(), _clock);

    private async Task<(TokenResponse Answer, TokenEndpoint Endpoint)> RunAsync(LiteralServer us, LiteralServer? eu = null, bool allowOtherDataCenter = true)
    {
        using var http = new HttpClient(new MappedHosts((US, us.BaseUri), (EU, eu?.BaseUri ?? us.BaseUri)));
        using var client = new OAuthClient(Credential());
        return await new DeviceFlow(Credential(), client, allowOtherDataCenter, _clock).RunAsync(Endpoint(http, US), CancellationToken.None);
    }
}
