using System.Management.Automation;
using System.Management.Automation.Language;

namespace ZohoLock.Completion;

/// <summary>Completes a word from a list.</summary>
internal static class WordCompletion
{
    public static IEnumerable<CompletionResult> Complete(IEnumerable<string> words, string wordToComplete)
    {
        var start = wordToComplete.Trim('\'', '"');
        return words
            .Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase))

            // The rest would be obeyed by the terminal that it is written to.
            .Where(word => word == DisplayText.Line(word))
            .Select(word => new CompletionResult(IsPlain(word) ? word : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'", word, CompletionResultType.ParameterValue, word));
    }

    // A word that begins with a dash would be a parameter, one of digits a number.
    private static bool IsPlain(string word) => word is [var first, ..]
        && (char.IsAsciiLetter(first) || first == '_')
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
