using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using ZohoLock.Configuration;
using ZohoLock.Locking;
using ZohoLock.Sessions;

namespace ZohoLock.Completion;

/// <summary>Completes words from a list that is known without a call.</summary>
/// <param name="words">Returns the list when Tab is pressed.</param>
public abstract class WordCompleter(Func<IEnumerable<string>> words) : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Complete(words(), wordToComplete);

    /// <summary>Completes a word from a list.</summary>
    internal static IEnumerable<CompletionResult> Complete(IEnumerable<string> words, string wordToComplete)
    {
        var start = Unquote(wordToComplete);
        return words
            .Where(word => word.StartsWith(start, StringComparison.OrdinalIgnoreCase))

            // PowerShell writes completions to the terminal unescaped, so those with control characters are left out.
            .Where(word => word == DisplayText.Line(word))
            .Select(word => new CompletionResult(Quote(word), word, CompletionResultType.ParameterValue, word));
    }

    /// <summary>What has been typed, without the quotes around it; PowerShell adds a closing one.</summary>
    internal static string Unquote(string word)
    {
        if (word is not [('\'' or '"') and var quote, .. var text])
        {
            return word;
        }

        text = text.EndsWith(quote) ? text[..^1] : text;
        return quote == '\'' ? text.Replace("''", "'", StringComparison.Ordinal) : text;
    }

    // Conditions have single quotes inside, which are easier to read within double ones.
    private static string Quote(string word) =>
        IsPlain(word) ? word
        : word.Contains('\'', StringComparison.Ordinal) && !word.Any(letter => letter is '"' or '$' or '`' or '\u201c' or '\u201d' or '\u201e') ? $"\"{word}\""
        : $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";

    // A word that begins with a dash would be parsed as a parameter, digits as a number.
    private static bool IsPlain(string word) => word is [var first, ..]
        && (char.IsAsciiLetter(first) || first == '_')
        && word.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}

/// <summary>Completes the actions that a lock can restrict.</summary>
public sealed class ActionCompleter() : WordCompleter(() => ConfigurationValues.Actions);

/// <summary>Completes the communications that a lock can restrict.</summary>
public sealed class CommunicationCompleter() : WordCompleter(() => ConfigurationValues.Communications);

/// <summary>Completes the comparators of Zoho's criteria.</summary>
public sealed class ComparatorCompleter() : WordCompleter(() => CriteriaComparators.Known);

/// <summary>Completes the names of the session's connections.</summary>
public sealed class ConnectionCompleter() : WordCompleter(() => SessionConnections.All.Select(connection => connection.Name));

/// <summary>Completes the fields of record locking information.</summary>
public sealed class LockFieldCompleter() : WordCompleter(() => LockField.All);

/// <summary>Completes the scopes that ZohoLock uses.</summary>
public sealed class ScopeCompleter() : WordCompleter(() => OAuthClientCredential.DefaultScope.Split(','));
