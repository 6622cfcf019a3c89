using System.Security.Cryptography;
using ZohoLock.Files;

namespace ZohoLock.Authentication.Caching;

/// <summary>
/// The file with the token of one key: encrypted with DPAPI for the current user on Windows, readable by its owner only elsewhere. It is
/// replaced atomically.
/// </summary>
internal sealed class TokenStorage(string folder, string key, TimeProvider time)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Others = ~(OwnerOnly | UnixFileMode.UserExecute);

    // Far more than a token with its scopes needs.
    private const int MaxSize = 1024 * 1024;

    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private readonly string _path = Path.Combine(folder, $"{key}.token");

    /// <summary>The content; null if there is none, or if others could have read or written it.</summary>
    /// <exception cref="UnauthorizedAccessException">The file isn't a regular file of the current user, or access is denied.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="CryptographicException">It was encrypted for another user.</exception>
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

    /// <summary>Replaces the content.</summary>
    /// <exception cref="UnauthorizedAccessException">The existing file isn't a regular file of the current user, or access is denied.</exception>
    /// <exception cref="IOException">The folder can't be written to.</exception>
    /// <exception cref="CryptographicException">Windows can't encrypt for the current user.</exception>
    public void Write(byte[] data)
    {
        OwnedFile.Require(_path);
        var encrypted = OperatingSystem.IsWindows() ? ProtectedData.Protect(data, optionalEntropy: null, DataProtectionScope.CurrentUser) : data;
        var temporary = Path.Combine(folder, $"{key}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = Create(temporary))
            {
                file.Write(encrypted);
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

    /// <summary>Deletes the file.</summary>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    /// <exception cref="IOException">It can't be deleted.</exception>
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
            // The umask may have removed rights of the owner.
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }

        return file;
    }

    // Tokens are valid for an hour, so older files are leftovers of unused credentials or killed processes.
    private void RemoveOld()
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".token" or ".tmp"))
        {
            if (time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(file) > MaxAge)
            {
                File.Delete(file);
            }
        }
    }
}
