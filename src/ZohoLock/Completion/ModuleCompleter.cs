using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Locking;

namespace ZohoLock.Completion;

/// <summary>Offers the standard modules that can be locked.</summary>
public sealed class ModuleCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        WordCompletion.Complete(ModuleName.Lockable, wordToComplete);
}
