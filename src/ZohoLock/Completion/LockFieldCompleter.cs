using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Locking;

namespace ZohoLock.Completion;

/// <summary>Offers the fields of record locking information, by Zoho's names.</summary>
public sealed class LockFieldCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(LockField.All, wordToComplete);
}
