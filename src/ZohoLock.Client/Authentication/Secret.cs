using System.Net;
using System.Security;

namespace ZohoLock.Authentication;

/// <summary>A secret that the connection keeps: readable where it is sent, and nowhere else.</summary>
internal sealed class Secret : IDisposable
{
    private readonly SecureString _value;

    /// <summary>Keeps a copy of <paramref name="value"/>.</summary>
    /// <exception cref="ZohoException">It has characters that no token has; it isn't shown.</exception>
    public Secret(SecureString value, string name)
    {
        _value = value.Copy();
        _value.MakeReadOnly();
        if (!IsToken(Reveal()))
        {
            throw new ZohoException(ZohoError.Input(
                $"Invalid{name}", $"the {name} has blanks, line breaks or other characters that no token has", "Copy it again from where it was made."));
        }
    }

    /// <summary>Whether a text has only the characters that tokens have: it goes into a header.</summary>
    public static bool IsToken(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    // Blanks around it come from copying.
    public string Reveal() => new NetworkCredential(string.Empty, _value).Password.Trim();

    public void Dispose() => _value.Dispose();

    public override string ToString() => "secret";
}
