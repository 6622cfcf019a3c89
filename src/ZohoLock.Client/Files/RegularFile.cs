using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Files;

/// <summary>
/// Reads files that a user names: regular ones only, whoever owns them and by whatever links they are named. A device has no end, and a pipe that nobody
/// writes to is waited for.
/// </summary>
public static class RegularFile
{
    private const string Problem = "it is no regular file, but a folder, a device, a pipe or a socket";
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Whether there is a regular file at a path, without opening it. On Windows whatever isn't a folder counts: it is told once it is open.</summary>
    public static bool Exists(string path) =>
        OperatingSystem.IsWindows() ? File.Exists(path) : ReadStatus(path, out var status) == 0 && IsRegular(status);

    /// <summary>A file's bytes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">How many there may be; no more than one beyond that is read.</param>
    /// <returns>The bytes; null where there are more.</returns>
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
        if (!OperatingSystem.IsWindows() && ReadStatus(path, out var named) == 0 && !IsRegular(named))
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

        return ReadStatus(file, out var opened) == 0 && IsRegular(opened);
    }

    private static bool IsRegular(FileStatus status) => (status.Mode & TypeMask) == Regular;

    // .NET has no public call for a file's type; its own portable layer, which ships with every runtime, has.
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat")]
    private static extern int ReadStatus([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out FileStatus status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_FStat")]
    private static extern int ReadStatus(SafeFileHandle file, out FileStatus status);

    /// <summary>The first fields of the runtime's own FileStatus; the rest is room for what the runtime writes behind them.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 512)]
    private struct FileStatus
    {
        public int Flags;
        public int Mode;
    }
}
