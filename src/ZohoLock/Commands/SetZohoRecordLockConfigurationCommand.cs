using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Configuration;

namespace ZohoLock.Commands;

/// <summary>
/// Changes the locking configuration of a module (protocol section 2.1): the given settings, single rules, or all of it with a configuration that is
/// piped in. If nothing differs, nothing is sent.
/// </summary>
[Cmdlet(VerbsCommon.Set, "ZohoRecordLockConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(LockConfiguration))]
public sealed class SetZohoRecordLockConfigurationCommand : ConfigurationSettingsCmdlet
{
    /// <summary>The configuration's id: digits. If the module has another one by now, nothing is changed.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ConfigurationId")]
    public string? Id { get; set; }

    /// <summary>Rules to add.</summary>
    [Parameter]
    [ValidateNotNull]
    public LockingRule[] AddRule { get; set; } = [];

    /// <summary>Rules that replace those with the same id, or without an id, those with the same name.</summary>
    [Parameter]
    [ValidateNotNull]
    public LockingRule[] ChangeRule { get; set; } = [];

    /// <summary>The names or ids of rules to remove.</summary>
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

    private protected override void Process(string module)
    {
        RequireChange();
        var draft = CreateDraft(module);
        if (ShouldProcess($"{module} ({Connection})", DescribeAction("Change the locking configuration", [.. draft.LockingRules, .. ChangeRule])))
        {
            WriteObject(Await(Client.UpdateAsync(module, current => Apply(InputObject?.ForModule(module) ?? current), ReadId(module), Stopped)));
        }
    }

    // -Id overrides the id of the configuration that was piped in; a configuration of another module has none to compare with.
    private string? ReadId(string module)
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

    // Checks what doesn't depend on the current configuration; the rest is checked when that has been read.
    private LockConfiguration CreateDraft(string module)
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
