using Microsoft.Extensions.Time.Testing;

namespace ZohoCrm.Emulator.Tests;

public sealed class EmulatorClockTests
{
    [Fact]
    public void The_clock_runs_until_it_is_set_or_advanced()
    {
        var time = new FakeTimeProvider(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        using var emulator = new CrmEmulator(time: time);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(time.GetUtcNow(), emulator.Clock.GetUtcNow());

        emulator.Clock.Advance(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 1, 1, 0, TimeSpan.Zero), emulator.Clock.GetUtcNow());

        emulator.Clock.Set(new(2025, 1, 1, 2, 0, 0, TimeSpan.FromHours(2)));
        Assert.Equal(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), emulator.AddModule("Deals").AddRecord("1", "x").CreatedTime);
        Assert.Throws<ArgumentOutOfRangeException>(() => emulator.Clock.Advance(TimeSpan.FromTicks(-1)));
    }
}
