using System.Management.Automation;
using System.Net.Sockets;
using ZohoCrm.Emulator;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Settings;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Emulation;
using ZohoLock.Files;
using ZohoLock.Input;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Starts a Zoho CRM in this process, on the loopback address, with records to lock.</summary>
[Cmdlet(VerbsLifecycle.Start, "ZohoCrmEmulator", SupportsShouldProcess = true, DefaultParameterSetName = WithGeneratedRecords)]
[OutputType(typeof(Emulator))]
public sealed class StartZohoCrmEmulatorCommand : ZohoCmdlet
{
    private const string WithGeneratedRecords = "RecordCount";
    private const string WithRecordsOfFile = "Path";

    /// <summary>The API names of the modules, each with records of its own.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Module { get; set; } = ["Deals"];

    /// <summary>A CSV with a <c>Record Id</c> column, as Zoho exports it, whose records the emulator gets.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = WithRecordsOfFile)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>How many records to generate.</summary>
    [Parameter(ParameterSetName = WithGeneratedRecords)]
    [ValidateRange(0, 10_000_000)]
    public int RecordCount { get; set; } = 10;

    /// <summary>How many users there are; generated records belong to all of them.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int UserCount { get; set; } = 1;

    /// <summary>The port to listen on; a free one by default.</summary>
    [Parameter]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <summary>The latency of each response, in milliseconds.</summary>
    [Parameter]
    [Alias("Latency")]
    [ValidateRange(0, 600_000)]
    public int LatencyMilliseconds { get; set; }

    /// <summary>The largest random addition to the latency, in milliseconds.</summary>
    [Parameter]
    [Alias("Jitter")]
    [ValidateRange(0, 600_000)]
    public int JitterMilliseconds { get; set; }

    /// <summary>How many calls it takes at once; it answers 429 to more. No limit by default.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? ConcurrencyLimit { get; set; }

    /// <summary>How long an access token lives, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86_400)]
    public int AccessTokenLifetimeSec { get; set; } = 3600;

    /// <summary>The first digits of all ids of its organisation, before the last 12: two organisations share none if their prefixes differ.</summary>
    [Parameter]
    [ValidateRange(1, 9_223_371)]
    public int OrganizationPrefix { get; set; } = 5843104;

    private protected override object ErrorTarget => Path ?? (object)Module;

    private protected override void Process()
    {
        if (!ShouldProcess($"Module {string.Join(", ", Module)}", "Start an emulator of Zoho CRM"))
        {
            return;
        }

        var emulator = new CrmEmulator(new EmulatorSettings
        {
            Latency = TimeSpan.FromMilliseconds(LatencyMilliseconds),
            Jitter = TimeSpan.FromMilliseconds(JitterMilliseconds),
            ConcurrencyLimit = ConcurrencyLimit,
            AccessTokenLifetime = TimeSpan.FromSeconds(AccessTokenLifetimeSec),
            OrganizationPrefix = OrganizationPrefix,
            RowReader = PowerShellRowReader.Read,
        });
        try
        {
            emulator.AddUsers(UserCount - 1);
            foreach (var module in AddModules(emulator))
            {
                AddRecords(module);
            }

            emulator.Start(Port);
        }
        catch (SocketException taken)
        {
            ThrowTerminatingError(new ErrorRecord(taken, "PortNotFree", ErrorCategory.ResourceUnavailable, Port)
            {
                ErrorDetails = new($"Port {Port} can't be listened on: {taken.Message}.") { RecommendedAction = "Leave -Port out for a free one." },
            });
        }

        var running = new Emulator(emulator);
        RunningEmulators.Add(running);
        WriteObject(running);
    }

    private CrmModule[] AddModules(CrmEmulator emulator)
    {
        if (Path is not null && Module.Length > 1)
        {
            throw new ZohoException(ZohoError.Input(
                "SeveralModules",
                $"the records of '{Path}' can't be those of {Module.Length} modules",
                "Give one -Module with -Path, and add the others: $emulator.AddModule('Leads').AddRecords((Import-Csv ./Leads.csv))."));
        }

        var names = Module.Select(ModuleName.Require).ToArray();
        return names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ZohoException(ZohoError.Input("DuplicateModule", $"-Module has {twice.Key} twice", "Leave one out."))
            : Array.ConvertAll(names, emulator.AddModule);
    }

    private void AddRecords(CrmModule module)
    {
        if (Path is null)
        {
            module.AddRecords(RecordCount);
            return;
        }

        var path = FilePath.GetPath(this, Path);
        if (System.IO.Path.Exists(path) && !RegularFile.Exists(path))
        {
            throw new ZohoException(ZohoError.Input("NotAFile", $"'{path}' is no regular file", "Give a CSV as Zoho CRM exports it."));
        }

        var rows = InvokeCommand.InvokeScript(
            "param($Path) Microsoft.PowerShell.Utility\\Import-Csv -LiteralPath $Path -Delimiter ',' -ErrorAction Stop", path);
        foreach (var (id, name, fields) in RecordFile.Read(rows, path))
        {
            module.AddRecord(id, name, fields);
        }
    }
}
