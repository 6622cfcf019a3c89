using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Configuration.Portable;

namespace ZohoLock.Commands;

/// <summary>
/// Writes the locking configurations of modules to JSON files that can be reviewed, compared and applied in another organisation: with names instead of
/// ids, in a fixed order. The JSON schema is written to the same folder.
/// </summary>
[Cmdlet(VerbsData.Export, "ZohoRecordLockConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportZohoRecordLockConfigurationCommand : ModuleConfigurationCmdlet
{
    private readonly Dictionary<string, string> _written = [];

    /// <summary>A file that ends in .json, or a folder for a file per module: Deals.json.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Overwrites nothing: an existing file is an error, and so is a schema that differs.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process(string module)
    {
        var path = FindPath(module);
        if (!ShouldProcess(path, $"Export the locking configuration of {module} ({Connection})"))
        {
            return;
        }

        var found = Await(Client.AddNamesAsync(Await(Client.RequireAsync(module, id: null, Stopped)), Stopped));
        ConfigurationFile.Write(path, found, overwrite: !NoClobber);
        _written[path] = module;
        if (PassThru)
        {
            WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private string FindPath(string module)
    {
        var given = FilePath.GetPath(this, Path);
        var path = given.EndsWith(".json", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(given)
            ? given
            : System.IO.Path.Combine(given, $"{module}.json");
        if (_written.TryGetValue(path, out var other))
        {
            throw new ZohoException(ZohoError.Input(
                "SeveralModules", $"{path} has the configuration of {other} already", "Give a folder as -Path: it gets a file for each module."));
        }

        if (NoClobber)
        {
            ConfigurationFile.ThrowIfThere(path);
        }

        return path;
    }
}
