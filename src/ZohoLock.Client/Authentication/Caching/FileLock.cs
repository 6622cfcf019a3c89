using ZohoLock.Files;

namespace ZohoLock.Authentication.Caching;

/// <summary>A lock between the processes of a machine: a file that one of them has open.</summary>
internal static class FileLock
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What .NET's own lock of a file fails with where another process has it: ERROR_SHARING_VIOLATION, and EWOULDBLOCK of macOS and of Linux.
    private static readonly int LockedByAnotherProcess = OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsLinux() ? 11 : 35;

    /// <summary>Waits until nobody else has the file open, and opens it.</summary>
    /// <exception cref="IOException">It can't be made or written: any failure but that somebody else has it open.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written, or isn't a regular file of the current user.</exception>
    public static async Task<FileStream> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        FileStream? held;
        while ((held = TryAcquire(path)) is null)
        {
            // Those who wait mustn't all come back at the same moment.
            await Task.Delay(Random.Shared.Next(20, 80), cancellationToken).ConfigureAwait(false);
        }

        return held;
    }

    /// <summary>Opens the file; null if somebody else has it open.</summary>
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

    // The umask may have taken some of the owner's rights; and whoever may read the file can hold the lock.
    private static void RestrictToOwner(FileStream file)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file.SafeFileHandle) != OwnerOnly)
        {
            File.SetUnixFileMode(file.SafeFileHandle, OwnerOnly);
        }
    }
}
