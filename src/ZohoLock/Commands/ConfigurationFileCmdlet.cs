using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Configuration.Portable;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that does one thing with each of the files that Export-ZohoRecordLockConfiguration writes; each has its own output or error.</summary>
public abstract class ConfigurationFileCmdlet : ConnectedCmdlet
{
    private protected const string ByPath = "Path";
    private protected const string ByLiteralPath = "LiteralPath";

    private readonly Dictionary<string, string> _fileOf = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The files, or folders with files that end in .json; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files or folders, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Whether a path, a file or a module had an error.</summary>
    private protected bool HasFailed { get; private set; }

    /// <summary>What the cmdlet does with a file.</summary>
    /// <exception cref="ZohoException">The file's error.</exception>
    private protected abstract void Process(string file);

    private protected override void Process()
    {
        foreach (var path in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            RunEach(path, path, () =>
            {
                foreach (var file in Find(path))
                {
                    RunEach(System.IO.Path.GetFileName(file), file, () => Process(file));
                }
            });
        }
    }

    /// <summary>Runs an action; its error is written, and the cmdlet goes on.</summary>
    private protected void RunEach(string subject, object target, Action action) => RunOrWriteError(subject, target, () =>
    {
        try
        {
            action();
        }
        catch (ZohoException)
        {
            HasFailed = true;
            throw;
        }
    });

    /// <summary>Requires that no file before had the configuration of the same module.</summary>
    /// <exception cref="ZohoException">One had: code <c>SeveralFiles</c>.</exception>
    private protected void RequireOneFile(string module, string file)
    {
        if (!_fileOf.TryAdd(module, file))
        {
            throw new ZohoException(ZohoError.Input(
                "SeveralFiles",
                $"{_fileOf[module]} has the configuration of {module} already",
                "Keep one file for each module in a folder. Nothing of this one was used."));
        }
    }

    // The schema is in the same folder as the configurations.
    private string[] Find(string path)
    {
        var found = FilePath.FindExisting(this, path, isLiteral: ParameterSetName == ByLiteralPath);
        if (found is [var only] && IsSchema(only))
        {
            WriteVerbose($"{only} is the schema of the files, and was left out.");
            return [];
        }

        string[] files = [.. found.SelectMany(FindFiles).Where(file => !IsSchema(file))];
        return files.Length > 0
            ? files
            : throw new ZohoException(new ZohoError
            {
                Code = "NoConfigurationFile",
                Message = "there is no such file, nor a folder with files that end in .json",
                Advice = "Give the path of a file that Export-ZohoRecordLockConfiguration has written, or of a folder with some.",
                Kind = ZohoErrorKind.ObjectNotFound,
            });
    }

    private static bool IsSchema(string path) => System.IO.Path.GetFileName(path) == PortableConfiguration.SchemaFile;

    private static IEnumerable<string> FindFiles(string path)
    {
        try
        {
            return Directory.Exists(path) ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal) : [path];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw NotRead(path, failure);
        }
    }

    private static ZohoException NotRead(string path, Exception failure) => new(
        ZohoError.Input("FileNotRead", $"{path} can't be read: {failure.Message}", "Give a path that can be read.") with { Subject = path }, failure);
}
