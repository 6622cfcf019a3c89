using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZohoLock.Authentication.Grants;
using ZohoLock.Files;

namespace ZohoLock.Authentication.Caching;

/// <summary>
/// Shares the access token of one grant between the processes of one user on one machine, in a file that only its owner can read (encrypted
/// with DPAPI on Windows). If the file can't be written or the folder isn't safe, the cache is disabled.
/// </summary>
internal sealed class TokenCache
{
    // The process that holds the lock is requesting a token, which takes less time than this.
    private static readonly TimeSpan LockTimeout = TimeSpan.FromMinutes(3);

    private readonly string _folder;
    private readonly string _key;
    private readonly TokenStorage _storage;
    private readonly TimeProvider _time;
    private volatile string? _problem;

    /// <summary>Creates the cache for a grant; the file's name is a hash of the grant's form, so each secret has its own file.</summary>
    public TokenCache(string folder, ITokenGrant grant, Uri accounts, TimeProvider time)
    {
        (_folder, _time) = (folder, time);
        var requestedAt = string.Join('\n', grant.CreateForm().Select(field => $"{field.Key}={field.Value}").Prepend(accounts.AbsoluteUri));
        _key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(requestedAt)));
        _storage = new(folder, _key, time);
    }

    /// <summary>Why the cache is disabled; null if it isn't.</summary>
    public string? Problem => _problem;

    private string LockPath => Path.Combine(_folder, $"{_key}.lock");

    /// <summary>Waits for the cache's lock; disposing the result releases it. Null if the cache is disabled.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (_problem is not null)
        {
            return null;
        }

        using var timeout = new CancellationTokenSource(LockTimeout, _time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            OwnedFolder.Prepare(_folder);
            return await FileLock.AcquireAsync(LockPath, _time, late.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Disable($"another process has held its lock for {LockTimeout.TotalMinutes:0} minutes");
        }
        catch (Exception failure) when (IsFileError(failure))
        {
            return Disable(failure.Message);
        }
    }

    /// <summary>Reads the cached token; empty if nothing can be read.</summary>
    public CachedToken Read()
    {
        if (_problem is not null)
        {
            return CachedToken.None;
        }

        try
        {
            return _storage.Read() is { Length: > 0 } data && JsonSerializer.Deserialize(data, CachedTokenJson.Default.CachedTokenFile) is { } file
                ? CachedToken.From(file)
                : CachedToken.None;
        }
        catch (Exception damage) when (damage is JsonException or CryptographicException)
        {
            // The file is incomplete or belongs to somebody else; it will be overwritten.
            return CachedToken.None;
        }
        catch (Exception failure) when (IsFileError(failure))
        {
            Disable(failure.Message);
            return CachedToken.None;
        }
    }

    /// <summary>Writes a token or a throttle.</summary>
    public void Write(CachedToken token)
    {
        if (_problem is not null)
        {
            return;
        }

        try
        {
            _storage.Write(JsonSerializer.SerializeToUtf8Bytes(token.ToFile(), CachedTokenJson.Default.CachedTokenFile));
        }
        catch (Exception failure) when (IsFileError(failure))
        {
            Disable(failure.Message);
        }
    }

    /// <summary>
    /// Records that the API has accepted a token, unless the cache has another one by now. Doesn't wait for the lock, because its holder
    /// may be requesting a token.
    /// </summary>
    /// <returns>False if another process holds the lock.</returns>
    public bool TryConfirm(AccessToken token)
    {
        if (_problem is not null)
        {
            return true;
        }

        try
        {
            OwnedFolder.Prepare(_folder);
            using var turn = FileLock.TryAcquire(LockPath);
            if (turn is not null && Read() is var cached && cached.Token?.Value == token.Value)
            {
                Write(cached with { Token = token });
            }

            return turn is not null;
        }
        catch (Exception failure) when (IsFileError(failure))
        {
            Disable(failure.Message);
            return true;
        }
    }

    /// <summary>Deletes the cached token.</summary>
    public async Task ClearAsync(CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(cancellationToken).ConfigureAwait(false);
        if (turn is null)
        {
            return;
        }

        try
        {
            _storage.Clear();
        }
        catch (Exception failure) when (IsFileError(failure))
        {
            Disable(failure.Message);
        }
    }

    private static bool IsFileError(Exception failure) => failure
        is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException or NotSupportedException;

    private FileStream? Disable(string problem)
    {
        _problem = problem.TrimEnd('.');
        return null;
    }
}
