namespace ZohoCrm.Emulator.Observation;

/// <summary>A recorded request.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">The request target, percent-encoded.</param>
/// <param name="Headers">The headers, in the order in which they were sent.</param>
/// <param name="Body">The body, without its transfer coding.</param>
public sealed record RecordedRequest(string Method, string PathAndQuery, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>Returns the first value of a header (case-insensitive), or null if it was not sent.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
