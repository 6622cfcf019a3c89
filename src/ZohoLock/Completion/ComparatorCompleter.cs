using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Configuration;

namespace ZohoLock.Completion;

/// <summary>Offers the words that Zoho's criteria compare by.</summary>
public sealed class ComparatorCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(CriteriaComparators.Known, wordToComplete);
}
