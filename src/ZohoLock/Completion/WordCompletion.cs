using System.Management.Automation;

namespace ZohoLock.Completion;

/// <summary>Completes a word from a list.</summary>
internal static class WordCompletion
{
    public static IEnumerable<CompletionResult> Complete(IEnumerable<string> words, string wordToComplete)
    {
        var start = wordToComplete.Trim('\'', '"');
        return words
            .Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            .Select(word => new CompletionResult(word));
    }
}
