using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Faulty;

/// <summary>Waits for what other threads do.</summary>
internal static class Until
{
    public static async Task TrueAsync(Func<bool> condition)
    {
        using var guard = new CancellationTokenSource(Hang.Guard);
        while (!condition())
        {
            await Task.Delay(1, guard.Token);
        }
    }
}
