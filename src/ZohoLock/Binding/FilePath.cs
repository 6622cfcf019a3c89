using System.Management.Automation;

namespace ZohoLock.Binding;

/// <summary>Resolves paths as a user types them, relative to the session's location and on its drives, to paths in the file system.</summary>
internal static class FilePath
{
    /// <summary>The path of a file or folder, whether it exists or not; without wildcards.</summary>
    /// <exception cref="ZohoException">It isn't in the file system.</exception>
    public static string GetPath(PSCmdlet cmdlet, string path)
    {
        var found = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        RequireFileSystem(path, provider);
        return found;
    }

    /// <summary>The paths of the existing files and folders that a path with wildcards matches.</summary>
    /// <inheritdoc cref="GetPath" path="/exception"/>
    public static IReadOnlyCollection<string> ResolveWildcards(PSCmdlet cmdlet, string path)
    {
        var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
        RequireFileSystem(path, provider);
        return found;
    }

    /// <summary>The existing files that a path names.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="path">The path.</param>
    /// <param name="isLiteral">Whether no character of it is a wildcard.</param>
    /// <exception cref="ZohoException">There is none, or it isn't in the file system.</exception>
    public static IReadOnlyCollection<string> FindFiles(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        string[] found;
        try
        {
            found = isLiteral ? [GetPath(cmdlet, path)] : [.. ResolveWildcards(cmdlet, path)];
        }
        catch (SessionStateException)
        {
            // There is no such drive, provider or file.
            found = [];
        }

        // A folder that a wildcard matches is passed over; one that is named is an error of who reads it.
        found = Array.FindAll(found, found.Length > 1 ? File.Exists : Path.Exists);
        return found.Length > 0
            ? found
            : throw new ZohoException(new ZohoError
            {
                Code = "NoSuchFile",
                Message = $"there is no file '{path}'",
                Advice = "Give the path of a file that exists.",
                Kind = ZohoErrorKind.ObjectNotFound,
                Subject = path,
            });
    }

    private static void RequireFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem" || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ZohoException(ZohoError.Input("NotAFile", $"'{path}' is no path in the file system", "Give the path of a file or a folder.") with { Subject = path });
        }
    }
}
