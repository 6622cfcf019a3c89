using System.Text;

namespace ZohoLock.Transport;

/// <summary>The forms that a secret has in texts without escapes: as it is, in base64, in hexadecimal digits.</summary>
internal static class SecretEncodings
{
    /// <summary>The forms, to be looked for whatever their case.</summary>
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

    // The letters that are the same whatever stands around the secret, as "user:" does before a password; how many bytes that are, modulo 3, shifts them.
    private static string InBase64(byte[] secret, int before)
    {
        var whole = Convert.ToBase64String([.. new byte[before], .. secret]);
        var first = ((before * 8) + 5) / 6;
        var last = (before + secret.Length) * 8 / 6;
        return whole[first..last];
    }
}
