using System.Collections;
using System.Management.Automation;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Binding;

/// <summary>Converts text to criteria; one or several.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CriteriaArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) switch
        {
            string text => Parse(text),
            IList list => list.Cast<object?>().Select(item => item is null ? null : Transform(engineIntrinsics, item)).ToArray(),
            _ => inputData,
        };

    private static LockingCriteria Parse(string text)
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
