using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Portable;
using ZohoLock.Input;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>
/// A cmdlet that compares the locking configurations of an organisation with those of files, or of a reference organisation. A module that can't be
/// compared has an error of its own.
/// </summary>
public abstract class ConfigurationDriftCmdlet : ConfigurationFileCmdlet
{
    private const string ByReference = "Reference";

    private readonly HashSet<string> _compared = new(StringComparer.OrdinalIgnoreCase);
    private OrganizationConfigurations _organization = null!;
    private OrganizationConfigurations? _reference;
    private bool _hasUnreadFile;

    /// <summary>The organisation whose configurations are the ones that the other should have: the connection, or its name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByReference)]
    [ValidateNotNull]
    [ConnectionArgument]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public Connection? ReferenceConnection { get; set; }

    /// <summary>The API names of the modules to compare, also with wildcards: * for all that can be locked. All files' modules by default.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string[]? Module { get; set; }

    /// <summary>What the cmdlet does with a difference.</summary>
    private protected abstract void Report(ConfigurationDifference difference);

    private protected sealed override void Begin()
    {
        Connection = RequireConnection(Connection);
        _organization = Open(Connection);
        if (ReferenceConnection is not null)
        {
            _reference = Open(RequireConnection(ReferenceConnection));
        }

        foreach (var module in (Module ?? []).Where(given => !WildcardPattern.ContainsWildcardCharacters(given)))
        {
            ModuleName.Require(module);
        }
    }

    private protected sealed override void Process()
    {
        if (_reference is null)
        {
            base.Process();
        }
    }

    private protected sealed override void Process(string file)
    {
        var wanted = Read(file);
        if (IsWanted(wanted.Module))
        {
            RequireOneFile(wanted.Module, file);
            Compare(wanted.Module, wanted, Await(_organization.GetAsync(wanted.Module, Stopped)));
        }
        else
        {
            WriteVerbose($"{file} has the configuration of {wanted.Module}, and was left out.");
        }
    }

    private protected override void End()
    {
        // A file that can't be read may be that of any module.
        foreach (var module in _hasUnreadFile ? [] : FindOthers())
        {
            RunEach(module.Name, module.Name, () => Compare(module));
        }

        if (_compared.Count == 0 && !HasFailed)
        {
            throw new ZohoException(ZohoError.Input(
                "NothingToCompare",
                Module is null ? "there is no module to compare" : $"no module fits {string.Join(", ", Module)}",
                "Give -Module the API names of modules that can be locked, and -Path their files."));
        }
    }

    private static OrganizationConfigurations Open(Connection connection) => new(connection.CreateConfigurationClient(), connection.GetMetadata());

    private LockConfiguration Read(string file)
    {
        try
        {
            var wanted = ConfigurationFile.Read(file);
            wanted.ThrowIfInvalid();
            return wanted;
        }
        catch (ZohoException)
        {
            _hasUnreadFile = true;
            throw;
        }
    }

    private bool IsWanted(string module) => Module is null || Array.Exists(Module, given => NamePattern.Parse(given).IsMatch(module));

    // The modules that no file was compared of: those that are named, and those of the organisations that fit a wildcard.
    private List<(string Name, bool IsNamed)> FindOthers()
    {
        List<(string Name, bool IsNamed)> found = [];
        foreach (var given in Module ?? (_reference is null ? [] : ["*"]))
        {
            if (WildcardPattern.ContainsWildcardCharacters(given))
            {
                var modules = Await(_organization.GetModulesAsync(Stopped)).Union(_reference is null ? [] : Await(_reference.GetModulesAsync(Stopped)));
                found.AddRange(modules.Where(name => NamePattern.Parse(given).IsMatch(name)).Select(name => (name, false)));
            }
            else
            {
                found.Add((given, true));
            }
        }

        return [.. found.DistinctBy(module => module.Name, StringComparer.OrdinalIgnoreCase).Where(module => !_compared.Contains(module.Name))];
    }

    private void Compare((string Name, bool IsNamed) module)
    {
        var wanted = _reference is null ? null : Read(_reference);
        Compare(module.Name, wanted, Read(_organization));

        LockConfiguration? Read(OrganizationConfigurations side) =>
            Await(module.IsNamed ? side.GetAsync(module.Name, Stopped) : side.FindAsync(module.Name, Stopped));
    }

    private void Compare(string module, LockConfiguration? wanted, LockConfiguration? found)
    {
        _compared.Add(module);
        foreach (var difference in wanted.GetDifferencesFrom(found, module))
        {
            Report(difference);
        }
    }
}
