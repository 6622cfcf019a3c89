namespace ZohoLock.Files;

/// <summary>Writes a file completely or not at all: to a temporary file first, which is then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="content">The content.</param>
    /// <param name="overwrite">Whether an existing file is replaced; its permissions are kept.</param>
    /// <exception cref="InvalidDataException">The existing file isn't a regular file.</exception>
    /// <exception cref="IOException">The file can't be written, or exists and must not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        var isThere = overwrite && Path.Exists(target);
        if (isThere)
        {
            // A rename needs no write permission on the file it replaces, so a read-only file is checked for here.
            RegularFile.Open(target, FileAccess.Write).Dispose();
        }

        var written = Path.Combine(Path.GetDirectoryName(target)!, $".zoholock-{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(written, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            if (!isThere)
            {
                File.Move(written, target, overwrite: false);
                return;
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(written, File.GetUnixFileMode(target));
            }

            File.Replace(written, target, destinationBackupFileName: null);
        }
        catch
        {
            File.Delete(written);
            throw;
        }
    }
}
