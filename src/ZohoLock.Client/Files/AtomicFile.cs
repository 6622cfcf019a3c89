namespace ZohoLock.Files;

/// <summary>Writes a file of which the whole content is there already, as a <see cref="PendingFile"/>.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="content">The content.</param>
    /// <param name="overwrite">Whether an existing file is replaced; its permissions are kept.</param>
    /// <inheritdoc cref="PendingFile.Create" path="/exception"/>
    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        using var file = PendingFile.Create(path, overwrite);
        file.Content.Write(content);
        file.Commit();
    }
}
