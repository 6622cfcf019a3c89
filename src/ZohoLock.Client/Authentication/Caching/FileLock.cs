namespace ZohoLock.Authentication.Caching;

/// <summary>A lock between the processes of a machine: a file that one of them has open.</summary>
internal static class FileLock
{
    /// <summary>Waits until nobody else has the file open, and opens it.</summary>
    /// <exception cref="IOException">Its folder isn't there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static async Task<FileStream> AcquireAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return Open(path);
            }
            catch (IOException taken) when (taken is not (DirectoryNotFoundException or PathTooLongException))
            {
                // Those who wait mustn't all come back at the same moment.
                await Task.Delay(Random.Shared.Next(20, 80), cancellationToken).ConfigureAwait(false);
            }
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
