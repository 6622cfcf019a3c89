using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Configuration;
using ZohoLock.Input;

namespace ZohoLock.Commands;

/// <summary>A cmdlet with the settings of a locking configuration (protocol section 2.2) as parameters, one by one or as a whole.</summary>
public abstract class ConfigurationSettingsCmdlet : ConnectedCmdlet
{
    private LockConfigurationClient? _client;

    /// <summary>The API name of the module; that of the configuration piped in by default.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string? Module { get; set; }

    /// <summary>A whole configuration, such as Get-ZohoRecordLockConfiguration returns; other parameters override it.</summary>
    [Parameter(ValueFromPipeline = true)]
    public LockConfiguration? InputObject { get; set; }

    /// <summary>The piped object itself, to recognise a deserialized configuration.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? PipelineObject { get; set; }

    /// <summary>How records are locked.</summary>
    [Parameter(Position = 1)]
    public LockType LockType { get; set; }

    /// <summary>Who records are locked for.</summary>
    [Parameter]
    public LockedFor LockedFor { get; set; }

    /// <summary>The profiles that locks don't apply to, by their names or ids: at most 15.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public NamedReference[] ExcludedProfile { get; set; } = [];

    /// <summary>All rules that lock records: at most 5.</summary>
    [Parameter]
    [ValidateNotNull]
    public LockingRule[] LockingRule { get; set; } = [];

    /// <summary>The fields that can be edited in a locked record, by their API names or ids: at most 15.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public FieldReference[] ExcludedField { get; set; } = [];

    /// <summary>The actions that are restricted for a locked record; update always is.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ActionCompleter))]
    public string[] RestrictedAction { get; set; } = [];

    /// <summary>The communications that are restricted for a locked record.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CommunicationCompleter))]
    public string[] RestrictedCommunication { get; set; } = [];

    /// <summary>The custom buttons that are hidden in a locked record, by their names or ids: at most 30.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CustomButtonCompleter))]
    public NamedReference[] RestrictedCustomButton { get; set; } = [];

    /// <summary>Whether records are locked for portal users too.</summary>
    [Parameter]
    public bool LockForPortalUsers { get; set; } = true;

    /// <summary>The locking configurations of the connection in use.</summary>
    private protected LockConfigurationClient Client => _client!;

    private protected sealed override void Begin()
    {
        Connection = RequireConnection(Connection);
        _client = Connection.CreateConfigurationClient();
    }

    private protected sealed override void Process()
    {
        var module = Module ?? InputObject?.Module ?? string.Empty;
        RunOrWriteError(module, InputObject ?? (object?)Module, () =>
        {
            var name = ModuleName.Require(module);
            RequireNoCopy();
            Process(name);
        });
    }

    /// <summary>What the cmdlet does for a module.</summary>
    /// <param name="module">The module's API name.</param>
    private protected abstract void Process(string module);

    /// <summary>Whether a parameter was given.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Replaces the settings of a configuration by those that were given.</summary>
    private protected virtual LockConfiguration Apply(LockConfiguration configuration) => configuration with
    {
        LockType = Has(nameof(LockType)) ? LockType : configuration.LockType,
        LockedFor = Has(nameof(LockedFor)) ? LockedFor : ImpliedLockedFor() ?? configuration.LockedFor,
        ExcludedProfiles = Has(nameof(ExcludedProfile)) ? ExcludedProfile : configuration.ExcludedProfiles,
        LockingRules = Has(nameof(LockingRule)) ? LockingRule : configuration.LockingRules,
        ExcludedFields = Has(nameof(ExcludedField)) ? ExcludedField : configuration.ExcludedFields,
        RestrictedActions = Has(nameof(RestrictedAction)) ? NormalizeCase(RestrictedAction, ConfigurationValues.Actions) : configuration.RestrictedActions,
        RestrictedCommunications = Has(nameof(RestrictedCommunication))
            ? NormalizeCase(RestrictedCommunication, ConfigurationValues.Communications)
            : configuration.RestrictedCommunications,
        RestrictedCustomButtons = Has(nameof(RestrictedCustomButton)) ? RestrictedCustomButton : configuration.RestrictedCustomButtons,
        LockForPortalUsers = Has(nameof(LockForPortalUsers)) ? LockForPortalUsers : configuration.LockForPortalUsers,
    };

    /// <summary>Describes an action for -WhatIf and -Confirm, with the rules that lock existing records.</summary>
    private protected static string DescribeAction(string action, IEnumerable<LockingRule> rules)
    {
        var names = string.Join(", ", rules.Where(rule => rule.LockExistingRecords).Select(rule => $"'{rule.Name ?? rule.Id}'").Distinct());
        return names.Length == 0 ? action : $"{action}, and lock the records that fit {names} now";
    }

    // From a copy that Import-Clixml or ConvertFrom-Json made, only the module would bind; the rest would be ignored silently.
    private void RequireNoCopy()
    {
        if (PipelineObject is { BaseObject: not LockConfiguration } piped && piped.Properties["LockingRules"] is not null)
        {
            throw new ZohoException(ZohoError.Input(
                "NotAConfiguration",
                "the object piped in is only a copy of a configuration, which can't be read back",
                "Keep configurations as files with Export-ZohoRecordLockConfiguration, and apply them with Import-ZohoRecordLockConfiguration."));
        }
    }

    // In Zoho's casing. An unknown word stays as it is: the validation rejects it.
    private static string[] NormalizeCase(string[] given, IReadOnlyList<string> known) =>
        [.. given.Select(word => known.FirstOrDefault(other => other.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? word)];

    // -ExcludedProfile without -LockedFor implies AllProfilesExceptExcludedProfiles.
    private LockedFor? ImpliedLockedFor() =>
        Has(nameof(ExcludedProfile)) && ExcludedProfile.Length > 0 ? ZohoLock.LockedFor.AllProfilesExceptExcludedProfiles : null;
}
