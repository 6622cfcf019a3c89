namespace ZohoCrm.Emulator.Tests.Settings;

public sealed class EmulatorSettingsTests
{
    [Fact]
    public void Limits_and_latencies_must_not_be_negative()
    {
        var settings = new EmulatorSettings();

        Assert.Throws<ArgumentOutOfRangeException>(() => settings.Latency = TimeSpan.FromTicks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.ConcurrencyLimit = -1);
        settings.ConcurrencyLimit = 5;
        settings.TokenLatency = TimeSpan.FromSeconds(1);
        Assert.Equal((5, TimeSpan.FromSeconds(1)), (settings.ConcurrencyLimit, settings.TokenLatency));
        settings.ConcurrencyLimit = null;
        settings.TokenLatency = null;
        Assert.Null(settings.ConcurrencyLimit);
        Assert.Null(settings.TokenLatency);
    }
}
