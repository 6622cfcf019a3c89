using System.Management.Automation;
using ZohoLock.Files;

namespace ZohoLock.Binding;

/// <summary>A file that a cmdlet writes, completely or not at all, with errors that say what to do.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly PendingFile _file;

    private OutputFile(string path, PendingFile file)
    {
        Path = path;
        _file = file;
    }

    /// <summary>The path in the file system.</summary>
    public string Path { get; }

    /// <summary>What to write the content to.</summary>
    public Stream Content => _file.Content;

    /// <summary>Resolves the path of a file that is to be written.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="parameter">The name of the parameter that has the path.</param>
    /// <param name="path">The path as it was typed.</param>
    /// <param name="extensions">What the file's name ends in: one of these.</param>
    /// <exception cref="ZohoException">It ends in something else (code <c>WrongExtension</c>), or isn't in the file system (<c>NotAFile</c>).</exception>
    public static string Resolve(PSCmdlet cmdlet, string parameter, string path, params string[] extensions)
    {
        var resolved = FilePath.GetPath(cmdlet, path);
        return extensions.Contains(System.IO.Path.GetExtension(resolved), StringComparer.OrdinalIgnoreCase)
            ? resolved
            : throw new ZohoException(ZohoError.Input(
                "WrongExtension", $"{resolved} doesn't end in {string.Join(" or ", extensions)}", $"Give -{parameter} a name that does.") with { Subject = resolved });
    }

    /// <summary>Begins a file.</summary>
    /// <exception cref="ZohoException">The file exists (code <c>FileExists</c>), or can't be written (<c>FileNotWritten</c>).</exception>
    public static OutputFile Create(string path, bool overwrite, bool overwriteReadOnly)
    {
        if (!overwrite && System.IO.Path.Exists(path))
        {
            throw new ZohoException(ZohoError.Input("FileExists", $"{path} exists", "Leave -NoClobber out, or give another path.") with { Subject = path });
        }

        OutputFile? created = null;
        Run(path, () => created = new(path, PendingFile.Create(path, overwrite, overwriteReadOnly)));
        return created!;
    }

    /// <summary>Runs something that writes to the file.</summary>
    /// <exception cref="ZohoException">It can't be written: code <c>FileNotWritten</c>.</exception>
    public void Run(Action write) => Run(Path, write);

    /// <summary>Puts the file in its place.</summary>
    /// <inheritdoc cref="Run(Action)" path="/exception"/>
    public void Commit() => Run(Path, _file.Commit);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static void Run(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            var error = ZohoError.Input("FileNotWritten", $"{path} can't be written: {failure.Message}", "Give a path that can be written to.");
            throw new ZohoException(error with { Subject = path, EndsRun = true }, failure);
        }
    }
}
