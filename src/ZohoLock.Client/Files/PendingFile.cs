namespace ZohoLock.Files;

/// <summary>
/// A file that is written completely or not at all: its content goes to a temporary file in the same folder, which <see cref="Commit"/> renames. Without
/// a commit the temporary file is deleted, and what was there stays as it was.
/// </summary>
public sealed class PendingFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;
    private readonly bool _overwrite;
    private readonly FileStream _content;
    private bool _isCommitted;

    private PendingFile(string path, bool overwrite, bool overwriteReadOnly)
    {
        _target = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
        _overwrite = overwrite;
        if (Path.Exists(_target))
        {
            RequireReplaceable(overwriteReadOnly);
        }

        var folder = Path.GetDirectoryName(_target)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"there is no folder {folder}");
        }

        _temporary = Path.Combine(folder, $".zoholock-{Guid.NewGuid():N}.tmp");

        // Without a buffer: closing the file of a full disk would try to write the rest of it.
        _content = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>What to write the content to.</summary>
    public Stream Content => _content;

    /// <summary>Begins a file. Whatever prevents it from being written is an error here already, as far as it can be known.</summary>
    /// <param name="path">The full path of the file; a link is followed.</param>
    /// <param name="overwrite">Whether an existing file is replaced; its permissions are kept.</param>
    /// <param name="overwriteReadOnly">Whether that is done to a file that is marked as read-only too.</param>
    /// <exception cref="InvalidDataException">The existing file isn't a regular file.</exception>
    /// <exception cref="IOException">The file can't be written, or exists and must not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public static PendingFile Create(string path, bool overwrite, bool overwriteReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new(path, overwrite, overwriteReadOnly);
    }

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="IOException">The file can't be written, or exists by now and must not be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    public void Commit()
    {
        _content.Flush(flushToDisk: true);
        _content.Dispose();
        if (_overwrite && Path.Exists(_target))
        {
            Replace();
        }
        else
        {
            File.Move(_temporary, _target, overwrite: false);
        }

        _isCommitted = true;
    }

    /// <summary>Deletes the temporary file if there was no commit.</summary>
    public void Dispose()
    {
        _content.Dispose();
        if (!_isCommitted)
        {
            File.Delete(_temporary);
        }
    }

    private void RequireReplaceable(bool overwriteReadOnly)
    {
        if (!_overwrite)
        {
            throw new IOException($"the file {_target} exists");
        }

        // A rename needs no write permission on the file it replaces, so a read-only file is checked for here.
        var access = overwriteReadOnly && File.GetAttributes(_target).HasFlag(FileAttributes.ReadOnly) ? FileAccess.Read : FileAccess.Write;
        RegularFile.Open(_target, access).Dispose();
    }

    private void Replace()
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows replaces no read-only file; the check before has allowed it.
            File.SetAttributes(_target, File.GetAttributes(_target) & ~FileAttributes.ReadOnly);
        }
        else
        {
            File.SetUnixFileMode(_temporary, File.GetUnixFileMode(_target));
        }

        File.Replace(_temporary, _target, destinationBackupFileName: null);
    }
}
