using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Makes a rule by which Zoho locks records (protocol section 2.2), for the configuration cmdlets; without a call.</summary>
[Cmdlet(VerbsCommon.New, "ZohoLockingRule", DefaultParameterSetName = ByComparison)]
[OutputType(typeof(LockingRule))]
public sealed class NewZohoLockingRuleCommand : CriteriaCommand
{
    /// <summary>The rule's name, which no other rule of the module has: up to 256 characters.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateLength(1, LockingRule.MaxNameLength)]
    public string Name { get; set; } = string.Empty;

    /// <summary>The id of a rule that is to be changed; only its id tells which is meant where the name changes.</summary>
    [Parameter]
    public string? Id { get; set; }

    /// <summary>Locks the records that fit already as well.</summary>
    [Parameter]
    public SwitchParameter LockExistingRecords { get; set; }

    private protected override object Make(LockingCriteria criteria) => new LockingRule
    {
        Id = Input.RecordId.ParseOptional(Id, "rule id"),
        Name = Name,
        Criteria = criteria,
        LockExistingRecords = LockExistingRecords,
    };
}
