using Microsoft.Identity.Client.Extensions.Msal;

namespace ZohoLock.Authentication.Caching;

/// <summary>Where this platform keeps secrets.</summary>
internal static class TokenStorage
{
    private const string Name = "ZohoLock";

    private static readonly KeyValuePair<string, string> Kind = new("kind", "access token");

    /// <summary>The place for the token of that key.</summary>
    public static Storage Open(string folder, string key) => OperatingSystem.IsLinux() ? OpenLinux(folder, key) : Storage.Create(Describe(folder, key).Build());

    // Without a desktop's session there is no keyring to ask, and with one it may be locked: the file, which only its owner can read, does then.
    private static Storage OpenLinux(string folder, string key)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS")))
        {
            try
            {
                var keyring = Storage.Create(Describe(folder, key)
                    .WithLinuxKeyring("zoholock.token", MsalCacheHelper.LinuxKeyRingDefaultCollection, $"{Name} access token", Kind, new("key", key))
                    .Build());
                keyring.VerifyPersistence();
                return keyring;
            }
            catch (MsalCachePersistenceException)
            {
                // It can't keep anything.
            }
        }

        return Storage.Create(Describe(folder, key).WithLinuxUnprotectedFile().Build());
    }

    private static StorageCreationPropertiesBuilder Describe(string folder, string key) =>
        new StorageCreationPropertiesBuilder($"{key}.token", folder).WithMacKeyChain(Name, key);
}
