using System.Net;
using System.Security;

namespace ZohoLock.Authentication;

/// <summary>A secret that the connection keeps: readable where it is sent, and nowhere else.</summary>
internal sealed class Secret : IDisposable
{
    private const int LongestToken = 4_096;

    private readonly SecureString _value;

    /// <summary>Keeps a copy of <paramref name="value"/>.</summary>
    /// <exception cref="ZohoException">It is empty, or has characters that no token has; it isn't shown.</exception>
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

    /// <summary>Keeps what Zoho handed over.</summary>
    public Secret(string value, string name)
        : this(new NetworkCredential(string.Empty, value).SecurePassword, name)
    {
    }

    /// <summary>Whether a text can be a token: it goes into a header, so that it has only the characters that tokens have, and isn't longer than any.</summary>
    public static bool IsToken(string text) => text.Length <= LongestToken && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    // Blanks around it come from copying.
    public string Reveal() => new NetworkCredential(string.Empty, _value).Password.Trim();

    /// <summary>A copy for somebody else to keep.</summary>
    public SecureString Copy()
    {
        var copy = _value.Copy();
        copy.MakeReadOnly();
        return copy;
    }

    public void Dispose() => _value.Dispose();

    public override string ToString() => "secret";
}
