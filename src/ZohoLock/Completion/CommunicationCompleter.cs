using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Configuration;

namespace ZohoLock.Completion;

/// <summary>Offers what a lock can forbid to send, by Zoho's words.</summary>
public sealed class CommunicationCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(ConfigurationValues.Communications, wordToComplete);
}
