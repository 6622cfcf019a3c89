using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>Shows the session's connections, the one in use first; nothing where there is none.</summary>
[Cmdlet(VerbsCommon.Get, "ZohoCrmConnection")]
[OutputType(typeof(Connection))]
public sealed class GetZohoCrmConnectionCommand : PSCmdlet
{
    /// <summary>The names of the connections to show; wildcards are allowed.</summary>
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = Name?.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant)).ToArray();
        foreach (var connection in SessionConnections.All)
        {
            if (patterns is null || Array.Exists(patterns, pattern => pattern.IsMatch(connection.Name)))
            {
                WriteObject(connection);
            }
        }
    }
}
