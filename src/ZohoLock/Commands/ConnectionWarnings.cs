using System.Globalization;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>The warnings about a connection that was opened: what isn't known, or won't last.</summary>
internal static class ConnectionWarnings
{
    /// <summary>The warnings; <paramref name="unknown"/> is why its organisation isn't known.</summary>
    public static IEnumerable<string> Describe(Connection connection, Credential credential, ZohoError? unknown)
    {
        if (unknown is not null)
        {
            yield return $"Connected, but which organisation it is isn't known: {unknown.Message}. {unknown.GetCmdletAdvice()}";
        }

        if (connection.TokenCacheProblem is { } problem)
        {
            yield return $"Access tokens aren't shared with other processes: {problem}. Each asks Zoho for its own, and Zoho gives 10 in 10 minutes.";
        }

        if (!connection.CanRenewToken && credential is not AccessTokenCredential)
        {
            yield return DescribeExpiry(connection.TokenExpires, credential);
        }
    }

    // Zoho returns a refresh token at a user's first consent, and later only if it is asked for (protocol section 4.2).
    private static string DescribeExpiry(DateTimeOffset? expires, Credential credential)
    {
        var end = expires is { } at ? string.Create(CultureInfo.InvariantCulture, $"at {at.ToLocalTime():yyyy-MM-dd HH:mm zzz}") : "in an hour or so";
        return $"Zoho gave no refresh token, so this connection ends with its access token, {end}, and there is none to keep for the next time. "
            + (credential is GrantCodeCredential
                ? "The code of a Self Client brings one; for another client, the address at which the code was asked for must have access_type=offline and prompt=consent in it."
                : "This sign-in asked for one (access_type=offline, prompt=consent): connect again and accept on the page that Zoho shows, or use the code of a Self Client (-GrantCode).");
    }
}
