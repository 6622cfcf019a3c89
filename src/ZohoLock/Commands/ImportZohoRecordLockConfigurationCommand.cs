using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Portable;
using ZohoLock.Pipeline;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>
/// Applies the locking configurations of JSON files, as Export-ZohoRecordLockConfiguration writes them. Names are looked up in the connected
/// organisation. If nothing differs, nothing is changed; -WhatIf and -Confirm show the differences.
/// </summary>
[Cmdlet(VerbsData.Import, "ZohoRecordLockConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(LockConfiguration))]
public sealed class ImportZohoRecordLockConfigurationCommand : ZohoCmdlet
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private LockConfigurationClient? _client;
    private readonly Dictionary<string, string> _done = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The files, or folders with files that end in .json; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files or folders, without wildcards.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The connection to use instead of the session's: the object, or its name.</summary>
    [Parameter]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Connection? Connection { get; set; }

    private protected override void Begin()
    {
        Connection = RequireConnection(Connection);
        _client = Connection.CreateConfigurationClient();
    }

    private protected override void Process()
    {
        foreach (var path in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            RunOrWriteError(path, path, () =>
            {
                foreach (var file in Find(path))
                {
                    RunOrWriteError(System.IO.Path.GetFileName(file), file, () => Import(file));
                }
            });
        }
    }

    private void Import(string file)
    {
        var wanted = ConfigurationFile.Read(file);
        wanted.ThrowIfInvalid();
        RequireOneFile(wanted.Module, file);
        var replacement = Await(_client!.PrepareAsync(wanted, Stopped));
        if (replacement.Changes is [])
        {
            WriteVerbose($"{wanted.Module} ({Connection}) has the locking configuration of {file} already.");
        }
        else
        {
            var what = Describe(wanted.Module, replacement.Changes);
            if (!ShouldProcess(what, $"{what}\nContinue?", "Import a locking configuration"))
            {
                return;
            }
        }

        WriteObject(Await(_client!.ApplyAsync(replacement, Stopped)));
    }

    // Two files for one module would undo each other in every run.
    private void RequireOneFile(string module, string file)
    {
        if (!_done.TryAdd(module, file))
        {
            throw new ZohoException(ZohoError.Input(
                "SeveralFiles",
                $"{_done[module]} has the configuration of {module} already",
                "Keep one file for each module in a folder. Nothing of this one was applied."));
        }
    }

    private string Describe(string module, IReadOnlyList<ConfigurationChange> changes)
    {
        var isNew = changes.Any(change => change is { Path: "module", Before: null });
        var lines = changes.Where(change => change.Path != "module").Select(change => $"\n  {change}");
        return $"{(isNew ? "Create" : "Change")} the locking configuration of {module} ({Connection}):{string.Concat(lines)}";
    }

    // The schema is in the same folder as the configurations.
    private string[] Find(string path)
    {
        var found = Resolve(path);
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

    private string[] Resolve(string path)
    {
        try
        {
            return ParameterSetName == ByPath
                ? [.. FilePath.ResolveWildcards(this, path).Where(System.IO.Path.Exists)]
                : Array.FindAll([FilePath.GetPath(this, path)], System.IO.Path.Exists);
        }
        catch (SessionStateException)
        {
            // There is no such drive, provider or file.
            return [];
        }
    }

    private static ZohoException NotRead(string path, Exception failure) => new(
        ZohoError.Input("FileNotRead", $"{path} can't be read: {failure.Message}", "Give a path that can be read.") with { Subject = path }, failure);
}
