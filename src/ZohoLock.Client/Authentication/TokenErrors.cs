using System.Globalization;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Authentication;

/// <summary>The errors of the token endpoint (protocol section 4.3).</summary>
internal static class TokenErrors
{
    /// <summary>ZohoLock's code for the throttle; Zoho's response has a localised text instead of a code.</summary>
    public const string Throttled = "token_throttled";

    /// <summary>
    /// The code for a JSON response without a token or an error. It isn't retried, because it may have used up one of the ten tokens.
    /// </summary>
    public const string NoToken = "no_token";

    /// <summary>The code for a user who belongs to another data centre.</summary>
    public const string OtherDataCenter = "other_dc";

    private const string WrongDataCenter = "A client of another data centre looks the same: check -DataCenter.";

    /// <summary>Creates the error for a response without a token.</summary>
    /// <param name="status">The HTTP status, which is 200 for most refusals.</param>
    /// <param name="response">The response; null if it isn't Zoho's.</param>
    /// <param name="host">The accounts host.</param>
    /// <param name="grantType">The grant type of the request.</param>
    public static ZohoError Describe(int status, TokenResponse? response, Uri host, string grantType = "refresh_token")
    {
        var (code, message, advice, kind) = response?.Error switch
        {
            "invalid_code" when grantType == "authorization_code" => (
                "invalid_code", "Zoho doesn't take the grant code: it was used before, is older than its few minutes, or belongs to another client",
                $"Generate a new one in the API console and connect at once: a code is good for one exchange. {WrongDataCenter}", AuthenticationError),
            "invalid_code" when grantType == "device_token" => (
                "invalid_code", "Zoho doesn't know the device code any more", "Connect again for a new code.", AuthenticationError),
            "invalid_code" => (
                "invalid_code", "Zoho doesn't take the refresh token: it was revoked, deleted, or belongs to another client",
                $"Make a new one in the API console. {WrongDataCenter}", AuthenticationError),
            "invalid_client" => (
                "invalid_client", "Zoho doesn't know the client id",
                $"Copy it again from the API console. {WrongDataCenter}", AuthenticationError),
            "invalid_client_secret" => (
                "invalid_client_secret", "the client secret is wrong",
                $"Copy it again from the API console (Client Secret tab). {WrongDataCenter}", AuthenticationError),
            "invalid_redirect_uri" => (
                "invalid_redirect_uri", "the redirect URI is not one of the client's",
                "Give -RedirectUri exactly as the API console has it (Client Details tab), its last slash included.", AuthenticationError),
            "invalid_scope" => (
                "invalid_scope", "Zoho doesn't know one of the scopes",
                $"Check -Scope: {OAuthClientCredential.DefaultScope} are those that ZohoLock makes use of.", AuthenticationError),
            "access_denied" when grantType is "device_token" or "browser" => (
                "access_denied", "the user didn't accept", "Connect again, and accept on the page that Zoho shows.", AuthenticationError),
            "access_denied" when grantType == "client_credentials" => (
                "access_denied", "Zoho denies the client access to the organisation",
                "Check -OrganizationId, and that the client was made by a user of that organisation. Wait ten minutes if many tokens were asked for.",
                AuthenticationError),
            "access_denied" => (
                "access_denied", "Zoho denies the client access",
                "Wait ten minutes if many tokens were asked for (10 codes in 10 minutes are the limit); else check the client in the API console.",
                AuthenticationError),
            "missing_org_info" => (
                "missing_org_info", "the organisation is missing or unknown",
                "Give -OrganizationId, the digits that Setup > Developer Hub > APIs and SDKs shows, of the organisation that the client belongs to.",
                AuthenticationError),
            "unsupported_grant_type" => (
                "unsupported_grant_type", "Zoho doesn't allow this way in for the client",
                "The client's type decides what it may do: make one in the API console that fits (Self Client, Server-based, Non-browser).",
                AuthenticationError),
            "expired" or "expired_token" => (
                "expired", "nobody entered the code in time", "Connect again for a new code: it is good for five minutes.", AuthenticationError),
            OtherDataCenter => (
                OtherDataCenter, $"the user's data is in another data centre{Name(response.UserLocation)}",
                $"Connect with -DataCenter {ZohoHosts.FindLocation(response.UserLocation)?.ToString() ?? "of that data centre"}, and without -AccountsUri.",
                AuthenticationError),

            // The throttle's text is localised, so its status is the only sign.
            _ when response?.Status == "failure" => (
                Throttled, "Zoho gives no more access tokens for now: 10 in 10 minutes are its limit",
                "Wait ten minutes without asking for another; let scripts share tokens, as they do without -NoTokenCache.", LimitsExceeded),
            _ when status is 429 or >= 500 => (
                $"HTTP_{status}", "the token endpoint failed", "Try again in some minutes.", ConnectionError),
            { Length: > 0 } other => (
                DisplayText.Line(other, ZohoError.MaxCodeLength).Replace(' ', '_'), "the token endpoint refused", "Check the client in the API console, and -DataCenter.", AuthenticationError),
            _ when response is not null && status is >= 200 and < 300 => (
                NoToken, "the accounts server answered, but with neither a token or code that can be used nor a reason",
                "Check -AccountsUri and -DataCenter. It isn't asked again, because that may use up one of the ten tokens that Zoho gives in ten minutes.",
                AuthenticationError),
            _ => (
                $"HTTP_{status}", "the token endpoint's answer has no token and no reason", "Check -AccountsUri and -DataCenter.", AuthenticationError),
        };
        return new ZohoError
        {
            Code = code,
            Message = $"{message} ({code} from {host.Authority})",
            Advice = advice,
            Kind = kind,
            StatusCode = status,
            EndsRun = true,

            // A response that isn't the token endpoint's own may be a transient failure.
            Outcome = (code.StartsWith("HTTP_", StringComparison.Ordinal) && kind == ConnectionError) || (response is null && status is >= 200 and < 300)
                ? CallOutcome.Unknown
                : CallOutcome.Refused,
        };
    }

    public static ZohoError NotRevoked(int status, Uri host) => new()
    {
        Code = "not_revoked",
        Message = $"{host.Authority} didn't revoke the token (status {status})",
        Advice = "It may be revoked already; the API console shows the tokens that are left.",
        Kind = AuthenticationError,
        StatusCode = status,
    };

    public static ZohoError UnknownVerificationAddress(string address, Uri host) => new()
    {
        Code = "UnknownVerificationAddress",
        Message = $"{host.Authority} names an address to sign in at that isn't at one of Zoho's accounts hosts ({address}), "
            + "so that it is not shown",
        Advice = "Don't sign in there. Check -AccountsUri, -DataCenter and the proxy, and connect again.",
        Kind = AuthenticationError,
    };

    public static ZohoError TimedOut(Uri host, TimeSpan limit) => ZohoError.NoResponse(
        "NoTokenInTime",
        string.Create(CultureInfo.InvariantCulture, $"{host.Authority} gave no access token within {limit.TotalSeconds:0.#} seconds"),
        "Check the network and try again.",
        CallOutcome.Refused) with
    { EndsRun = true };

    private static string Name(string? location) => location is { Length: > 0 and < 20 } && location.All(char.IsAsciiLetter) ? $" ({location.ToUpperInvariant()})" : string.Empty;
}
