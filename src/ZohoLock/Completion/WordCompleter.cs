using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ZohoLock.Completion;

/// <summary>Offers the words of a list that costs nothing to ask for.</summary>
/// <param name="words">The list, as it is when Tab is pressed.</param>
public abstract class WordCompleter(Func<IEnumerable<string>> words) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(words(), wordToComplete);
}
