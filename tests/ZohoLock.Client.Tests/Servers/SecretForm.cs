using System.Text;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>The forms in which a server may repeat a secret.</summary>
internal static class SecretForm
{
    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } = new Dictionary<string, Func<string, string>>
    {
        ["as it is"] = secret => secret,
        ["upper case"] = secret => secret.ToUpperInvariant(),
        ["lower case"] = secret => secret.ToLowerInvariant(),
        [@"\u0041"] = secret => Each(secret, unit => $@"\u{(int)unit:x4}"),
        [@"one \u0041"] = secret => $@"{secret[..5]}\u{(int)secret[5]:X4}{secret[6..]}",
        [@"\\u0041"] = secret => Each(secret, unit => $@"\\u{(int)unit:x4}"),
        ["%41"] = secret => Each(secret, unit => $"%{(int)unit:x2}"),
        ["%2541"] = secret => Each(secret, unit => $"%25{(int)unit:X2}"),
        ["%2E"] = secret => secret.Replace(".", "%2E", StringComparison.Ordinal).Replace("-", "%2d", StringComparison.Ordinal),
        ["&#65;"] = secret => Each(secret, unit => $"&#{(int)unit};"),
        ["&#x41;"] = secret => Each(secret, unit => $"&#x{(int)unit:x};"),
        ["&amp;#65;"] = secret => Each(secret, unit => $"&amp;#{(int)unit};"),
        ["base64"] = secret => Base64(secret),
        ["base64 of it and more"] = secret => Base64($"u:{secret}, or so"),
        ["base64 of a header"] = secret => Base64($"Authorization: Zoho-oauthtoken {secret}"),
        ["base64 for addresses"] = secret => Base64($"???>>>{secret}???>>>").Replace('+', '-').Replace('/', '_').TrimEnd('='),
        ["base64, escaped"] = secret => Each(Base64(secret), unit => $"%{(int)unit:x2}"),
        ["hexadecimal"] = secret => Convert.ToHexString(Encoding.UTF8.GetBytes(secret)).ToLowerInvariant(),
        ["in an address"] = secret => $"https://user:{secret}@proxy.example:8080/path",
    };

    /// <summary>Whether a text has a secret in it in a form that a person, or a program, could read it back from.</summary>
    public static bool IsIn(string text, string secret) => All.Values.Any(form => text.Contains(form(secret), StringComparison.OrdinalIgnoreCase))
        || text.Contains(Base64(secret)[..^4], StringComparison.OrdinalIgnoreCase)
        || text.Contains(Base64("x" + secret)[4..^4], StringComparison.OrdinalIgnoreCase)
        || text.Contains(Base64("xy" + secret)[4..^4], StringComparison.OrdinalIgnoreCase);

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Each(string text, Func<char, string> write) => string.Concat(text.Select(write));
}
