using ZohoLock.Authentication;
using ZohoLock.Authentication.Caching;
using ZohoLock.Authentication.Grants;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>A folder of the test's own for a token cache; nothing is there before the cache makes it.</summary>
internal sealed class CacheFolder : IDisposable
{
    private readonly string _parent = Directory.CreateTempSubdirectory("zoholock-tokens-").FullName;

    public string FullName => Path.Combine(_parent, "cache");

    public string[] Files => Directory.Exists(FullName) ? Directory.GetFiles(FullName, "*", SearchOption.AllDirectories) : [];

    /// <summary>The file with the one token that is kept.</summary>
    public string TokenFile => Assert.Single(Files, file => file.EndsWith(".token", StringComparison.Ordinal));

    public string LockFile => Assert.Single(Files, file => file.EndsWith(".lock", StringComparison.Ordinal));

    /// <summary>Leaves behind what another process does that was told of a throttle.</summary>
    /// <param name="options">Those of the connection that is to find it.</param>
    /// <param name="rest">For how long it isn't to ask for a token.</param>
    public void Throttle(ConnectionOptions options, TimeSpan rest)
    {
        var credential = (RefreshTokenCredential)options.Credential;
        using var grant = new RefreshTokenGrant(new OAuthClient(credential), new Secret(credential.RefreshToken, "RefreshToken"));
        var cache = new TokenCache(FullName, grant, options.AccountsUri!, TimeProvider.System);
        cache.Write(new(cache.Read().Token, new ThrottlePeriod(TimeSpan.FromSeconds(40), DateTimeOffset.UtcNow + rest)));
    }

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
