using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Files;

/// <summary>A file's type, owner and permissions on Unix.</summary>
/// <param name="mode">The type and the permissions, as in stat(2).</param>
/// <param name="userId">The owner.</param>
[UnsupportedOSPlatform("windows")]
internal readonly struct FileStatus(int mode, uint userId)
{
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;
    private const int SymbolicLink = 0xA000;

    // The runtime's own numbers: PAL_O_RDONLY and PAL_O_CLOEXEC.
    private const int ReadOnlyCloseOnExec = 0x0010;

    private const int FileNotFound = 2;
    private const int FolderNotFound = 20;

    /// <summary>The effective user id of this process.</summary>
    public static uint CurrentUserId => ReadEffectiveUserId();

    public uint UserId => userId;

    public UnixFileMode Permissions => (UnixFileMode)(mode & 0xFFF);

    public bool IsRegularFile => (mode & TypeMask) == RegularFile;

    public bool IsFolder => (mode & TypeMask) == Folder;

    public bool IsSymbolicLink => (mode & TypeMask) == SymbolicLink;

    /// <summary>The status of an open file.</summary>
    /// <exception cref="IOException">The status can't be read.</exception>
    public static FileStatus Read(SafeFileHandle file) =>
        ReadStatus(file, out var status) == 0 ? new(status.Mode, status.UserId) : throw new IOException("its owner can't be read");

    /// <summary>The status of <paramref name="path"/> without following a symbolic link; null if it doesn't exist.</summary>
    /// <exception cref="IOException">The status can't be read.</exception>
    public static FileStatus? Find(string path) => Find(path, ReadLinkStatus(path, out var status), status);

    /// <summary>The status of <paramref name="path"/> after following symbolic links; null if it doesn't exist.</summary>
    /// <exception cref="IOException">The status can't be read.</exception>
    public static FileStatus? Follow(string path) => Find(path, ReadStatus(path, out var status), status);

    /// <summary>Opens a file for reading. .NET's own ways of opening one ask for a lock, which fails while another process has locked it.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static SafeFileHandle OpenUnlocked(string path)
    {
        var file = OpenFile(path, ReadOnlyCloseOnExec, 0);
        if (!file.IsInvalid)
        {
            return file;
        }

        var error = Marshal.GetLastPInvokeError();
        file.Dispose();
        throw new IOException(Marshal.GetPInvokeErrorMessage(error));
    }

    private static FileStatus? Find(string path, int result, NativeStatus status)
    {
        if (result == 0)
        {
            return new(status.Mode, status.UserId);
        }

        var error = Marshal.GetLastPInvokeError();
        return error is FileNotFound or FolderNotFound ? null : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}");
    }

    // .NET has no public API for a file's owner, so this calls its native layer, which ships with every runtime.
    [DllImport("libSystem.Native", EntryPoint = "SystemNative_FStat")]
    private static extern int ReadStatus(SafeFileHandle file, out NativeStatus status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Stat", SetLastError = true)]
    private static extern int ReadStatus([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out NativeStatus status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_LStat", SetLastError = true)]
    private static extern int ReadLinkStatus([MarshalAs(UnmanagedType.LPUTF8Str)] string path, out NativeStatus status);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_Open", SetLastError = true)]
    private static extern SafeFileHandle OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libSystem.Native", EntryPoint = "SystemNative_GetEUid")]
    private static extern uint ReadEffectiveUserId();

    /// <summary>The first fields of the runtime's FileStatus; the size leaves room for the fields that follow them.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 512)]
    private struct NativeStatus
    {
        public int Flags;
        public int Mode;
        public uint UserId;
    }
}
