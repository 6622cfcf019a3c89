namespace ZohoLock.Transport;

/// <summary>Finds where a response redirects to. No redirect is followed, because it would take secrets to another host.</summary>
internal static class RedirectTarget
{
    private const int MaxLength = 200;

    /// <summary>
    /// The address without its query, which may repeat secrets; null if the response redirects nowhere.
    /// </summary>
    public static string? Find(HttpResponseMessage response, SecretRedactor redactor)
    {
        if ((int)response.StatusCode is < 300 or > 399 || response.Headers.Location is not { OriginalString.Length: > 0 } location)
        {
            return null;
        }

        // By its text, because .NET takes a path for one of the file system on some machines.
        return Uri.TryCreate(response.RequestMessage?.RequestUri, location.OriginalString, out var target)
            ? DisplayText.Line(redactor.RedactMessage(target.GetLeftPart(UriPartial.Path)), MaxLength)
            : null;
    }
}
