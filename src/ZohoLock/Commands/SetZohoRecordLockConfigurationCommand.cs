using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Configuration;
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
    /// <summary>The configuration's id: digits. Where the module's is another by now, nothing is changed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

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

    private protected override void Work(string module)
    {
        RequireChange();
        var draft = RequireValidity(module);
        if (ShouldProcessModule(module, Describe("Change the locking configuration", [.. draft.LockingRules, .. ChangeRule])))
        {
            WriteObject(Await(stop => Client.UpdateAsync(module, current => Apply(InputObject?.ForModule(module) ?? current), IdOf(module), stop)));
        }
    }

    // One that is typed counts; of a configuration for another module there is none.
    private string? IdOf(string module)
    {
        var given = Input.RecordId.ParseOptional(Id, "configuration id");
        return given is null || given == InputObject?.Id ? InputObject?.ForModule(module).Id : given;
    }

    private protected override LockConfiguration Apply(LockConfiguration configuration)
    {
        var changed = base.Apply(configuration);
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
    private LockConfiguration RequireValidity(string module)
    {
        var draft = InputObject?.ForModule(module) is { } whole
            ? Apply(whole)
            : base.Apply(new() { Module = module }) with
            {
                LockType = ZohoLock.LockType.Manual,
                LockedFor = null,
                LockingRules = [.. LockingRule, .. AddRule],
            };
        draft.ThrowIfInvalid(current: draft);
        return draft;
    }
}
