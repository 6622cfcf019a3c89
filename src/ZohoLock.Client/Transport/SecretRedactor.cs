using System.Buffers;
using System.Text;

namespace ZohoLock.Transport;

/// <summary>
/// Takes a connection's secrets out of what servers, proxies and .NET say, in any form that a server may repeat them in: in other case, escaped as in
/// JSON, HTML or an address, also several times over, in base64 or in hexadecimal digits.
/// </summary>
internal sealed class SecretRedactor
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Mask = "***";

    // A shorter text guards nothing, and may be part of any answer: taken out of one, it would break it.
    private const int MinSecretLength = 8;

    // Of a connection that is open for days, each hour has a token of its own.
    private const int MaxSecrets = 50;

    // What is escaped more often than that shows nothing to anybody.
    private const int MaxDecodings = 5;

    private const int MaxStackText = 1_024;
    private const string AfterScheme = "://";
    private const string Blanks = " \t\r\n";

    private readonly object _adding = new();
    private readonly List<string> _secrets = [];
    private volatile string[] _forms = [];

    /// <summary>Keeps in mind a text that is never to be shown.</summary>
    public void Add(string? secret)
    {
        if (secret is not { Length: >= MinSecretLength })
        {
            return;
        }

        lock (_adding)
        {
            if (_secrets.Contains(secret))
            {
                return;
            }

            if (_secrets.Count == MaxSecrets)
            {
                _secrets.RemoveAt(0);
            }

            _secrets.Add(secret);
            _forms = [.. _secrets.SelectMany(SecretEncodings.Enumerate).Distinct(StringComparer.OrdinalIgnoreCase)];
        }
    }

    /// <summary>Forgets the secrets, which are in no response any more.</summary>
    public void Clear()
    {
        lock (_adding)
        {
            _secrets.Clear();
            _forms = [];
        }
    }

    /// <summary>The exception for <paramref name="error"/>, without secrets; its cause is left out where its text has one, or an address with a user in it.</summary>
    public ZohoException Wrap(ZohoError error, Exception cause)
    {
        var text = cause.ToString();
        return new(error with { Message = RedactMessage(error.Message) }, RedactMessage(text) == text ? cause : null);
    }

    /// <summary>A message without secrets, and without the user name and password of any address in it.</summary>
    public string RedactMessage(string message)
    {
        var text = Redact(message);
        for (var at = text.IndexOf(AfterScheme, StringComparison.Ordinal); at >= 0; at = text.IndexOf(AfterScheme, at, StringComparison.Ordinal))
        {
            at += AfterScheme.Length;
            var length = text.AsSpan(at).IndexOfAny(Blanks) is var blank and >= 0 ? blank : text.Length - at;
            if (text.AsSpan(at, length).LastIndexOf('@') is var userLength and >= 0)
            {
                text = $"{text.AsSpan(0, at)}{Mask}{text.AsSpan(at + userLength)}";
            }
        }

        return text;
    }

    /// <summary>A text without secrets; the same one where it has none.</summary>
    public string Redact(string text) => Find(text) is { Count: > 0 } found ? Replace(text, found) : text;

    /// <summary>A body without secrets; the same one where it has none. JSON stays JSON.</summary>
    public byte[] Redact(byte[] body)
    {
        var length = Encoding.UTF8.GetMaxCharCount(body.Length);
        char[]? rented = null;
        var buffer = length <= MaxStackText ? stackalloc char[length] : rented = ArrayPool<char>.Shared.Rent(length);
        try
        {
            var text = buffer[..Encoding.UTF8.GetChars(body, buffer)];
            return Find(text) is { Count: > 0 } found ? Encoding.UTF8.GetBytes(Replace(text, found)) : body;
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    private List<Range>? Find(ReadOnlySpan<char> text)
    {
        var forms = _forms;
        List<Range>? found = null;
        Search(text, forms, origin: null, ref found);
        var layer = DecodedText.Decode(text);
        for (var depth = 0; depth < MaxDecodings && layer is not null; depth++)
        {
            Search(layer.Text, forms, layer, ref found);
            layer = layer.Decode();
        }

        return found;
    }

    private static void Search(ReadOnlySpan<char> text, string[] forms, DecodedText? origin, ref List<Range>? found)
    {
        foreach (var form in forms)
        {
            for (var from = 0; text[from..].IndexOf(form, StringComparison.OrdinalIgnoreCase) is var at and >= 0; from += at + form.Length)
            {
                var range = (from + at)..(from + at + form.Length);
                (found ??= []).Add(origin?.Source(range) ?? range);
            }
        }
    }

    private static string Replace(ReadOnlySpan<char> text, List<Range> found)
    {
        found.Sort((one, other) => one.Start.Value.CompareTo(other.Start.Value));
        var redacted = new StringBuilder(text.Length);
        var end = 0;
        foreach (var range in found)
        {
            if (range.Start.Value >= end)
            {
                redacted.Append(text[end..range.Start.Value]).Append(Mask);
            }

            end = Math.Max(end, range.End.Value);
        }

        return redacted.Append(text[end..]).ToString();
    }
}
