namespace ZohoCrm.Emulator.Tests.Api.Accounts;

public sealed class ClientCredentialsTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    private EmulatorSettings Settings => _emulation.Settings;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task The_token_has_the_requested_scopes_and_no_refresh_token()
    {
        var answer = await RequestAsync(("scope", "ZohoCRM.org.READ,ZohoCRM.coql.READ"));

        Assert.Equal(
            ["access_token", "scope", "api_domain", "token_type", "expires_in"], answer.Json.AsObject().Select(pair => pair.Key));
        Assert.Equal("ZohoCRM.org.READ ZohoCRM.coql.READ", (string?)answer.Json["scope"]);
        _emulation.Token = (string)answer.Json["access_token"]!;
        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/org")).Status);
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.GetAsync("/crm/v7/Leads?fields=id")).Code);
    }

    [Theory]
    [InlineData("ZohoCRM.modules.ALL,ZohoCRM.org.READ", "ZohoCRM.modules.leads.READ,ZohoCRM.org.ALL", "ZohoCRM.modules.leads.READ")]
    [InlineData("ZohoCRM.modules.READ", "ZohoCRM.modules.leads.READ ZohoCRM.modules.leads.UPDATE", "ZohoCRM.modules.leads.READ")]
    [InlineData("ZohoCRM.modules.ALL,ZohoCRM.org.ALL", "ZohoCRM.modules.lockinginformation.READ,ZohoCRM.org.READ", "ZohoCRM.org.READ")]
    [InlineData("ZohoCRM.org.READ", "zohocrm.ORG.read", "zohocrm.ORG.read")]
    [InlineData("ZohoCRM.org.READ", "nothing,ZohoCRM.org.READ,.", "ZohoCRM.org.READ")]
    public async Task Only_scopes_of_the_client_are_granted(string has, string asked, string granted)
    {
        Settings.Scopes = has;

        Assert.Equal(granted, (string?)(await RequestAsync(("scope", asked))).Json["scope"]);
    }

    [Fact]
    public async Task The_scope_of_one_module_opens_that_module()
    {
        Settings.Scopes = "ZohoCRM.modules.ALL";
        Emulator.AddModule("Deals");

        _emulation.Token = (string)(await RequestAsync(("scope", "ZohoCRM.modules.leads.READ"))).Json["access_token"]!;

        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/Leads?fields=id")).Status);
        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.GetAsync("/crm/v7/Deals?fields=id")).Code);
    }

    [Fact]
    public async Task Scopes_can_be_case_sensitive()
    {
        Settings.Unknowns.ScopesCaseSensitive = true;

        (await RequestAsync(("scope", "zohocrm.org.read"))).Is(200, """{"error":"invalid_scope"}""");
    }

    [Theory]
    [InlineData("soid", "", "missing_org_info")]
    [InlineData("soid", "ZohoCRM.5843104000000020006", "access_denied")]
    [InlineData("soid", "5843104000000020005", "access_denied")]
    [InlineData("scope", "", "invalid_scope")]
    [InlineData("scope", "ZohoBooks.fullaccess.ALL", "invalid_scope")]
    [InlineData("client_id", "1000.X", "invalid_client")]
    [InlineData("client_secret", "x", "invalid_client_secret")]
    public async Task A_wrong_parameter_is_refused(string name, string value, string error)
    {
        Emulator.Counters.Reset();

        (await RequestAsync((name, value))).Is(200, $$"""{"error":"{{error}}"}""");
        Assert.Equal(0, Emulator.Counters.TokensIssued);
    }

    [Theory]
    [InlineData(ClientCredentialsPath.Token, "/oauth/v2/token", "/oauth/v2/auth")]
    [InlineData(ClientCredentialsPath.Authorize, "/oauth/v2/auth", "/oauth/v2/token")]
    public async Task Only_the_path_that_is_set_accepts_client_credentials(ClientCredentialsPath setting, string path, string other)
    {
        Settings.Contradictions.ClientCredentialsPath = setting;

        (await _emulation.FormAsync(other, Parameters())).Is(200, """{"error":"unsupported_grant_type"}""");
        Assert.NotNull((string?)(await _emulation.FormAsync(path, Parameters())).Json["access_token"]);
        Assert.Equal(2, Emulator.Counters.Count(Operation.Token, 200));
    }

    [Fact]
    public async Task The_authorize_path_accepts_no_other_grant()
    {
        Settings.Contradictions.ClientCredentialsPath = ClientCredentialsPath.Authorize;
        var form = Parameters(("grant_type", "refresh_token"), ("refresh_token", Emulator.RefreshToken));

        (await _emulation.FormAsync("/oauth/v2/auth", form)).Is(200, """{"error":"unsupported_grant_type"}""");
    }

    [Fact]
    public async Task The_eleventh_token_in_ten_minutes_is_throttled()
    {
        for (var i = 0; i < 10; i++)
        {
            var scope = i % 2 == 0 ? "ZohoCRM.org.READ" : "ZohoCRM.coql.READ";
            Assert.NotNull((string?)(await RequestAsync(("scope", scope))).Json["access_token"]);
        }

        var throttled = await RequestAsync();
        Assert.Equal((400, "failure"), (throttled.Status, (string?)throttled.Json["status"]));
        Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
        _emulation.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull((string?)(await RequestAsync()).Json["access_token"]);
    }

    [Fact]
    public async Task The_sixteenth_token_revokes_the_oldest()
    {
        Settings.TokensPerTenMinutes = null;
        var tokens = new List<string>();
        for (var i = 0; i < 16; i++)
        {
            tokens.Add((string)(await RequestAsync()).Json["access_token"]!);
        }

        _emulation.Token = tokens[0];
        Assert.Equal("INVALID_TOKEN", (await _emulation.GetAsync("/crm/v7/org")).Code);
        _emulation.Token = tokens[1];
        Assert.Equal(200, (await _emulation.GetAsync("/crm/v7/org")).Status);
    }

    private Dictionary<string, string> Parameters(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Emulator.ClientId,
            ["client_secret"] = Emulator.ClientSecret,
            ["scope"] = "ZohoCRM.org.READ",
            ["soid"] = $"ZohoCRM.{Emulator.OrganizationId}",
        };
        foreach (var (name, value) in changes)
        {
            parameters[name] = value;
        }

        return parameters;
    }

    private Task<Answer> RequestAsync(params (string Name, string Value)[] changes) =>
        _emulation.FormAsync("/oauth/v2/token", Parameters(changes));
}
