using System.Text.RegularExpressions;

namespace ZohoLock.Locking;

/// <summary>Identifiers are strings of digits, never numbers: nineteen digits don't survive a spreadsheet or a double.</summary>
public static partial class RecordId
{
    // Zoho's limit for an id in a path (protocol section 1.1).
    private const int MaxLength = 32;

    // How much of a text that is no id is shown.
    private const int Shown = 40;

    private const string ExportPrefix = "zcrm_";

    /// <summary>The digits of an id as people have it: with blanks around it, or the <c>zcrm_</c> of Zoho's export before it.</summary>
    /// <exception cref="ZohoException">It is no id; the message says why, and how it may have come about.</exception>
    public static string Parse(string? text, string name = "record id")
    {
        var id = text?.Trim() ?? string.Empty;
        if (id.StartsWith(ExportPrefix, StringComparison.OrdinalIgnoreCase))
        {
            id = id[ExportPrefix.Length..];
        }

        return id switch
        {
            { Length: > 0 and <= MaxLength } when !id.AsSpan().ContainsAnyExceptInRange('0', '9') => id,
            { Length: 0 } => throw Refuse($"Missing{Code(name)}", $"the {name} is empty", "Fill in the id, or leave the record out."),
            _ when Rounded().IsMatch(id) => throw Refuse(
                $"Rounded{Code(name)}",
                $"'{Shorten(id)}' is no {name} any more: a spreadsheet has rounded it",
                "Export the records from Zoho again and don't save them with a spreadsheet, or import the id column as text there."),
            { Length: > MaxLength } => throw Refuse($"Invalid{Code(name)}", $"'{Shorten(id)}' is too long for a {name}", Digits(name)),
            _ => throw Refuse($"Invalid{Code(name)}", $"'{Shorten(id)}' is no {name}", Digits(name)),
        };
    }

    /// <summary>As <see cref="Parse"/>; null where there is no text.</summary>
    /// <inheritdoc cref="Parse" path="/exception"/>
    public static string? ParseOptional(string? text, string name) => string.IsNullOrWhiteSpace(text) ? null : Parse(text, name);

    private static string Digits(string name) => $"A {name} has digits only, like 5843104000000425565 (Zoho's export writes zcrm_ before it).";

    private static string Code(string name) => name == "lock id" ? "LockId" : "RecordId";

    private static string Shorten(string text) => text.Length <= Shown ? text : $"{text[..(char.IsHighSurrogate(text[Shown - 1]) ? Shown - 1 : Shown)]}…";

    private static ZohoException Refuse(string code, string message, string advice) => new(ZohoError.Input(code, message, advice));

    [GeneratedRegex(@"^[+-]?\d+([.,]\d*)?[eE][+-]?\d+$", RegexOptions.CultureInvariant)]
    private static partial Regex Rounded();
}
