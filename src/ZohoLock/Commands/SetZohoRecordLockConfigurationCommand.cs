using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>
/// Changes the locking configuration of a module (protocol section 2.1): the settings that are given, single rules, or all of it with a configuration
/// that is piped in. Where nothing differs, nothing is sent.
/// </summary>
[Cmdlet(VerbsCommon.Set, "ZohoRecordLockConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(LockConfiguration))]
public sealed class SetZohoRecordLockConfigurationCommand : ConfigurationSettingsCommand
{
    /// <summary>The API name of the module.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = BySettings, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string? Module { get; set; }

    /// <summary>The configuration's id: digits. Where the module's is another by now, nothing is changed.</summary>
    [Parameter(ParameterSetName = BySettings, ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    /// <summary>How records are locked.</summary>
    [Parameter]
    public LockType LockType { get; set; }

    /// <summary>Rules that are new.</summary>
    [Parameter]
    [ValidateNotNull]
    public LockingRule[] AddRule { get; set; } = [];

    /// <summary>Rules in the place of those with their ids, or where they have none, with their names.</summary>
    [Parameter]
    [ValidateNotNull]
    public LockingRule[] ChangeRule { get; set; } = [];

    /// <summary>The names or ids of rules to take away.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RuleCompleter))]
    public string[] RemoveRule { get; set; } = [];

    private static string[] Settings { get; } =
    [
        nameof(LockType), nameof(LockedFor), nameof(ExcludedProfile), nameof(LockingRule), nameof(ExcludedField), nameof(RestrictedAction),
        nameof(RestrictedCommunication), nameof(RestrictedCustomButton), nameof(LockForPortalUsers), nameof(AddRule), nameof(ChangeRule),
        nameof(RemoveRule),
    ];

    /// <inheritdoc/>
    protected override void ProcessRecord() => For(Module ?? InputObject?.Module, InputObject ?? (object?)Module, Change);

    private void Change(string module)
    {
        RequireChange();
        RequireValidity(module);
        var id = InputObject is not null ? InputObject.Id : string.IsNullOrWhiteSpace(Id) ? null : Locking.RecordId.Parse(Id, "configuration id");
        if (ShouldProcessModule(module, Describe("Change the locking configuration", GivenRules())))
        {
            WriteObject(Await(stop => Client.UpdateAsync(module, current => Apply(InputObject ?? current), id, stop)));
        }
    }

    private protected override LockConfiguration Apply(LockConfiguration configuration)
    {
        var changed = base.Apply(configuration) with { LockType = Has(nameof(LockType)) ? LockType : configuration.LockType };
        changed = RemoveRule.Aggregate(changed, (former, rule) => former.WithRuleRemoved(rule));
        changed = ChangeRule.Aggregate(changed, (former, rule) => former.WithRuleChanged(rule));
        return AddRule.Aggregate(changed, (former, rule) => former.WithRuleAdded(rule));
    }

    private void RequireChange()
    {
        if (InputObject is null && !Array.Exists(Settings, Has))
        {
            throw new ZohoException(ZohoError.Input(
                "NothingToChange",
                "nothing was given that is to change",
                "Give settings such as -RestrictedAction, rules by -AddRule, -ChangeRule and -RemoveRule, or pipe a configuration in."));
        }
    }

    // What can't be right whatever the configuration is now; the rest is checked once that is known.
    private void RequireValidity(string module)
    {
        var draft = InputObject is not null
            ? Apply(InputObject)
            : base.Apply(new() { Module = module }) with { LockType = ZohoLock.LockType.Manual, LockedFor = null, LockingRules = [.. LockingRule, .. AddRule] };
        draft.ThrowIfInvalid(current: draft);
    }

    private IEnumerable<LockingRule> GivenRules() => [.. LockingRule, .. AddRule, .. ChangeRule];
}
