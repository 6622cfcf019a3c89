using System.Management.Automation;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Portable;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Makes the locking configurations of modules those of JSON files, as Export-ZohoRecordLockConfiguration writes them. Names are looked up in the
/// connected organisation. Where nothing differs, nothing is changed; -WhatIf and -Confirm show what does.
/// </summary>
[Cmdlet(VerbsData.Import, "ZohoRecordLockConfiguration", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(LockConfiguration))]
public sealed class ImportZohoRecordLockConfigurationCommand : ConfigurationCommand
{
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";

    private readonly Dictionary<string, string> _done = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The files, with wildcards where they are wanted, or folders, of which each file that ends in .json is taken.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>The files or folders, whose names are taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in ParameterSetName == ByPath ? Path : LiteralPath)
        {
            For(path, path, () =>
            {
                foreach (var file in Find(path))
                {
                    For(System.IO.Path.GetFileName(file), file, () => Import(file));
                }
            });
        }
    }

    private void Import(string file)
    {
        var wanted = ConfigurationFile.Read(file);
        wanted.ThrowIfInvalid();
        RequireOneFile(wanted.Module, file);
        var changes = Await(stop => Client.GetChangesAsync(wanted, stop));
        if (changes is [])
        {
            WriteVerbose($"{wanted.Module} ({Connection}) has the locking configuration of {file} already.");
        }
        else
        {
            var what = Describe(wanted.Module, changes);
            if (!ShouldProcess(what, $"{what}\nContinue?", "Import a locking configuration"))
            {
                return;
            }
        }

        WriteObject(Await(stop => Client.ApplyAsync(wanted, stop)));
    }

    // Two would undo each other, each time anew.
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

    // The schema lies beside what it describes.
    private string[] Find(string path)
    {
        var found = Resolve(path);
        if (found is [var only] && IsSchema(only))
        {
            WriteVerbose($"{only} is the schema of the files, and was left out.");
            return [];
        }

        string[] files = [.. found.SelectMany(FilesOf).Where(file => !IsSchema(file))];
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

    private static IEnumerable<string> FilesOf(string path)
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
                ? [.. FilePath.Resolve(this, path).Where(System.IO.Path.Exists)]
                : Array.FindAll([FilePath.Unresolved(this, path)], System.IO.Path.Exists);
        }
        catch (SessionStateException)
        {
            // No such drive, provider or file.
            return [];
        }
    }

    private static ZohoException NotRead(string path, Exception failure) => new(
        ZohoError.Input("FileNotRead", $"{path} can't be read: {failure.Message}", "Give a path that can be read."), failure);
}
