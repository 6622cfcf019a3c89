using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Files;

/// <summary>
/// Reads files that a user names. Only regular files are accepted, because a device may have no end and reading a pipe may block forever.
/// Links and other owners are allowed.
/// </summary>
public static class RegularFile
{
    private const string Problem = "it is no regular file, but a folder, a device, a pipe or a socket";

    /// <summary>
    /// Whether a path is a regular file, without opening it. On Windows anything but a folder counts; opening it checks the rest.
    /// </summary>
    public static bool Exists(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() ? File.Exists(path) : FileStatus.Follow(path) is { IsRegularFile: true };
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">The maximum size; at most one byte more is read.</param>
    /// <returns>The content; null if the file is larger.</returns>
    /// <exception cref="InvalidDataException">It isn't a regular file.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">Access is denied.</exception>
    internal static byte[]? Read(string path, int maxBytes)
    {
        using var file = Open(path, FileAccess.Read);
        var content = new byte[maxBytes + 1];
        var length = 0;
        while (length < content.Length && RandomAccess.Read(file, content.AsSpan(length), length) is var count and > 0)
        {
            length += count;
        }

        return length > maxBytes ? null : content[..length];
    }

    /// <summary>Opens an existing file.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static SafeFileHandle Open(string path, FileAccess access) => Open(path, () => File.OpenHandle(path, FileMode.Open, access));

    /// <summary>Opens an existing file for reading, without keeping anybody from writing it, even if another program has locked it against readers.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static SafeFileHandle OpenShared(string path) => Open(path, () => OperatingSystem.IsWindows()
        ? File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        : FileStatus.OpenUnlocked(path));

    private static SafeFileHandle Open(string path, Func<SafeFileHandle> open)
    {
        // Opening a pipe may block, so the type is checked before; the path may change in between, so it is checked again after.
        if (!OperatingSystem.IsWindows() && FileStatus.Follow(path) is { IsRegularFile: false })
        {
            throw new InvalidDataException(Problem);
        }

        var file = open();
        if (IsRegular(file))
        {
            return file;
        }

        file.Dispose();
        throw new InvalidDataException(Problem);
    }

    private static bool IsRegular(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            // Only a file on a disk is seekable.
            using var stream = new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read);
            return stream.CanSeek;
        }

        return FileStatus.Read(file).IsRegularFile;
    }
}
