using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace ZohoLock.Completion;

/// <summary>Offers the scopes that ZohoLock makes use of.</summary>
public sealed class ScopeCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(OAuthClientCredential.UsualScope.Split(','), wordToComplete);
}
