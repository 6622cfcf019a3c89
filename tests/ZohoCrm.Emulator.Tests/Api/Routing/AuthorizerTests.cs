namespace ZohoCrm.Emulator.Tests.Api.Routing;

public sealed class AuthorizerTests : IDisposable
{
    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("Zoho-oauthtoken")]
    [InlineData("Zoho-oauthtoken ")]
    [InlineData("Basic {0}")]
    [InlineData("Bearer {0}")]
    [InlineData("{0}")]
    public async Task A_call_without_a_token_is_AUTHENTICATION_FAILURE(string header)
    {
        var answer = await _emulation.SendAsync(
            "POST", Emulation.Locks, Emulation.ReasonBody, header.Replace("{0}", _emulation.Token, StringComparison.Ordinal));

        answer.Is(401, """{"code":"AUTHENTICATION_FAILURE","details":{},"message":"Authentication failed","status":"error"}""");
    }

    [Fact]
    public async Task A_call_with_a_wrong_token_is_INVALID_TOKEN()
    {
        (await _emulation.SendAsync("POST", Emulation.Locks, Emulation.ReasonBody, "Zoho-oauthtoken 1000.x.y"))
            .Is(401, """{"code":"INVALID_TOKEN","details":{},"message":"invalid oauth token","status":"error"}""");
    }

    [Fact]
    public async Task Bearer_can_be_accepted()
    {
        _emulation.Settings.Unknowns.BearerAccepted = true;

        Assert.Equal(201, (await _emulation.SendAsync("POST", Emulation.Locks, Emulation.ReasonBody, $"Bearer {_emulation.Token}")).Status);
    }
}
