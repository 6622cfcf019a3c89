using System.Management.Automation;

namespace ZohoLock.Commands;

/// <summary>Creates a rule by which Zoho locks records (protocol section 2.2), for the configuration cmdlets. It makes no call.</summary>
[Cmdlet(VerbsCommon.New, "ZohoLockingRule", DefaultParameterSetName = ByComparison)]
[OutputType(typeof(LockingRule))]
public sealed class NewZohoLockingRuleCommand : CriteriaCmdlet
{
    /// <summary>The rule's name, unique in the module: up to 256 characters.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateLength(1, LockingRule.MaxNameLength)]
    public string Name { get; set; } = string.Empty;

    /// <summary>The id of the rule to change; needed if its name changes.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>Also locks the existing records that fit.</summary>
    [Parameter]
    public SwitchParameter LockExistingRecords { get; set; }

    private protected override object Create(LockingCriteria criteria) => new LockingRule
    {
        Id = Input.RecordId.ParseOptional(Id, "rule id"),
        Name = Name,
        Criteria = criteria,
        LockExistingRecords = LockExistingRecords,
    };
}
