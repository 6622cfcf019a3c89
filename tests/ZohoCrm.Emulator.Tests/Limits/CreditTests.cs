namespace ZohoCrm.Emulator.Tests.Limits;

public sealed class CreditTests : IDisposable
{
    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Credits_are_shown_from_half_on_and_end_with_429()
    {
        _emulation.Settings.DailyCredits = 4;
        _emulation.Settings.CreditsMessage = "no credits left";

        Assert.Equal([null, "2", "1", "0"], await RemainingAsync(4));
        var refused = await _emulation.ListAsync();
        Assert.Equal((429, "TOO_MANY_REQUESTS", "no credits left"), (refused.Status, refused.Code, refused.Message));
        Assert.NotNull((string?)(await _emulation.TokenAsync()).Json["access_token"]);
    }

    [Fact]
    public async Task Credits_return_after_a_day_minute_by_minute()
    {
        _emulation.Settings.AccessTokenLifetime = TimeSpan.FromDays(3);
        _emulation.Token = _emulation.Emulator.CreateAccessToken();
        _emulation.Settings.DailyCredits = 2;
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        _emulation.Time.Advance(TimeSpan.FromHours(10));
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        _emulation.Time.Advance(TimeSpan.FromHours(13));
        Assert.Equal(429, (await _emulation.ListAsync()).Status);
        _emulation.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        Assert.Equal(429, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task Calls_without_a_token_cost_nothing()
    {
        _emulation.Settings.DailyCredits = 1;
        await _emulation.SendAsync("GET", Emulation.Locks, authorization: "");

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
    }

    private async Task<List<string?>> RemainingAsync(int calls)
    {
        var remaining = new List<string?>();
        for (var i = 0; i < calls; i++)
        {
            remaining.Add((await _emulation.ListAsync()).Headers.GetValueOrDefault("X-API-CREDITS-REMAINING"));
        }

        return remaining;
    }
}
