using System.Net;
using System.Security;

namespace ZohoLock.Authentication;

/// <summary>A secret in memory that never appears in its ToString.</summary>
internal sealed class Secret : IDisposable
{
    private const int MaxTokenLength = 4_096;

    private readonly SecureString _value;

    /// <summary>Keeps a copy of <paramref name="value"/>.</summary>
    /// <exception cref="ZohoException">It is empty or has characters that a token can't have; the message doesn't show it.</exception>
    public Secret(SecureString value, string name)
    {
        _value = value.Copy();
        _value.MakeReadOnly();
        if (Reveal() is not { Length: > 0 } text)
        {
            throw new ZohoException(ZohoError.Input($"Empty{name}", $"the {name} is empty", "Copy it again from where it was made."));
        }

        if (!IsToken(text))
        {
            throw new ZohoException(ZohoError.Input(
                $"Invalid{name}", $"the {name} has blanks, line breaks or other characters that no token has", "Copy it again from where it was made."));
        }
    }

    /// <summary>Keeps a value that Zoho issued.</summary>
    public Secret(string value, string name)
        : this(new NetworkCredential(string.Empty, value).SecurePassword, name)
    {
    }

    /// <summary>Whether a text can be a token: printable ASCII without blanks (it is sent in a header), and not too long.</summary>
    public static bool IsToken(string text) => text.Length <= MaxTokenLength && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    // Whitespace around a secret comes from copying it.
    public string Reveal() => new NetworkCredential(string.Empty, _value).Password.Trim();

    /// <summary>Creates a read-only copy.</summary>
    public SecureString Copy()
    {
        var copy = _value.Copy();
        copy.MakeReadOnly();
        return copy;
    }

    public void Dispose() => _value.Dispose();

    public override string ToString() => "secret";
}
