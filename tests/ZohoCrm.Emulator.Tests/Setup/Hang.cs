namespace ZohoCrm.Emulator.Tests.Setup;

/// <summary>A timeout for tests that hang. No passing test comes near it.</summary>
internal static class Hang
{
    public static TimeSpan Guard { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Waits until a condition is true.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (!await condition())
        {
            await Task.Delay(1, guard.Token);
        }
    }
}
