using System.Management.Automation;

namespace ZohoLock.Sessions;

/// <summary>Converts the name of a connection of the session to the connection.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) is string name ? SessionConnections.Find(name) ?? throw UnknownName(name) : inputData;

    private static ArgumentTransformationMetadataException UnknownName(string name)
    {
        var names = string.Join(", ", SessionConnections.All.Select(connection => $"'{connection.Name}'"));
        return new(names.Length > 0
            ? $"This session has no connection '{name}', only {names}."
            : $"This session has no connection '{name}', nor any other: Connect-ZohoCrm -Name '{name}' opens one.");
    }
}
