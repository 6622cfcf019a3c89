namespace ZohoLock.Transport;

/// <summary>One call to the API host.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path and query.</param>
/// <param name="Json">The body; null for none.</param>
internal sealed record ApiCall(HttpMethod Method, string Path, byte[]? Json = null)
{
    /// <summary>Whether it is a retry, which goes before new calls.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Creates the request for one attempt.</summary>
    public HttpRequestMessage CreateRequest()
    {
        var request = new HttpRequestMessage(Method, Path);
        if (Method != HttpMethod.Get)
        {
            // .NET silently resends a request without content if its connection closes before a response. A DELETE must not be repeated
            // without verifying, so it has an empty content.
            request.Content = new ByteArrayContent(Json ?? []);
            if (Json is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
            }
        }

        return request;
    }
}

/// <summary>Builds the paths of calls.</summary>
internal static class ApiPath
{
    /// <summary>Escapes a segment of a path.</summary>
    /// <exception cref="ZohoException">
    /// The text is empty, <c>.</c> or <c>..</c>, which would change the path even if escaped: code <c>InvalidPathSegment</c>.
    /// </exception>
    public static string Segment(string text) => text is "" or "." or ".."
        ? throw new ZohoException(ZohoError.Input(
            "InvalidPathSegment", $"'{text}' is neither an id nor the API name of a module", "Ids have digits only, and API names begin with a letter."))
        : Uri.EscapeDataString(text);
}
