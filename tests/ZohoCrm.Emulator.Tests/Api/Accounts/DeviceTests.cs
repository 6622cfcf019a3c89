using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ZohoCrm.Emulator.Tests.Api.Accounts;

public sealed partial class DeviceTests : IDisposable
{
    private const string Pending = """{"error":"authorization_pending"}""";
    private const string SlowDown = """{"error":"slow_down"}""";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    private EmulatorSettings Settings => _emulation.Settings;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task A_device_gets_codes()
    {
        var answer = await BeginAsync();

        var (userCode, deviceCode) = CodesOf(answer);
        var page = $"http://127.0.0.1:{Emulator.Port}/oauth/v3/device";
        answer.Is(200, $$"""
            {"user_code":"{{userCode}}","device_code":"{{deviceCode}}","verification_url":"{{page}}",
             "verification_uri_complete":"{{page}}?code={{userCode}}","expires_in":300}
            """);
        Assert.Matches(UserCodeLook(), userCode);
        Assert.NotEqual(userCode, CodesOf(await BeginAsync()).UserCode);
    }

    [Fact]
    public async Task The_codes_follow_the_settings()
    {
        Settings.DeviceCodeLifetime = TimeSpan.FromMinutes(2);
        Settings.DevicePollInterval = TimeSpan.FromSeconds(7);
        Settings.Unknowns.DeviceIntervalTold = true;
        Settings.Unknowns.DeviceExpiresInMilliseconds = true;

        var json = (await BeginAsync()).Json;

        Assert.Equal((120_000, 7), ((int)json["expires_in"]!, (int)json["interval"]!));
    }

    [Theory]
    [InlineData("client_id", "1000.X", "invalid_client")]
    [InlineData("grant_type", "device_token", "unsupported_grant_type")]
    [InlineData("scope", "", "invalid_scope")]
    [InlineData("scope", "ZohoBooks.fullaccess.ALL", "invalid_scope")]
    public async Task A_device_is_refused(string name, string value, string error) =>
        (await BeginAsync((name, value))).Is(200, $$"""{"error":"{{error}}"}""");

    [Theory]
    [InlineData("client_id", "1000.X", "invalid_client")]
    [InlineData("client_secret", "x", "invalid_client_secret")]
    [InlineData("grant_type", "device_request", "unsupported_grant_type")]
    [InlineData("code", "x", "invalid_code")]
    [InlineData("code", "", "invalid_code")]
    public async Task A_poll_is_refused(string name, string value, string error)
    {
        var (_, deviceCode) = CodesOf(await BeginAsync());

        (await PollAsync(deviceCode, (name, value))).Is(200, $$"""{"error":"{{error}}"}""");
    }

    [Fact]
    public async Task A_device_gets_its_token_once_the_user_has_approved()
    {
        var (userCode, deviceCode) = CodesOf(await BeginAsync(("scope", "ZohoCRM.org.READ")));
        (await PollAsync(deviceCode)).Is(200, Pending);
        Emulator.ApproveDevice(userCode);
        _emulation.Time.Advance(Interval);

        var answer = await PollAsync(deviceCode);

        Assert.Equal(
            ["access_token", "refresh_token", "api_domain", "token_type", "expires_in"], answer.Json.AsObject().Select(pair => pair.Key));
        await HasOrganizationScopeAloneAsync(answer.Json);
        await HasOrganizationScopeAloneAsync((await _emulation.TokenAsync(("refresh_token", (string)answer.Json["refresh_token"]!))).Json);
        _emulation.Time.Advance(Interval);
        (await PollAsync(deviceCode)).Is(200, """{"error":"invalid_code"}""");
    }

    [Fact]
    public async Task No_refresh_token_without_offline_access()
    {
        var (userCode, deviceCode) = CodesOf(await BeginAsync(("access_type", "online")));
        Emulator.ApproveDevice(userCode);

        var json = (await PollAsync(deviceCode)).Json;

        Assert.NotNull((string?)json["access_token"]);
        Assert.Null(json["refresh_token"]);
        Assert.Equal("ZohoCRM.org.READ", (string?)json["scope"]);
    }

