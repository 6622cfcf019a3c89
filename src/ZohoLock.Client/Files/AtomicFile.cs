namespace ZohoLock.Files;

/// <summary>Writes files whole or not at all: beside their place first, and there with a single change of name.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; where it is a link, the file that it leads to.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="overwrite">Whether one that is there is replaced; it keeps its permissions.</param>
    /// <exception cref="InvalidDataException">What is there is no regular file.</exception>
    /// <exception cref="IOException">It can't be written, or is there although it isn't to be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        var target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        var isThere = overwrite && Path.Exists(target);
        if (isThere)
        {
            // A change of name needs no right to write to the file that it replaces, but whoever took that right away means it.
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
