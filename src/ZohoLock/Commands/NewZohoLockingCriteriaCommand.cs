using System.Management.Automation;

namespace ZohoLock.Commands;

/// <summary>Creates criteria for a rule that locks records (protocol section 2.2), to be combined with others. It makes no call.</summary>
[Cmdlet(VerbsCommon.New, "ZohoLockingCriteria", DefaultParameterSetName = ByComparison)]
[OutputType(typeof(LockingCriteria))]
public sealed class NewZohoLockingCriteriaCommand : CriteriaCmdlet
{
    private protected override object Create(LockingCriteria criteria) => criteria;
}