    [Fact]
    public async Task A_poll_that_comes_too_soon_is_slowed_down()
    {
        var (userCode, deviceCode) = CodesOf(await BeginAsync());
        var other = CodesOf(await BeginAsync()).DeviceCode;
        (await PollAsync(deviceCode)).Is(200, Pending);
        (await PollAsync(other)).Is(200, Pending);
        Emulator.ApproveDevice(userCode);

        _emulation.Time.Advance(Interval - TimeSpan.FromTicks(1));
        (await PollAsync(deviceCode)).Is(200, SlowDown);
        _emulation.Time.Advance(TimeSpan.FromTicks(1));
        (await PollAsync(deviceCode)).Is(200, SlowDown);
        Settings.DevicePollInterval = TimeSpan.FromSeconds(5);
        _emulation.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull((string?)(await PollAsync(deviceCode)).Json["access_token"]);
    }

    [Fact]
    public async Task A_user_of_another_data_centre_is_reported()
    {
        Settings.DeviceUserLocation = "eu";
        var (userCode, deviceCode) = CodesOf(await BeginAsync());
        (await PollAsync(deviceCode)).Is(200, Pending);
        Emulator.ApproveDevice(userCode);
        _emulation.Time.Advance(Interval);

        (await PollAsync(deviceCode)).Is(200, """{"error":"other_dc","user_location":"eu"}""");

        Settings.Location = "eu";
        _emulation.Time.Advance(Interval);
        Assert.NotNull((string?)(await PollAsync(deviceCode)).Json["access_token"]);
    }

    [Fact]
    public async Task A_rejected_device_is_denied_until_its_codes_expire()
    {
        Settings.DeviceUserLocation = "eu";
        var (userCode, deviceCode) = CodesOf(await BeginAsync());
        Emulator.RejectDevice(userCode);

        (await PollAsync(deviceCode)).Is(200, """{"error":"access_denied"}""");
        _emulation.Time.Advance(TimeSpan.FromMinutes(5));
        (await PollAsync(deviceCode)).Is(200, """{"error":"expired"}""");
    }

    [Fact]
    public async Task Codes_expire_in_five_minutes()
    {
        var (first, deviceCode) = CodesOf(await BeginAsync());
        var (second, _) = CodesOf(await BeginAsync());

        _emulation.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Emulator.ApproveDevice(first);
        _emulation.Time.Advance(TimeSpan.FromTicks(1));

        (await PollAsync(deviceCode)).Is(200, """{"error":"expired"}""");
        Assert.Throws<ArgumentException>(() => Emulator.ApproveDevice(second));
    }

    [Fact]
    public async Task A_user_code_is_valid_for_one_decision()
    {
        var (userCode, _) = CodesOf(await BeginAsync());

        Assert.Throws<ArgumentException>(() => Emulator.ApproveDevice("AAAA-AAAA"));
        Assert.Throws<ArgumentException>(() => Emulator.RejectDevice("AAAA-AAAA"));
        Assert.Throws<ArgumentException>(() => Emulator.ApproveDevice(""));
        Emulator.RejectDevice(userCode);
        Assert.Throws<ArgumentException>(() => Emulator.ApproveDevice(userCode));
    }

    [Fact]
    public async Task The_user_accepts_on_the_page()
    {
        var answer = await BeginAsync();
        var (_, deviceCode) = CodesOf(answer);

        var page = await _emulation.GetAsync(new Uri((string)answer.Json["verification_uri_complete"]!).PathAndQuery);
        var done = await PressAsync(page, "accept");

        Assert.Equal((200, "text/html; charset=UTF-8"), (page.Status, page.Headers["Content-Type"]));
        Assert.Equal(200, done.Status);
        Assert.Contains("Accepted", done.Body, StringComparison.Ordinal);
        Assert.NotNull((string?)(await PollAsync(deviceCode)).Json["access_token"]);
    }

    [Fact]
    public async Task The_user_types_the_code_and_rejects()
    {
        var (userCode, deviceCode) = CodesOf(await BeginAsync());
        var page = await _emulation.GetAsync("/oauth/v3/device");
        var form = Form.Press(page.Body, "reject");
        Assert.Equal("", form["code"]);
        form["code"] = $" {userCode.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()} ";

        var done = await _emulation.FormAsync(Form.Of(page.Body).Action, form);

        Assert.Contains("Rejected", done.Body, StringComparison.Ordinal);
        (await PollAsync(deviceCode)).Is(200, """{"error":"access_denied"}""");
    }

