using System.Buffers;
using System.Text;

namespace ZohoLock.Transport;

/// <summary>
/// Removes a connection's secrets from the texts of servers, proxies and .NET, in any form in which a server may repeat them: in other
/// casing, escaped as in JSON, HTML or a URL (also several times), in base64 or in hexadecimal.
/// </summary>
internal sealed class SecretRedactor
{
    /// <summary>The replacement for a secret.</summary>
    public const string Mask = "***";

    // A shorter text protects nothing, and replacing it could damage any response.
    private const int MinSecretLength = 8;

    // A connection that is open for days gets a new token every hour.
    private const int MaxSecrets = 50;

    // A text with more layers of escapes is unreadable anyway.
    private const int MaxDecodings = 5;

    private const int MaxStackText = 1_024;
    private const string AfterScheme = "://";
    private const string Blanks = " \t\r\n";

    private readonly object _adding = new();
    private readonly List<string> _secrets = [];
    private volatile string[] _forms = [];
    private bool _isClosed;

    /// <summary>Adds a secret.</summary>
    public void Add(string? secret)
    {
        if (secret is not { Length: >= MinSecretLength })
        {
            return;
        }

        lock (_adding)
        {
            if (_isClosed || _secrets.Contains(secret))
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

    /// <summary>Removes all secrets, and keeps none that is added afterwards: a token request may still be in flight.</summary>
    public void Clear()
    {
        lock (_adding)
        {
            _isClosed = true;
            _secrets.Clear();
            _forms = [];
        }
    }

    /// <summary>
    /// Creates the exception for <paramref name="error"/> without secrets. The cause is dropped if its text contains a secret or an address
    /// with a user name.
    /// </summary>
    public ZohoException Wrap(ZohoError error, Exception cause)
    {
        var text = cause.ToString();
        return new(error with { Message = RedactMessage(error.Message) }, RedactMessage(text) == text ? cause : null);
    }

    /// <summary>The message without secrets, and without user names and passwords in addresses.</summary>
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

    /// <summary>The text without secrets; the same instance if it has none.</summary>
    public string Redact(string text) => Find(text) is { Count: > 0 } found ? Replace(text, found) : text;

    /// <summary>The body without secrets; the same instance if it has none. JSON stays valid.</summary>
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
