using System.Globalization;
using System.Text;

namespace ZohoCrm.Emulator.Http;

/// <summary>One request. The connection reuses the object, so nothing of it may be kept after the response.</summary>
internal sealed class HttpRequest
{
    private readonly List<HttpHeader> _headers = new(16);
    private readonly List<string> _segments = new(8);
    private readonly List<KeyValuePair<string, string>> _query = new(4);
    private ReadOnlyMemory<byte> _head;

    public string Method { get; set; } = "";

    /// <summary>The request target as it was sent, percent-encoded.</summary>
    public string Target { get; set; } = "";

    public bool KeepAlive { get; set; }

    public bool ExpectsContinue { get; set; }

    public bool IsChunked { get; set; }

    /// <summary>The Content-Length; null if none was sent.</summary>
    public int? ContentLength { get; set; }

    public Range? Authorization { get; set; }

    public Range? ContentType { get; set; }

    public ReadOnlyMemory<byte> Body { get; set; }

    public List<HttpHeader> Headers => _headers;

    /// <summary>The segments of the path, decoded. A path that ends with a slash ends with an empty segment.</summary>
    public List<string> Segments => _segments;

    public List<KeyValuePair<string, string>> QueryPairs => _query;

    public void Begin()
    {
        _headers.Clear();
        _segments.Clear();
        _query.Clear();
        Method = "";
        Target = "";
        KeepAlive = true;
        ExpectsContinue = false;
        IsChunked = false;
        ContentLength = null;
        Authorization = null;
        ContentType = null;
        Body = default;
    }

    /// <summary>Sets the memory that the ranges of the headers refer to.</summary>
    public void SetHead(ReadOnlyMemory<byte> head) => _head = head;

    public ReadOnlySpan<byte> Bytes(Range range) => _head.Span[range];

    public string Text(Range range) => Encoding.UTF8.GetString(Bytes(range));

    public string? Query(string name)
    {
        foreach (var pair in _query)
        {
            if (pair.Key == name)
            {
                return pair.Value;
            }
        }

        return null;
    }

    /// <summary>Reads a number from 1 to <paramref name="max"/> from the query; returns false if it is anything else.</summary>
    public bool TryGetNumber(string name, int defaultValue, int max, out int number)
    {
        number = defaultValue;
        return Query(name) is not { } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && number <= max);
    }
}

/// <summary>The ranges of a header's name and value in the head of the request.</summary>
internal readonly record struct HttpHeader(Range Name, Range Value);
