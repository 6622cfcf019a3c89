using System.Text;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>What is sent to the accounts server, in the query or in a form (protocol 4.1); an empty value counts as none.</summary>
internal sealed class OAuthParameters
{
    private readonly Dictionary<string, string> _values = [];

    public OAuthParameters(HttpRequest request)
    {
        List<KeyValuePair<string, string>> pairs = [.. request.QueryPairs];
        if (request.ContentType is { } contentType && IsForm(request.Bytes(contentType)))
        {
            UrlText.ReadForm(request.Body.Span, pairs);
        }

        foreach (var (name, value) in pairs)
        {
            _values.TryAdd(name, value);
        }
    }

    public IReadOnlyDictionary<string, string> All => _values;

    public string? this[string name] => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static bool IsForm(ReadOnlySpan<byte> contentType)
    {
        var form = "application/x-www-form-urlencoded"u8;
        return contentType.Length >= form.Length && Ascii.EqualsIgnoreCase(contentType[..form.Length], form);
    }
}
