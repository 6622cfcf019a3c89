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

    /// <summary>The paths of the existing files and folders that a path names: none if there is no such file, drive or provider.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="path">The path.</param>
    /// <param name="isLiteral">Whether no character of it is a wildcard.</param>
    /// <inheritdoc cref="GetPath" path="/exception"/>
    public static string[] FindExisting(PSCmdlet cmdlet, string path, bool isLiteral)
    {
        try
        {
            return Array.FindAll(isLiteral ? [GetPath(cmdlet, path)] : ResolveWildcards(cmdlet, path), Path.Exists);
        }
        catch (SessionStateException)
        {
            return [];
        }
    }

    private static string[] ResolveWildcards(PSCmdlet cmdlet, string path)
    {
        var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
        RequireFileSystem(path, provider);
        return [.. found];
    }

    private static void RequireFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem" || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ZohoException(ZohoError.Input("NotAFile", $"'{path}' is no path in the file system", "Give the path of a file or a folder.") with { Subject = path });
        }
    }
}
