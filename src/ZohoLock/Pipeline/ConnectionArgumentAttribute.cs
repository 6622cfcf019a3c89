using System.Management.Automation;

namespace ZohoLock.Pipeline;

/// <summary>Takes a connection, or the name of one of the session's.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        ((inputData as PSObject)?.BaseObject ?? inputData) is string name ? SessionConnections.Find(name) ?? throw Unknown(name) : inputData;

    private static ArgumentTransformationMetadataException Unknown(string name)
    {
        var names = string.Join(", ", SessionConnections.All.Select(connection => $"'{connection.Name}'"));
        return new(names.Length > 0
            ? $"This session has no connection '{name}', only {names}."
            : $"This session has no connection '{name}', nor any other: Connect-ZohoCrm -Name '{name}' opens one.");
    }
}
