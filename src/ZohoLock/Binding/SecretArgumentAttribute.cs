using System.Management.Automation;
using System.Security;

namespace ZohoLock.Binding;

/// <summary>Accepts a SecureString only, and rejects plain text without repeating it: PowerShell's own conversion error would show the secret.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) switch
        {
            SecureString { Length: > 0 } secret => secret,
            SecureString => throw new ArgumentTransformationMetadataException("The secret is empty."),
            _ => throw new ArgumentTransformationMetadataException(
                "It takes a SecureString, so that the secret stays out of the history and the logs: "
                + "Read-Host -AsSecureString asks for one, Get-Secret of SecretManagement keeps one."),
        };
}
