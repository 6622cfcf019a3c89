namespace ZohoCrm.Emulator.Tests.OAuth;

public sealed class TokenLifetimeTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task A_grant_code_is_valid_once_and_for_three_minutes()
    {
        var first = Emulator.CreateGrantCode();
        var second = Emulator.CreateGrantCode();

        _emulation.Time.Advance(TimeSpan.FromMinutes(3) - TimeSpan.FromSeconds(1));
        Assert.NotNull((string?)(await _emulation.ExchangeAsync(first)).Json["access_token"]);
        (await _emulation.ExchangeAsync(first)).Is(200, """{"error":"invalid_code"}""");
        _emulation.Time.Advance(TimeSpan.FromSeconds(1));
        (await _emulation.ExchangeAsync(second)).Is(200, """{"error":"invalid_code"}""");
    }

    [Fact]
    public async Task An_eleventh_exchange_in_ten_minutes_is_denied()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull((string?)(await _emulation.ExchangeAsync(Emulator.CreateGrantCode())).Json["access_token"]);
        }

        (await _emulation.ExchangeAsync(Emulator.CreateGrantCode())).Is(200, """{"error":"access_denied"}""");
    }

    [Theory]
    [InlineData(ThrottleStatus.BadRequest, 400)]
    [InlineData(ThrottleStatus.Ok, 200)]
    public async Task The_eleventh_token_in_ten_minutes_is_throttled(ThrottleStatus status, int number)
    {
        _emulation.Settings.TokenThrottleStatus = status;
        for (var i = 0; i < 10; i++)
        {
            Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
        }

        _emulation.Time.Advance(TimeSpan.FromMinutes(9));
        (await _emulation.TokenAsync()).Is(number, """
            {"error_description":"You have made too many requests continuously. Please try again after some time.","error":"Access Denied","status":"failure"}
            """);
        _emulation.Settings.TokenThrottleError = "拒绝访问";
        Assert.Equal("拒绝访问", (string?)(await _emulation.TokenAsync()).Json["error"]);
        _emulation.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
    }

    [Fact]
    public async Task The_throttle_follows_the_settings()
    {
        _emulation.Settings.TokensPerTenMinutes = 1;
        Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
        Assert.Equal("failure", (string?)(await _emulation.TokenAsync()).Json["status"]);

        _emulation.Settings.TokensPerTenMinutes = null;

        Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
    }

    [Fact]
    public async Task A_token_is_valid_for_an_hour()
    {
        _emulation.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromTicks(1));
        var alive = await _emulation.ListAsync();
        _emulation.Time.Advance(TimeSpan.FromTicks(1));
        var dead = await _emulation.ListAsync();

        Assert.Equal("2023-09-05T09:54:49-04:00", alive.Headers["X-ACCESSTOKEN-RESET"]);
        Assert.Equal(204, alive.Status);
        dead.Is(401, """{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}""");
    }

    [Fact]
    public async Task The_lifetime_follows_the_settings()
    {
        _emulation.Settings.AccessTokenLifetime = TimeSpan.FromSeconds(90);
        var answer = await _emulation.TokenAsync();
        _emulation.Token = (string)answer.Json["access_token"]!;

        Assert.Equal(90, (int)answer.Json["expires_in"]!);
        _emulation.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        _emulation.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task All_tokens_can_be_revoked()
    {
        Emulator.ExpireAccessTokens();
        Assert.Equal("INVALID_TOKEN", (await _emulation.ListAsync()).Code);

        _emulation.Token = Emulator.CreateAccessToken();

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task The_sixteenth_token_revokes_the_oldest()
    {
        var tokens = new List<string> { _emulation.Token };
        for (var i = 1; i < 15; i++)
        {
            tokens.Add(Emulator.CreateAccessToken());
        }

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        tokens.Add(Emulator.CreateAccessToken());

        _emulation.Settings.Contradictions.DeadTokenCode = DeadTokenCode.InvalidOAuthToken;
        (await _emulation.ListAsync()).Is(
            401, """{"code":"INVALID_OAUTHTOKEN","details":{},"message":"Access token is invalid or expired","status":"error"}""");
        foreach (var token in tokens.Skip(1))
        {
            _emulation.Token = token;
            Assert.Equal(204, (await _emulation.ListAsync()).Status);
        }
    }

    [Fact]
    public async Task The_twenty_first_refresh_token_of_a_user_deletes_the_oldest()
    {
        for (var i = 0; i < 20; i++)
        {
            Emulator.CreateRefreshToken(Emulator.User);
        }

        (await _emulation.TokenAsync()).Is(200, """{"error":"invalid_code"}""");
        Assert.Equal(401, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task Revoking_a_refresh_token_revokes_its_access_tokens()
    {
        var answer = await _emulation.SendAsync("POST", $"/oauth/v2/token/revoke?token={Emulator.RefreshToken}", authorization: "");

        answer.Is(200, """{"status":"success"}""");
        Assert.Equal("INVALID_TOKEN", (await _emulation.ListAsync()).Code);
        (await _emulation.TokenAsync()).Is(200, """{"error":"invalid_code"}""");
        Assert.Equal(1, Emulator.Counters.Count(Operation.Revoke, 200));
    }

    [Fact]
    public async Task Revoking_an_access_token_revokes_no_other()
    {
        var other = Emulator.CreateAccessToken();
        Assert.Equal(200, (await _emulation.FormAsync("/oauth/v2/token/revoke", new() { ["token"] = other })).Status);

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        _emulation.Token = other;
        Assert.Equal(401, (await _emulation.ListAsync()).Status);
        Assert.Equal(400, (await _emulation.FormAsync("/oauth/v2/token/revoke", new() { ["token"] = other })).Status);
    }
}
