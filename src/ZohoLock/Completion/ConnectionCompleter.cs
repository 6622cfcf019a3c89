using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Pipeline;

namespace ZohoLock.Completion;

/// <summary>Offers the names of the session's connections.</summary>
public sealed class ConnectionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(SessionConnections.All.Select(connection => connection.Name), wordToComplete);
}
