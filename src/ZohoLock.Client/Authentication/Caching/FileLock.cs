using ZohoLock.Files;

namespace ZohoLock.Authentication.Caching;

/// <summary>A lock between processes: a file that only one of them can open at a time.</summary>
internal static class FileLock
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // The errors of .NET's file lock: ERROR_SHARING_VIOLATION on Windows, EWOULDBLOCK on macOS and Linux.
    private static readonly int LockedByAnotherProcess = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Opens the file, and waits while another process has it open.</summary>
    /// <exception cref="IOException">It can't be created or written, for another reason than that it is locked.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied, or it isn't a regular file of the current user.</exception>
    public static async Task<FileStream> AcquireAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        FileStream? held;
        while ((held = TryAcquire(path)) is null)
        {
            // A random delay, so that waiting processes don't all retry at once.
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(20, 80)), time, cancellationToken).ConfigureAwait(false);
        }

        return held;
    }

    /// <summary>Opens the file; null if another process has it open.</summary>
    /// <inheritdoc cref="AcquireAsync" path="/exception"/>
    public static FileStream? TryAcquire(string path)
    {
        OwnedFile.Require(path);
        FileStream file;
        try
        {
            file = Open(path);
        }
        catch (IOException taken) when (taken.HResult == LockedByAnotherProcess)
        {
            return null;
        }

        try
        {
            OwnedFile.Require(path, file.SafeFileHandle);
            RestrictToOwner(file);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    // The umask may have removed rights of the owner; and whoever can read the file can hold the lock.
    private static void RestrictToOwner(FileStream file)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle) != OwnerOnly)
        {
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }
    }
}
