using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Files;

/// <summary>
/// Checks that a file is a regular file of the current user. On Windows only symbolic links are refused, because the folder's permissions
/// protect the file.
/// </summary>
internal static class OwnedFile
{
    private const string NotRegular = "it is no regular file";
    private const string Foreign = "it belongs to another user";
    private const string Link = "it is a symbolic link";

    /// <summary>Why the open file must not be trusted; null if it is a regular file of the current user.</summary>
    /// <exception cref="IOException">The file's status can't be read.</exception>
    public static string? FindProblem(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var status = FileStatus.Read(file);
        return !status.IsRegularFile ? NotRegular : status.UserId != FileStatus.CurrentUserId ? Foreign : null;
    }

    /// <summary>
    /// Why <paramref name="path"/> must not be opened; null if it is a regular file of the current user or doesn't exist. A symbolic link
    /// isn't followed.
    /// </summary>
    /// <exception cref="IOException">The status can't be read.</exception>
    public static string? FindProblem(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return new FileInfo(path).LinkTarget is null ? null : Link;
        }

        return FileStatus.Find(path) is not { } status ? null
            : status.IsSymbolicLink ? Link
            : !status.IsRegularFile ? NotRegular
            : status.UserId != FileStatus.CurrentUserId ? Foreign
            : null;
    }

    /// <summary>Throws if <see cref="FindProblem(string)"/> finds a problem.</summary>
    /// <exception cref="UnauthorizedAccessException">The file isn't a regular file of the current user.</exception>
    /// <exception cref="IOException">The status can't be read.</exception>
    public static void Require(string path) => Require(path, FindProblem(path));

    /// <summary>Throws if <see cref="FindProblem(SafeFileHandle)"/> finds a problem.</summary>
    /// <inheritdoc cref="Require(string)" path="/exception"/>
    public static void Require(string path, SafeFileHandle file) => Require(path, FindProblem(file));

    private static void Require(string path, string? problem)
    {
        if (problem is not null)
        {
            throw new UnauthorizedAccessException($"the file {path} is not used, because {problem}: delete it");
        }
    }
}
