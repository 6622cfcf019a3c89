namespace ZohoCrm.Emulator.Tests.Setup;

/// <summary>Ends a test that would never end by itself; nothing that works comes near it.</summary>
internal static class Hang
{
    public static TimeSpan Guard { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Waits for what other threads do.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (!await condition())
        {
            await Task.Delay(1, guard.Token);
        }
    }
}
