using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ZohoLock.Completion;

/// <summary>Completes words from a list that is known without a call.</summary>
/// <param name="words">Returns the list when Tab is pressed.</param>
public abstract class WordCompleter(Func<IEnumerable<string>> words) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(words(), wordToComplete);
}
