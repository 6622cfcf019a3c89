using System.Management.Automation;
using ZohoLock.Configuration.Criteria;

namespace ZohoLock.Binding;

/// <summary>Converts text, or criteria made by New-ZohoLockingCriteria, to a condition.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConditionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return PowerShellValue.Unwrap(inputData) switch
            {
                string text => ParsedCriteria.Parse(text),
                LockingCriteria criteria => ParsedCriteria.From(criteria),
                _ => inputData,
            };
        }
        catch (ZohoException wrong)
        {
            throw new ArgumentTransformationMetadataException($"The condition can't be read, {wrong.Error.Message}: {inputData}", wrong);
        }
    }
}