    [Fact]
    public async Task The_page_refuses_unknown_codes_missing_decisions_and_markup()
    {
        var (userCode, deviceCode) = CodesOf(await BeginAsync());
        var page = await _emulation.GetAsync("/oauth/v3/device?code=%22%3E%3Cscript%3E");

        Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
        Assert.Equal("\"><script>", Form.Of(page.Body).Fields["code"]);
        Assert.Equal(400, (await PressAsync(page, "accept")).Status);
        Assert.Equal(400, (await _emulation.FormAsync("/oauth/v3/device", new() { ["code"] = userCode })).Status);
        (await PollAsync(deviceCode)).Is(200, Pending);
    }

    [Fact]
    public async Task Device_calls_are_counted_delayed_and_affected_by_faults()
    {
        Settings.Latency = TimeSpan.FromHours(1);
        Settings.TokenLatency = TimeSpan.Zero;
        Settings.DevicePollInterval = TimeSpan.Zero;
        Emulator.Counters.Reset();
        Operation[] operations = [Operation.DeviceCode, Operation.DeviceToken, Operation.DevicePage, Operation.DeviceConsent];
        foreach (var operation in operations)
        {
            Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 503, Operations = [operation], Count = 1 });
        }

        await BeginAsync();
        var (userCode, deviceCode) = CodesOf(await BeginAsync());
        var path = $"/oauth/v3/device?code={userCode}";
        await _emulation.GetAsync(path);
        var page = await _emulation.GetAsync(path);
        await PressAsync(page, "accept");
        await PressAsync(page, "accept");
        await PollAsync(deviceCode);
        await PollAsync(deviceCode);

        Assert.Equal(
            [
                new("POST", Operation.DeviceCode, 200, 1),
                new("POST", Operation.DeviceCode, 503, 1),
                new("POST", Operation.DeviceToken, 200, 1),
                new("POST", Operation.DeviceToken, 503, 1),
                new("GET", Operation.DevicePage, 200, 1),
                new("GET", Operation.DevicePage, 503, 1),
                new("POST", Operation.DeviceConsent, 200, 1),
                new("POST", Operation.DeviceConsent, 503, 1),
            ],
            Emulator.Counters.Rows);
        Assert.Equal(1, Emulator.Counters.TokensIssued);
    }

    [Theory]
    [InlineData("GET", "/oauth/v3/device/code")]
    [InlineData("GET", "/oauth/v3/device/token")]
    [InlineData("PUT", "/oauth/v3/device")]
    public async Task Other_methods_are_errors(string method, string path) =>
        (await _emulation.SendAsync(method, path)).Is(200, """{"error":"server error"}""");

    private static (string UserCode, string DeviceCode) CodesOf(Answer answer) =>
        ((string)answer.Json["user_code"]!, (string)answer.Json["device_code"]!);

    private Task<Answer> BeginAsync(params (string Name, string Value)[] changes) => PostAsync(
        "/oauth/v3/device/code",
        [
            ("grant_type", "device_request"), ("client_id", Emulator.ClientId), ("scope", "ZohoCRM.org.READ"), ("access_type", "offline"),
            .. changes,
        ]);

    private Task<Answer> PollAsync(string deviceCode, params (string Name, string Value)[] changes) => PostAsync(
        "/oauth/v3/device/token",
        [
            ("grant_type", "device_token"), ("client_id", Emulator.ClientId), ("client_secret", Emulator.ClientSecret),
            ("code", deviceCode), .. changes,
        ]);

    private Task<Answer> PostAsync(string path, params (string Name, string Value)[] parameters)
    {
        var form = new Dictionary<string, string>();
        foreach (var (name, value) in parameters)
        {
            form[name] = value;
        }

        return _emulation.FormAsync(path, form);
    }

    private Task<Answer> PressAsync(Answer page, string button) =>
        _emulation.FormAsync(Form.Of(page.Body).Action, Form.Press(page.Body, button));

    private async Task HasOrganizationScopeAloneAsync(JsonNode json)
    {
        _emulation.Token = (string)json["access_token"]!;
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.ListAsync()).Code);
        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/org")).Status);
    }

    [GeneratedRegex("^[B-Z]{4}-[B-Z]{4}$")]
    private static partial Regex UserCodeLook();
}
