using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ZohoCrm.Emulator.Tests.OAuth;

public sealed partial class Tokens : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public void Secrets_look_like_Zohos_and_differ_from_one_emulator_to_the_next()
    {
        using var other = new CrmEmulator();

        Assert.Matches(TokenLook(), Emulator.RefreshToken);
        Assert.Matches(TokenLook(), _emulation.Token);
        Assert.Matches(TokenLook(), Emulator.CreateGrantCode());
        Assert.Matches("^1000\\.[A-Z0-9]{30}$", Emulator.ClientId);
        Assert.NotEqual(other.ClientId, Emulator.ClientId);
        Assert.NotEqual(other.ClientSecret, Emulator.ClientSecret);
        Assert.NotEqual(other.RefreshToken, Emulator.RefreshToken);
    }

    [Fact]
    public async Task Refresh()
    {
        _emulation.Settings.Scopes = "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL";

        var answer = await _emulation.TokenAsync();

        var token = (string)answer.Json["access_token"]!;
        answer.Is(200, """
            {"access_token":"<token>","scope":"ZohoCRM.modules.ALL ZohoCRM.modules.lockinginformation.ALL",
             "api_domain":"http://127.0.0.1:<port>","token_type":"Bearer","expires_in":3600}
            """
            .Replace("<token>", token, StringComparison.Ordinal)
            .Replace("<port>", Emulator.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Assert.Matches(TokenLook(), token);
        _emulation.Token = token;
        Assert.Equal(201, (await _emulation.LockAsync()).Status);
    }

    [Fact]
    public async Task Parameters_in_the_query()
    {
        var answer = await _emulation.SendAsync(
            "POST",
            $"/oauth/v2/token?grant_type=refresh_token&client_id={Emulator.ClientId}&client_secret={Emulator.ClientSecret}&refresh_token={Emulator.RefreshToken}",
            authorization: "");

        Assert.NotNull((string?)answer.Json["access_token"]);
    }

    [Theory]
    [InlineData("xx", "multipart/form-data; boundary=xx")]
    [InlineData("xx", "Multipart/Form-Data; charset=utf-8; Boundary=\"xx\"")]
    [InlineData("--------------------------058372947102", "multipart/form-data; boundary=--------------------------058372947102")]
    public async Task Parameters_as_multipart_form_data(string boundary, string contentType)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = Emulator.ClientId,
            ["client_secret"] = Emulator.ClientSecret,
            ["refresh_token"] = Emulator.RefreshToken,
        };

        var token = (string?)(await MultipartAsync("/oauth/v2/token", boundary, contentType, form)).Json["access_token"];

        Assert.NotNull(token);
        var revoked = await MultipartAsync("/oauth/v2/token/revoke", boundary, contentType, new() { ["token"] = token });
        revoked.Is(200, """{"status":"success"}""");
        _emulation.Token = token;
        Assert.Equal(401, (await _emulation.LockAsync()).Status);
    }

    [Fact]
    public async Task Parts_that_have_no_name_or_no_end_are_passed_over()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/v2/token")
        {
            Content = new ByteArrayContent(Encoding.ASCII.GetBytes(
                $"--xx\r\n\r\nno head\r\n--xx\r\nContent-Disposition: form-data; name=client_id\r\n\r\n{Emulator.ClientId}\r\n"
                + "--xx\r\nContent-Disposition: form-data; name=client_secret\r\n\r\nno end")),
        };
        Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=xx"));

        Assert.Equal("invalid_client_secret", (string?)(await _emulation.SendAsync(request)).Json["error"]);
    }

    [Fact]
    public async Task A_body_in_JSON_is_an_invalid_client()
    {
        var body = $$"""{"grant_type":"refresh_token","client_id":"{{Emulator.ClientId}}","client_secret":"{{Emulator.ClientSecret}}","refresh_token":"{{Emulator.RefreshToken}}"}""";

        (await _emulation.SendAsync("POST", "/oauth/v2/token", body)).Is(200, """{"error":"invalid_client"}""");
    }

    [Fact]
    public async Task Exchange_of_a_grant_code()
    {
        var answer = await _emulation.ExchangeAsync(Emulator.CreateGrantCode());

        Assert.Equal(
            ["access_token", "refresh_token", "api_domain", "token_type", "expires_in"],
            answer.Json.AsObject().Select(pair => pair.Key));
        var renewed = await _emulation.TokenAsync(("refresh_token", (string)answer.Json["refresh_token"]!));
        _emulation.Token = (string)renewed.Json["access_token"]!;
        Assert.Equal(201, (await _emulation.LockAsync()).Status);
    }

    [Fact]
    public async Task A_grant_code_is_good_once_and_for_three_minutes()
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

    [Fact]
    public async Task Errors_come_as_200()
    {
        (await _emulation.TokenAsync(("client_id", "1000.X"))).Is(200, """{"error":"invalid_client"}""");
        (await _emulation.TokenAsync(("client_secret", "x"))).Is(200, """{"error":"invalid_client_secret"}""");
        (await _emulation.TokenAsync(("refresh_token", "x"))).Is(200, """{"error":"invalid_code"}""");
        (await _emulation.TokenAsync(("grant_type", "password"))).Is(200, """{"error":"unsupported_grant_type"}""");
        (await _emulation.GetAsync("/oauth/v2/token")).Is(200, """{"error":"server error"}""");
        Assert.Equal(1, Emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task Values_need_not_be_encoded()
    {
        // As SDK 7 sends them.
        _emulation.Settings.RedirectUri = "https://example.com/100%/callback";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth/v2/token")
        {
            Content = new StringContent(
                $"client_id={Emulator.ClientId}&client_secret={Emulator.ClientSecret}&grant_type=authorization_code" +
                $"&redirect_uri=https://example.com/100%/callback&code={Emulator.CreateGrantCode()}",
                new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };

        Assert.NotNull((string?)(await _emulation.SendAsync(request)).Json["access_token"]);
    }

    [Fact]
    public async Task A_redirect_uri_must_match_where_there_is_one()
    {
        _emulation.Settings.RedirectUri = "https://example.com/callback";
        var code = Emulator.CreateGrantCode();

        (await _emulation.ExchangeAsync(code)).Is(200, """{"error":"invalid_redirect_uri"}""");
        var answer = await _emulation.TokenAsync(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://example.com/callback"));
        Assert.NotNull((string?)answer.Json["access_token"]);
    }

    [Theory]
    [InlineData(ThrottleStatus.BadRequest, 400)]
    [InlineData(ThrottleStatus.Ok, 200)]
    public async Task Throttle(ThrottleStatus status, int number)
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
    public async Task Throttle_by_setting()
    {
        _emulation.Settings.TokensPerTenMinutes = 1;
        Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
        Assert.Equal("failure", (string?)(await _emulation.TokenAsync()).Json["status"]);

        _emulation.Settings.TokensPerTenMinutes = null;

        Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
    }

    [Fact]
    public async Task A_token_lives_an_hour()
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
    public async Task Lifetime_by_setting()
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
    public async Task Expiry_in_milliseconds()
    {
        _emulation.Settings.Contradictions.ExpiresInMilliseconds = true;

        var json = (await _emulation.TokenAsync()).Json;

        Assert.Equal((3_600_000, 3600), ((int)json["expires_in"]!, (int)json["expires_in_sec"]!));
    }

    [Fact]
    public async Task All_tokens_expire_at_once()
    {
        Emulator.ExpireAccessTokens();
        Assert.Equal("INVALID_TOKEN", (await _emulation.ListAsync()).Code);

        _emulation.Token = Emulator.CreateAccessToken();

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task The_sixteenth_token_kills_the_oldest()
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
    public async Task No_refresh_token_for_a_grant_code_where_none_are_given()
    {
        Emulator.Settings.GivesRefreshTokens = false;

        var answer = await _emulation.ExchangeAsync(Emulator.CreateGrantCode());

        Assert.Null(answer.Json["refresh_token"]);
        _emulation.Token = (string)answer.Json["access_token"]!;
        Assert.Equal(201, (await _emulation.LockAsync()).Status);
    }

    [Fact]
    public async Task A_user_s_twenty_first_refresh_token_deletes_the_oldest()
    {
        for (var i = 0; i < 20; i++)
        {
            Emulator.CreateRefreshToken(Emulator.User);
        }

        (await _emulation.TokenAsync()).Is(200, """{"error":"invalid_code"}""");
        Assert.Equal(401, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task Revoking_a_refresh_token_kills_its_access_tokens()
    {
        var answer = await _emulation.SendAsync("POST", $"/oauth/v2/token/revoke?token={Emulator.RefreshToken}", authorization: "");

        answer.Is(200, """{"status":"success"}""");
        Assert.Equal("INVALID_TOKEN", (await _emulation.ListAsync()).Code);
        (await _emulation.TokenAsync()).Is(200, """{"error":"invalid_code"}""");
        Assert.Equal(1, Emulator.Counters.Count(Operation.Revoke, 200));
    }

    [Fact]
    public async Task Revoking_an_access_token_kills_it_alone()
    {
        var other = Emulator.CreateAccessToken();
        Assert.Equal(200, (await _emulation.FormAsync("/oauth/v2/token/revoke", new() { ["token"] = other })).Status);

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        _emulation.Token = other;
        Assert.Equal(401, (await _emulation.ListAsync()).Status);
        Assert.Equal(400, (await _emulation.FormAsync("/oauth/v2/token/revoke", new() { ["token"] = other })).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Zoho-oauthtoken")]
    [InlineData("Zoho-oauthtoken ")]
    [InlineData("Basic {0}")]
    [InlineData("Bearer {0}")]
    [InlineData("{0}")]
    public async Task No_token(string header)
    {
        var answer = await _emulation.SendAsync(
            "POST", Emulation.Locks, Emulation.ReasonBody, header.Replace("{0}", _emulation.Token, StringComparison.Ordinal));

        answer.Is(401, """{"code":"AUTHENTICATION_FAILURE","details":{},"message":"Authentication failed","status":"error"}""");
    }

    [Fact]
    public async Task Wrong_token()
    {
        (await _emulation.SendAsync("POST", Emulation.Locks, Emulation.ReasonBody, "Zoho-oauthtoken 1000.x.y"))
            .Is(401, """{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}""");
    }

    [Fact]
    public async Task Bearer_where_it_is_accepted()
    {
        _emulation.Settings.Unknowns.BearerAccepted = true;

        Assert.Equal(201, (await _emulation.SendAsync("POST", Emulation.Locks, Emulation.ReasonBody, $"Bearer {_emulation.Token}")).Status);
    }

    [Fact]
    public async Task Tokens_are_counted()
    {
        Emulator.Counters.Reset();
        await _emulation.TokenAsync();
        await _emulation.TokenAsync(("refresh_token", "x"));
        Emulator.CreateAccessToken();

        Assert.Equal(2, Emulator.Counters.TokensIssued);
        Assert.Equal(2, Emulator.Counters.Count(Operation.Token, 200));
    }

    private async Task<Answer> MultipartAsync(string path, string boundary, string contentType, Dictionary<string, string> form)
    {
        var body = string.Concat(form.Select(field =>
            $"--{boundary}\r\nContent-Disposition: form-data; name=\"{field.Key}\"\r\n\r\n{field.Value}\r\n")) + $"--{boundary}--\r\n";
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        Assert.True(request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType));
        return await _emulation.SendAsync(request);
    }

    [GeneratedRegex("^1000\\.[0-9a-f]{32}\\.[0-9a-f]{32}$")]
    private static partial Regex TokenLook();
}
