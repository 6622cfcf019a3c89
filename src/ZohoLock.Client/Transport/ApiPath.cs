namespace ZohoLock.Transport;

/// <summary>Puts names and ids into the paths of calls.</summary>
internal static class ApiPath
{
    /// <summary>A segment of a path, escaped.</summary>
    /// <exception cref="ZohoException">
    /// It would leave its place in the path, which escaping can't prevent: it is empty, <c>.</c> or <c>..</c>; code <c>InvalidPathSegment</c>.
    /// </exception>
    public static string Segment(string text) => text is "" or "." or ".."
        ? throw new ZohoException(ZohoError.Input(
            "InvalidPathSegment", $"'{text}' is neither an id nor the API name of a module", "Ids have digits only, and API names begin with a letter."))
        : Uri.EscapeDataString(text);
}
