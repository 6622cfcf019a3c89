using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Completion;
using ZohoLock.Sessions;

namespace ZohoLock.Commands;

/// <summary>Gets the session's connections, the current one first.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoCrmConnection")]
[OutputType(typeof(Connection))]
public sealed class GetZohoCrmConnectionCommand : PSCmdlet
{
    /// <summary>The names of the connections to get; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = Name?.Select(NamePattern.Parse).ToArray();
        foreach (var connection in SessionConnections.All)
        {
            if (patterns is null || Array.Exists(patterns, pattern => pattern.IsMatch(connection.Name)))
            {
                WriteObject(connection);
            }
        }
    }
}
