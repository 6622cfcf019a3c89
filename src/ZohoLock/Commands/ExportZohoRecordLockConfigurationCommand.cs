using System.Management.Automation;
using ZohoLock.Configuration;
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

    /// <summary>Leaves files that are there as they are: each is an error.</summary>
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

        var text = Await(async stop =>
        {
            var found = await Client.RequireAsync(module, id: null, stop).ConfigureAwait(false);
            return PortableConfiguration.Write(await Client.NameAsync(found, stop).ConfigureAwait(false));
        });
        Write(path, text);
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

        return NoClobber && File.Exists(path)
            ? throw new ZohoException(ZohoError.Input("FileExists", $"{path} exists", "Leave -NoClobber out, or give another -Path."))
            : path;
    }

    private static void Write(string path, string text)
    {
        try
        {
            var folder = System.IO.Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(folder);
            WriteWhereItDiffers(System.IO.Path.Combine(folder, PortableConfiguration.SchemaFile), PortableConfiguration.Schema);
            WriteWhereItDiffers(path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ZohoException(
                ZohoError.Input("FileNotWritten", $"{path} can't be written: {failure.Message}", "Give a path that can be written to."), failure);
        }
    }

    // A file that is the same keeps its time, for those who go by that.
    private static void WriteWhereItDiffers(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
