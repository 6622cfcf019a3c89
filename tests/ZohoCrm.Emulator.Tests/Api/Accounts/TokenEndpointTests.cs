using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ZohoCrm.Emulator.Tests.Api.Accounts;

public sealed partial class TokenEndpointTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public void Secrets_look_like_Zohos_and_differ_between_emulators()
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
    public async Task A_refresh_token_gives_an_access_token()
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
    public async Task Parameters_may_be_in_the_query()
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
    public async Task Parameters_may_be_multipart_form_data(string boundary, string contentType)
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
    public async Task Parts_without_a_name_or_an_end_are_ignored()
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
    public async Task A_grant_code_gives_a_refresh_token()
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
    public async Task Errors_have_status_200()
    {
        (await _emulation.TokenAsync(("client_id", "1000.X"))).Is(200, """{"error":"invalid_client"}""");
        (await _emulation.TokenAsync(("client_secret", "x"))).Is(200, """{"error":"invalid_client_secret"}""");
        (await _emulation.TokenAsync(("refresh_token", "x"))).Is(200, """{"error":"invalid_code"}""");
        (await _emulation.TokenAsync(("grant_type", "password"))).Is(200, """{"error":"unsupported_grant_type"}""");
        (await _emulation.GetAsync("/oauth/v2/token")).Is(200, """{"error":"server error"}""");
        Assert.Equal(1, Emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task Values_may_be_unencoded()
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
    public async Task The_registered_redirect_uri_must_match()
    {
        _emulation.Settings.RedirectUri = "https://example.com/callback";
        var code = Emulator.CreateGrantCode();

        (await _emulation.ExchangeAsync(code)).Is(200, """{"error":"invalid_redirect_uri"}""");
        var answer = await _emulation.TokenAsync(
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", "https://example.com/callback"));
        Assert.NotNull((string?)answer.Json["access_token"]);
    }

    [Fact]
    public async Task The_expiry_can_be_in_milliseconds()
    {
        _emulation.Settings.Contradictions.ExpiresInMilliseconds = true;

        var json = (await _emulation.TokenAsync()).Json;

        Assert.Equal((3_600_000, 3600), ((int)json["expires_in"]!, (int)json["expires_in_sec"]!));
    }

    [Fact]
    public async Task A_grant_code_can_give_no_refresh_token()
    {
        Emulator.Settings.GivesRefreshTokens = false;

        var answer = await _emulation.ExchangeAsync(Emulator.CreateGrantCode());

        Assert.Null(answer.Json["refresh_token"]);
        _emulation.Token = (string)answer.Json["access_token"]!;
        Assert.Equal(201, (await _emulation.LockAsync()).Status);
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
