using System.Management.Automation;
using ZohoLock.Configuration.Portable;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Writes the locking configurations of modules to JSON files that can be reviewed, compared and applied in another organisation: names instead of ids,
/// always in the same order. The JSON schema is written beside them.
/// </summary>
[Cmdlet(VerbsData.Export, "ZohoRecordLockConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportZohoRecordLockConfigurationCommand : ConfigurationModuleCommand
{
    private readonly Dictionary<string, string> _written = [];

    /// <summary>A file that ends in .json, or a folder, which gets a file for each module: Deals.json.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Leaves files that are there as they are: each is an error, and so is a schema that differs.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the files.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Work(string module)
    {
        var path = PathOf(module);
        if (!ShouldProcess(path, $"Export the locking configuration of {module} ({Connection})"))
        {
            return;
        }

        var found = Await(async stop =>
            await Client.NameAsync(await Client.RequireAsync(module, id: null, stop).ConfigureAwait(false), stop).ConfigureAwait(false));
        ConfigurationFile.Write(path, found, overwrite: !NoClobber);
        _written[path] = module;
        if (PassThru)
        {
            WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
        }
    }

    private string PathOf(string module)
    {
        var given = FilePath.Unresolved(this, Path);
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
