namespace ZohoLock.Transport;

/// <summary>Errors for addresses that a user gives.</summary>
internal static class AddressErrors
{
    /// <summary>The error for an address whose only fault is a missing scheme; null for any other address.</summary>
    /// <param name="address">
    /// The address as given: <c>www.zohoapis.eu</c>, or <c>proxy:8080</c>, which .NET parses as the scheme <c>proxy</c>.
    /// </param>
    /// <param name="scheme">The scheme to suggest; for this machine it is http.</param>
    /// <param name="code">The error's code.</param>
    /// <param name="what">What the address is for, as the message names it.</param>
    /// <param name="parameter">The parameter that the address was given with.</param>
    public static ZohoError? FindMissingScheme(Uri address, string scheme, string code, string what, string parameter)
    {
        var text = address.OriginalString.StartsWith("//", StringComparison.Ordinal) ? address.OriginalString[2..] : address.OriginalString;
        if (text.StartsWith('/') || text.Contains("://", StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal)
            || !Uri.TryCreate($"{scheme}://{text}", UriKind.Absolute, out var withScheme))
        {
            return null;
        }

        var isHost = withScheme.IsLoopback || withScheme.Host.Contains('.', StringComparison.Ordinal) || !withScheme.IsDefaultPort;
        var suggestedScheme = $"{(withScheme.IsLoopback ? Uri.UriSchemeHttp : scheme)}://";
        return isHost
            ? ZohoError.Input(code, $"{what} '{address.OriginalString}' has no {suggestedScheme} before it", $"Give -{parameter} {suggestedScheme}{text}.")
            : null;
    }
}
