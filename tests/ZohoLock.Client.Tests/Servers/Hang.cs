namespace ZohoLock.Client.Tests.Servers;

/// <summary>Ends a test that would never end by itself; nothing that works comes near it.</summary>
internal static class Hang
{
    public static TimeSpan Guard { get; } = TimeSpan.FromMinutes(5);
}
