using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Files;

/// <summary>
/// Reads files that a user names: regular ones only, whoever owns them and by whatever links they are named. A device has no end, and a pipe that nobody
/// writes to is waited for.
/// </summary>
public static class RegularFile
{
    private const string Problem = "it is no regular file, but a folder, a device, a pipe or a socket";

    /// <summary>Whether there is a regular file at a path, without opening it. On Windows whatever isn't a folder counts: it is told once it is open.</summary>
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

    /// <summary>A file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How many there may be; no more than one beyond that is read.</param>
    /// <returns>The bytes; null if there are more.</returns>
    /// <exception cref="InvalidDataException">It is no regular file.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
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

    /// <summary>Opens a file that is there.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    internal static SafeFileHandle Open(string path, FileAccess access)
    {
        // Opening a pipe may wait without end, so that it is asked first; what is opened then may be another, so that it is asked again.
        if (!OperatingSystem.IsWindows() && FileStatus.Follow(path) is { IsRegularFile: false })
        {
            throw new InvalidDataException(Problem);
        }

        var file = File.OpenHandle(path, FileMode.Open, access);
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
            // Only a file on a disk can be sought in.
            using var stream = new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read);
            return stream.CanSeek;
        }

        return FileStatus.Read(file).IsRegularFile;
    }
}
