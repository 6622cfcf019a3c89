namespace ZohoCrm.Emulator.Observation;

/// <summary>A recorded request.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="PathAndQuery">The request target, percent-encoded.</param>
/// <param name="Headers">The headers, in the order in which they were sent.</param>
/// <param name="Body">The body, without its transfer coding.</param>
public sealed record RecordedRequest(string Method, string PathAndQuery, IReadOnlyList<KeyValuePair<string, string>> Headers, string Body)
{
    /// <summary>Finds a header.</summary>
    /// <param name="name">Its name, case-insensitive.</param>
    /// <returns>Its first value, or null if it was not sent.</returns>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
