namespace ZohoLock.Client.Tests.Faulty;

/// <summary>Waits for what other threads do.</summary>
internal static class Until
{
    /// <summary>Ends a test that would never end by itself; nothing that works comes near it.</summary>
    public static TimeSpan Guard { get; } = TimeSpan.FromMinutes(5);

    public static async Task TrueAsync(Func<bool> condition)
    {
        using var guard = new CancellationTokenSource(Guard);
        while (!condition())
        {
            await Task.Delay(1, guard.Token);
        }
    }
}
