using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Configuration;

namespace ZohoLock.Pipeline;

/// <summary>A cmdlet that is told the settings of a locking configuration (protocol section 2.2), one by one or as a whole.</summary>
public abstract class ConfigurationSettingsCommand : ConfigurationCommand
{
    /// <summary>The API name of the module; where it isn't given, it is that of the configuration piped in.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string? Module { get; set; }

    /// <summary>A whole configuration, such as Get-ZohoRecordLockConfiguration brings; other parameters come before what it says.</summary>
    [Parameter(ValueFromPipeline = true)]
    public LockConfiguration? InputObject { get; set; }

    /// <summary>The object that was piped in, whatever it is.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? PipelineObject { get; set; }

    /// <summary>How records are locked.</summary>
    [Parameter(Position = 1)]
    public LockType LockType { get; set; }

    /// <summary>Whom records are locked for.</summary>
    [Parameter]
    public LockedFor LockedFor { get; set; }

    /// <summary>The profiles that locks don't concern, by their names or ids: at most 15.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public NamedReference[] ExcludedProfile { get; set; } = [];

    /// <summary>The rules that lock records, all of them: at most 5.</summary>
    [Parameter]
    [ValidateNotNull]
    public LockingRule[] LockingRule { get; set; } = [];

    /// <summary>The fields that can be edited although the record is locked, by their API names or ids: at most 15.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(FieldCompleter))]
    public FieldReference[] ExcludedField { get; set; } = [];

    /// <summary>What can't be done with a locked record; update never can.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ActionCompleter))]
    public string[] RestrictedAction { get; set; } = [];

    /// <summary>What can't be sent from a locked record.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CommunicationCompleter))]
    public string[] RestrictedCommunication { get; set; } = [];

    /// <summary>The custom buttons that a locked record lacks, by their names or ids: at most 30.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(CustomButtonCompleter))]
    public NamedReference[] RestrictedCustomButton { get; set; } = [];

    /// <summary>Whether records are locked for users of portals too.</summary>
    [Parameter]
    public bool LockForPortalUsers { get; set; } = true;

    /// <inheritdoc/>
    protected override void ProcessRecord() => For(Module ?? InputObject?.Module, InputObject ?? (object?)Module, module =>
    {
        RequireNoCopy();
        Work(module);
    });

    /// <summary>What is done for a module.</summary>
    private protected abstract void Work(string module);

    /// <summary>Whether a parameter was given.</summary>
    private protected bool Has(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>A configuration with the settings that were given in the place of its own.</summary>
    private protected virtual LockConfiguration Apply(LockConfiguration configuration) => configuration with
    {
        LockType = Has(nameof(LockType)) ? LockType : configuration.LockType,
        LockedFor = Has(nameof(LockedFor)) ? LockedFor : ImpliedLockedFor() ?? configuration.LockedFor,
        ExcludedProfiles = Has(nameof(ExcludedProfile)) ? ExcludedProfile : configuration.ExcludedProfiles,
        LockingRules = Has(nameof(LockingRule)) ? LockingRule : configuration.LockingRules,
        ExcludedFields = Has(nameof(ExcludedField)) ? ExcludedField : configuration.ExcludedFields,
        RestrictedActions = Has(nameof(RestrictedAction)) ? Words(RestrictedAction, ConfigurationValues.Actions) : configuration.RestrictedActions,
        RestrictedCommunications = Has(nameof(RestrictedCommunication))
            ? Words(RestrictedCommunication, ConfigurationValues.Communications)
            : configuration.RestrictedCommunications,
        RestrictedCustomButtons = Has(nameof(RestrictedCustomButton)) ? RestrictedCustomButton : configuration.RestrictedCustomButtons,
        LockForPortalUsers = Has(nameof(LockForPortalUsers)) ? LockForPortalUsers : configuration.LockForPortalUsers,
    };

    /// <summary>What is done, with what it does to records that are there.</summary>
    private protected static string Describe(string action, IEnumerable<LockingRule> rules)
    {
        var names = string.Join(", ", rules.Where(rule => rule.LockExistingRecords).Select(rule => $"'{rule.Name ?? rule.Id}'").Distinct());
        return names.Length == 0 ? action : $"{action}, and lock the records that fit {names} now";
    }

    // Of what Import-Clixml or ConvertFrom-Json makes, the module alone would count, and the rest be lost without a word.
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

    // In Zoho's casing; a word that isn't known stays as it is, to be refused with those that are.
    private static string[] Words(string[] given, IReadOnlyList<string> known) =>
        [.. given.Select(word => known.FirstOrDefault(other => other.Equals(word, StringComparison.OrdinalIgnoreCase)) ?? word)];

    // Who excludes profiles means it.
    private LockedFor? ImpliedLockedFor() =>
        Has(nameof(ExcludedProfile)) && ExcludedProfile.Length > 0 ? ZohoLock.LockedFor.AllProfilesExceptExcludedProfiles : null;
}
