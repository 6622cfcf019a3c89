using ZohoLock.Configuration;

namespace ZohoLock.Client.Tests.Servers;

internal static class ConfigurationCalls
{
    /// <summary>What an import does.</summary>
    public static async Task<LockConfiguration> PrepareAndApplyAsync(this LockConfigurationClient client, LockConfiguration wanted) =>
        await client.ApplyAsync(await client.PrepareAsync(wanted));
}
