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

    public void Dispose() => Directory.Delete(_parent, recursive: true);
}
