using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The parameters in the query and the form (protocol 4.1 and 13). An empty value counts as missing.</summary>
internal sealed class OAuthParameters
{
    private readonly Dictionary<string, string> _values = [];

    public OAuthParameters(HttpRequest request)
    {
        List<KeyValuePair<string, string>> pairs = [.. request.QueryPairs];
        if (request.ContentType is { } contentType)
        {
            ReadBody(request.Text(contentType), request.Body.Span, pairs);
        }

        foreach (var (name, value) in pairs)
        {
            _values.TryAdd(name, value);
        }
    }

    public IReadOnlyDictionary<string, string> All => _values;

    public string? this[string name] => _values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private static void ReadBody(string contentType, ReadOnlySpan<byte> body, List<KeyValuePair<string, string>> pairs)
    {
        if (MultipartForm.IsMultipart(contentType, out var boundary))
        {
            MultipartForm.Read(body, boundary, pairs);
        }
        else if (contentType.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            UrlDecoder.ReadForm(body, pairs);
        }
    }
}
