using System.Text;

namespace ZohoLock.Transport;

/// <summary>The encodings in which a server may repeat a secret: plain, base64 and hexadecimal.</summary>
internal static class SecretEncodings
{
    /// <summary>All encodings of a secret, to be searched for without regard to case.</summary>
    public static IEnumerable<string> Enumerate(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Convert.ToHexString(bytes);
        for (var before = 0; before < 3; before++)
        {
            var base64 = InBase64(bytes, before);
            yield return base64;
            if (base64.AsSpan().ContainsAny('+', '/'))
            {
                yield return base64.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    // The base64 characters that don't depend on the text around the secret ("user:" before a password); the number of bytes before it
    // shifts them.
    private static string InBase64(byte[] secret, int before)
    {
        var encoded = Convert.ToBase64String([.. new byte[before], .. secret]);
        var first = ((before * 8) + 5) / 6;
        var last = (before + secret.Length) * 8 / 6;
        return encoded[first..last];
    }
}
