using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Configuration;

namespace ZohoLock.Completion;

/// <summary>Offers what a lock can forbid to do, by Zoho's words.</summary>
public sealed class ActionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(ConfigurationValues.Actions, wordToComplete);
}
