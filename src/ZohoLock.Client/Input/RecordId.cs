using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ZohoLock.Input;

/// <summary>Record ids are strings of digits, never numbers: spreadsheets and doubles can't hold nineteen digits.</summary>
public static partial class RecordId
{
    // Spreadsheets keep 15 digits of a number and replace the others by zeros.
    private const int SpreadsheetDigits = 15;

    private const string ExportPrefix = "zcrm_";

    /// <summary>The advice for an id that has lost its last digits.</summary>
    internal const string ExportAgain =
        "Export the records from Zoho again and don't save them with a spreadsheet, or import the id column as text there.";

    /// <summary>
    /// Reads an id. Whitespace, invisible characters and quotes around it are removed, and so is the <c>zcrm_</c> prefix of Zoho's exports.
    /// </summary>
    /// <exception cref="ZohoException">The text isn't an id; the message says why and what may have caused it.</exception>
    public static string Parse(string? text, string name = "record id")
    {
        if (text is not null && Identifier.IsValid(text))
        {
            return text;
        }

        var id = Strip(text);
        return Identifier.IsValid(id) ? id.ToString() : throw Refuse(id.ToString(), name);
    }

    /// <summary>Reads an id as <see cref="Parse"/> does; null for an empty text.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    public static string? ParseOptional(string? text, string name) => IsEmpty(text) ? null : Parse(text, name);

    /// <summary>Whether the text is empty after removing what may surround an id.</summary>
    public static bool IsEmpty(string? text) => Strip(text).IsEmpty;

    /// <summary>Whether two texts are equal after removing what may surround an id.</summary>
    public static bool AreEqual(string? one, string? other) => Strip(one).Equals(Strip(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether an id has 16 digits or more and only zeros after the 15th, as a spreadsheet leaves it. By chance, this is true for one in
    /// 10,000 Zoho ids of 19 digits.
    /// </summary>
    public static bool LooksTruncated(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id.Length > SpreadsheetDigits && Identifier.IsValid(id) && !id.AsSpan(SpreadsheetDigits).ContainsAnyExcept('0');
    }

    /// <summary>The number of lost digits of a truncated id.</summary>
    internal static int CountTruncatedDigits(string id) => id.Length - SpreadsheetDigits;

    /// <summary>
    /// Whether a text looks like a Zoho id and not like any number: it has the export's <c>zcrm_</c> prefix, or 15 digits or more.
    /// </summary>
    internal static bool IsLikely(string text)
    {
        var id = Strip(text);
        return Identifier.IsValid(id) && (id.Length >= SpreadsheetDigits || text.Contains(ExportPrefix, StringComparison.OrdinalIgnoreCase));
    }

    private static ReadOnlySpan<char> Strip(string? text)
    {
        var id = InvisibleText.Trim(text);
        return id.StartsWith(ExportPrefix, StringComparison.OrdinalIgnoreCase) ? id[ExportPrefix.Length..] : id;
    }

    private static ZohoException Refuse(string id, string name)
    {
        var code = name == "lock id" ? "LockId" : "RecordId";
        var digits = $"A {name} has digits only, like 5843104000000425565 (Zoho's export writes zcrm_ before it).";
        return new(id switch
        {
            "" => ZohoError.Input($"Missing{code}", $"the {name} is empty", "Fill in the id, or leave the record out."),
            _ when Rounded().IsMatch(id) => ZohoError.Input(
                $"Rounded{code}",
                $"{QuotedText.From(id)} is no {name} any more: a spreadsheet has rounded it",
                ExportAgain),
            _ when FindInvisible(id) is { } found => ZohoError.Input(
                $"Invalid{code}", $"{QuotedText.From(id)} is no {name}: it has {found}", $"Take that character out. {digits}"),
            _ when FindOtherDigit(id) is { } digit => ZohoError.Input(
                $"Invalid{code}",
                $"{QuotedText.From(id)} is no {name}: its digits are those of another script, such as {CodePoint(digit)}",
                $"Write it with the digits 0 to 9. {digits}"),
            { Length: > Identifier.MaxLength } => ZohoError.Input($"Invalid{code}", $"{QuotedText.From(id)} is too long for a {name}", digits),
            _ => ZohoError.Input($"Invalid{code}", $"{QuotedText.From(id)} is no {name}", digits),
        });
    }

    // The first invisible character of a text that has only digits and invisible characters.
    private static string? FindInvisible(string id)
    {
        (Rune Character, int Digits)? found = null;
        var digits = 0;
        foreach (var character in id.EnumerateRunes())
        {
            if (InvisibleText.IsInvisible(character))
            {
                found ??= (character, digits);
            }
            else if (character.Value is < '0' or > '9')
            {
                return null;
            }
            else
            {
                digits++;
            }
        }

        return found is var (invisible, before)
            ? $"{CodePoint(invisible)}, which can't be seen, {(before == 0 ? "before the first" : $"after the {Ordinal(before)}")} digit"
            : null;
    }

    // The first non-ASCII digit of a text that has only digits.
    private static Rune? FindOtherDigit(string id)
    {
        Rune? found = null;
        foreach (var character in id.EnumerateRunes())
        {
            if (!Rune.IsDigit(character))
            {
                return null;
            }

            found ??= character.IsAscii ? null : character;
        }

        return found;
    }

    private static string CodePoint(Rune character) => string.Create(CultureInfo.InvariantCulture, $"U+{character.Value:X4}");

    private static string Ordinal(int number) => (number % 10, number % 100) switch
    {
        (1, not 11) => $"{number}st",
        (2, not 12) => $"{number}nd",
        (3, not 13) => $"{number}rd",
        _ => $"{number}th",
    };

    [GeneratedRegex(@"^[+-]?\d+([.,\u066B]\d*)?[eE][+-]?\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Rounded();
}
