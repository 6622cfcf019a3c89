using System.Management.Automation;

namespace ZohoLock.Pipeline;

/// <summary>Paths as a user gives them: relative to the session's location, on its drives; and what they are in the file system.</summary>
internal static class FilePath
{
    /// <summary>The path of a file or folder, whether there is one or not.</summary>
    /// <exception cref="ZohoException">It isn't in the file system.</exception>
    public static string Unresolved(PSCmdlet cmdlet, string path)
    {
        var found = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
        RequireFileSystem(path, provider);
        return found;
    }

    /// <summary>The paths of the files and folders that fit, wildcards and all.</summary>
    /// <inheritdoc cref="Unresolved" path="/exception"/>
    public static IReadOnlyCollection<string> Resolve(PSCmdlet cmdlet, string path)
    {
        var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
        RequireFileSystem(path, provider);
        return found;
    }

    private static void RequireFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != "FileSystem" || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ZohoException(ZohoError.Input("NotAFile", $"'{path}' is no path in the file system", "Give the path of a file or a folder."));
        }
    }
}
