namespace ZohoLock.Transport;

/// <summary>Tells an address that lacks its scheme only from one with another fault, so that the one to give can be told.</summary>
internal static class AddressErrors
{
    /// <summary>The error for such an address; null if something else is wrong with it.</summary>
    /// <param name="address">The address as it was given: <c>www.zohoapis.eu</c>, or <c>proxy:8080</c>, which .NET takes for the scheme <c>proxy</c>.</param>
    /// <param name="scheme">The scheme to give; this machine itself has http.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="what">What the address is of.</param>
    /// <param name="parameter">The parameter that it was given with.</param>
    public static ZohoError? FindMissingScheme(Uri address, string scheme, string code, string what, string parameter)
    {
        var text = address.OriginalString.StartsWith("//", StringComparison.Ordinal) ? address.OriginalString[2..] : address.OriginalString;
        if (text.StartsWith('/') || text.Contains("://", StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal)
            || !Uri.TryCreate($"{scheme}://{text}", UriKind.Absolute, out var whole))
        {
            return null;
        }

        var isHost = whole.IsLoopback || whole.Host.Contains('.', StringComparison.Ordinal) || !whole.IsDefaultPort;
        var beginning = $"{(whole.IsLoopback ? Uri.UriSchemeHttp : scheme)}://";
        return isHost
            ? ZohoError.Input(code, $"{what} '{address.OriginalString}' has no {beginning} before it", $"Give -{parameter} {beginning}{text}.")
            : null;
    }
}
