using System.Management.Automation;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Makes criteria that a rule locks records by (protocol section 2.2), to be combined with others; without a call.</summary>
[Cmdlet(VerbsCommon.New, "ZohoLockingCriteria", DefaultParameterSetName = ByComparison)]
[OutputType(typeof(LockingCriteria))]
public sealed class NewZohoLockingCriteriaCommand : CriteriaCommand
{
    private protected override object Make(LockingCriteria criteria) => criteria;
}
