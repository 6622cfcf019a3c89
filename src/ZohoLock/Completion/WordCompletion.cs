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

            // PowerShell writes completions to the terminal unescaped, so those with control characters are left out.
            .Where(word => word == DisplayText.Line(word))
            .Select(word => new CompletionResult(IsPlain(word) ? word : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'", word, CompletionResultType.ParameterValue, word));
    }

    // A word that begins with a dash would be parsed as a parameter, digits as a number.
    private static bool IsPlain(string word) => word is [var first, ..]
        && (char.IsAsciiLetter(first) || first == '_')
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
