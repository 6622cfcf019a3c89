using System.Management.Automation;

namespace ZohoLock.Sessions;

/// <summary>Converts the name of a connection of the session to the connection.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ConnectionArgumentAttribute : ArgumentTransformationAttribute
{
    private const string Copy = $"Deserialized.{nameof(ZohoLock)}.{nameof(Connection)}";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        _ when PowerShellValue.Unwrap(inputData) is string name => SessionConnections.Find(name) ?? throw UnknownName(name),
        PSObject copy when copy.TypeNames.Contains(Copy) => throw new ArgumentTransformationMetadataException(
            "What is given is a copy of a connection, without its secrets: a job (Start-Job) or a file doesn't bring a connection along. Run Connect-ZohoCrm there."),
        _ => inputData,
    };

    private static ArgumentTransformationMetadataException UnknownName(string name)
    {
        var names = string.Join(", ", SessionConnections.All.Select(connection => $"'{connection.Name}'"));
        return new(names.Length > 0
            ? $"This session has no connection '{name}', only {names}."
            : $"This session has no connection '{name}', nor any other: Connect-ZohoCrm -Name '{name}' opens one.");
    }
}
