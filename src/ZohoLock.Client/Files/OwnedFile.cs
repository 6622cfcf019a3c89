using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Files;

/// <summary>
/// Decides whether an open file is a regular file of the current user. On Windows every file that opens passes: there the folder's permissions decide.
/// </summary>
internal static class OwnedFile
{
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>Why the file must not be trusted; null where it is a regular file of the current user.</summary>
    /// <exception cref="IOException">The file's status can't be read.</exception>
    public static string? FindProblem(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        if (ReadStatus(file, out var status) != 0)
        {
            throw new IOException("its owner can't be read");
        }

        return (status.Mode & TypeMask) != RegularFile ? "it is no regular file"
            : status.UserId != CurrentUserId() ? "it belongs to another user"
            : null;
    }

    // .NET has no public call for a file's owner; its own portable layer, which ships with every runtime, has.
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_FStat")]
    private static extern int ReadStatus(SafeFileHandle file, out FileStatus status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    private static extern uint CurrentUserId();

    /// <summary>The first fields of the runtime's own FileStatus; the rest is room for what the runtime writes behind them.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 512)]
    private struct FileStatus
    {
        public int Flags;
        public int Mode;
        public uint UserId;
    }
}
