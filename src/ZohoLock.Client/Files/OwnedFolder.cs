using System.Runtime.Versioning;

namespace ZohoLock.Files;

/// <summary>
/// A folder that only the current user and root can change or replace: the folder, its parents and all symbolic links on its path belong to
/// the user or root, and nobody else can write to them (as with OpenSSH's StrictModes). Sticky parents such as /tmp are allowed. On Windows
/// the folder's permissions protect it.
/// </summary>
internal static class OwnedFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    // The limit of Linux.
    private const int MaxLinks = 40;

    /// <summary>
    /// Creates the folder and its parents for the current user only, whatever the umask is; an existing folder is checked.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">Others can change it, another user owns it, it is a symbolic link, or access is denied.</exception>
    /// <exception cref="IOException">It can't be created.</exception>
    public static void Prepare(string folder)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!OperatingSystem.IsWindows())
        {
            PrepareOnUnix(path);
            return;
        }

        Directory.CreateDirectory(path);
        if (new DirectoryInfo(path).LinkTarget is not null)
        {
            throw new UnauthorizedAccessException($"the folder {path} is a symbolic link");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static void PrepareOnUnix(string path)
    {
        var names = new Stack<string>();
        Push(names, path);
        var current = "/";
        Require(current, FileStatus.Find(current)!.Value, isLast: false);
        for (var links = 0; names.TryPop(out var name);)
        {
            if (name == "..")
            {
                current = Path.GetDirectoryName(current) ?? "/";
                continue;
            }

            var next = Path.Combine(current, name);
            var status = FileStatus.Find(next) ?? Create(next);
            Require(next, status, isLast: names.Count == 0);
            if (!status.IsSymbolicLink)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"there are too many symbolic links on the way to the folder {path}");
            }

            var target = new FileInfo(next).LinkTarget ?? throw new IOException($"the symbolic link {next} can't be read");
            current = target.StartsWith('/') ? "/" : current;
            Push(names, target);
        }
    }

    private static void Push(Stack<string> names, string path)
    {
        foreach (var name in path.Split('/').Where(name => name is not ("" or ".")).Reverse())
        {
            names.Push(name);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static FileStatus Create(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        var created = FileStatus.Find(path) ?? throw new DirectoryNotFoundException($"the folder {path} was removed by another process");
        if (created.IsFolder && created.UserId == FileStatus.CurrentUserId && (created.Permissions & OwnerOnly) != OwnerOnly)
        {
            // The umask may remove rights of the owner.
            File.SetUnixFileMode(path, OwnerOnly);
            created = FileStatus.Find(path) ?? created;
        }

        return created;
    }

    // The folder itself must belong to the user: root's folder isn't the user's, and a sticky one may contain files of others.
    [UnsupportedOSPlatform("windows")]
    private static void Require(string path, FileStatus status, bool isLast)
    {
        var problem = status.IsSymbolicLink && isLast ? $"the folder {path} is a symbolic link: name the folder that it leads to"
            : !status.IsFolder && !status.IsSymbolicLink ? $"{path} is a file, where a folder is to be"
            : status.UserId != FileStatus.CurrentUserId && (isLast || status.UserId != 0) ? $"the folder {path} belongs to another user"
            : IsWritableByOthers(status, isLast) ? $"others may write to the folder {path}: take that right from them (chmod go-w)"
            : null;
        if (problem is not null)
        {
            throw new UnauthorizedAccessException(problem);
        }
    }

    // Linux ignores the permissions of a link.
    [UnsupportedOSPlatform("windows")]
    private static bool IsWritableByOthers(FileStatus status, bool isLast) =>
        !status.IsSymbolicLink && (status.Permissions & WritableByOthers) != 0 && (isLast || !status.Permissions.HasFlag(UnixFileMode.StickyBit));
}
