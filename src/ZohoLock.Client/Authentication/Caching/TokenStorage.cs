using System.Security.Cryptography;
using ZohoLock.Files;

namespace ZohoLock.Authentication.Caching;

/// <summary>
/// The file with the token of one key: encrypted for the current user with DPAPI on Windows, elsewhere a file that only its owner can read. It is replaced
/// as a whole, so that nobody reads half a token.
/// </summary>
internal sealed class TokenStorage(string folder, string key)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = ~(OwnerOnly | UnixFileMode.UserExecute);

    // Much more than a token with its scopes.
    private const int MaxSize = 1024 * 1024;

    private static readonly TimeSpan LongestUse = TimeSpan.FromDays(1);

    private readonly string _path = Path.Combine(folder, $"{key}.token");

    /// <summary>What is kept; null if there is nothing, or what others could have read or written.</summary>
    /// <exception cref="UnauthorizedAccessException">The file isn't a regular one of the current user, or may not be read.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="CryptographicException">Somebody else encrypted it.</exception>
    public byte[]? Read()
    {
        OwnedFile.Require(_path);
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            OwnedFile.Require(_path, file.SafeFileHandle);
            if (file.Length > MaxSize || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0))
            {
                return null;
            }

            var data = new byte[file.Length];
            file.ReadExactly(data);
            return OperatingSystem.IsWindows() && data.Length > 0 ? ProtectedData.Unprotect(data, optionalEntropy: null, DataProtectionScope.CurrentUser) : data;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Keeps <paramref name="data"/> in place of what is there.</summary>
    /// <exception cref="UnauthorizedAccessException">What is there isn't a regular file of the current user, or the folder may not be written to.</exception>
    /// <exception cref="IOException">The folder can't be written to.</exception>
    /// <exception cref="CryptographicException">Windows can't encrypt for the current user.</exception>
    public void Write(byte[] data)
    {
        OwnedFile.Require(_path);
        var kept = OperatingSystem.IsWindows() ? ProtectedData.Protect(data, optionalEntropy: null, DataProtectionScope.CurrentUser) : data;
        var temporary = Path.Combine(folder, $"{key}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = Create(temporary))
            {
                file.Write(kept);
            }

            File.Move(temporary, _path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        RemoveOld();
    }

    /// <summary>Forgets what is kept.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be removed.</exception>
    /// <exception cref="IOException">It can't be removed.</exception>
    public void Clear() => File.Delete(_path);

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        var file = new FileStream(path, options);
        if (!OperatingSystem.IsWindows())
        {
            // Whatever the umask took away.
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }

        return file;
    }

    // A token lives for an hour: those of refresh tokens that nobody uses any more needn't lie about, nor what a process left that was killed.
    private void RemoveOld()
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".token" or ".tmp"))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > LongestUse)
            {
                File.Delete(file);
            }
        }
    }
}
