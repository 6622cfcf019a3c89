using System.Collections;
using System.Management.Automation;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Pipeline;

/// <summary>Takes criteria, or text that is read as criteria; one or several.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CriteriaArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ((inputData as PSObject)?.BaseObject ?? inputData) switch
        {
            string text => Read(text),
            IList list => list.Cast<object?>().Select(item => item is null ? null : Transform(engineIntrinsics, item)).ToArray(),
            _ => inputData,
        };

    private static LockingCriteria Read(string text)
    {
        try
        {
            return CriteriaParser.Parse(text);
        }
        catch (ZohoException wrong)
        {
            throw new ArgumentTransformationMetadataException($"The criteria can't be read, {wrong.Error.Message}: {text}", wrong);
        }
    }
}
