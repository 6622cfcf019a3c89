namespace ZohoLock.Authentication.Caching;

/// <summary>A lock between the processes of a machine: a file that one of them has open.</summary>
internal static class FileLock
{
    /// <summary>Waits until nobody else has the file open, and opens it.</summary>
    /// <exception cref="IOException">Its folder isn't there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
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

    /// <summary>Opens the file; null where somebody else has it open.</summary>
    /// <inheritdoc cref="AcquireAsync" path="/exception"/>
    public static FileStream? TryAcquire(string path)
    {
        try
        {
            return Open(path);
        }
        catch (IOException taken) when (taken is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    private static FileStream Open(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
