namespace ZohoCrm.Emulator;

/// <summary>A request as it went over the wire.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">The request target, still percent-encoded.</param>
/// <param name="Headers">The headers, in the order they were sent.</param>
/// <param name="Body">The body, without its transfer coding.</param>
public sealed record RecordedRequest(string Method, string PathAndQuery, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>The value of a header.</summary>
    /// <param name="name">Its name, in any case.</param>
    /// <returns>Its first value, or null where it was not sent.</returns>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
