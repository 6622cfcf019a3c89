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
            .Select(word => new CompletionResult(IsPlain(word) ? word : $"'{word.Replace("'", "''", StringComparison.Ordinal)}'", word, CompletionResultType.ParameterValue, word));
    }

    private static bool IsPlain(string word) => word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
