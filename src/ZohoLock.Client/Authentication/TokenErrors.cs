using System.Globalization;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Authentication;

/// <summary>The errors of the accounts hosts (protocol section 4.3). An error without a response has no status.</summary>
internal static class TokenErrors
{
    /// <summary>ZohoLock's code for the throttle; Zoho's response has a localised text instead of a code.</summary>
    public const string ThrottledCode = "token_throttled";

    /// <summary>
    /// The code for a JSON response without a token or an error. It isn't retried, because it may have used up one of the ten tokens.
    /// </summary>
    public const string NoTokenCode = "no_token";

    /// <summary>The code for a user who belongs to another data centre.</summary>
    public const string OtherDataCenterCode = "other_dc";

    private const string WrongDataCenter = "A client of another data centre looks the same: check -DataCenter.";

    /// <summary>A call was turned away because of its access token, which is renewed.</summary>
    public static ZohoError Refused { get; } = new()
    {
        Code = "INVALID_TOKEN",
        Message = "Zoho refuses the access token (401)",
        Advice = "It is renewed.",
        Kind = AuthenticationError,
        Outcome = CallOutcome.Refused,
    };

    /// <summary>Creates the error for a response without a token.</summary>
    /// <param name="status">The HTTP status, which is 200 for most refusals.</param>
    /// <param name="response">The response; null if it isn't Zoho's.</param>
    /// <param name="host">The accounts host.</param>
    /// <param name="grantType">The grant type of the request.</param>
    /// <param name="redirectsTo">The address that the answer redirects to; null for none.</param>
    public static ZohoError Describe(int status, TokenResponse? response, Uri host, string grantType, string? redirectsTo)
    {
        var error = response?.Error switch
        {
            OtherDataCenterCode => OtherDataCenter(host, response.UserLocation),
            { Length: > 0 } code when FindRefusal(host, code, grantType) is { } refusal => refusal,

            // The throttle's text is localised, so its status is the only sign.
            _ when response?.Status == "failure" => Throttled(host),
            _ when status is 429 or >= 500 => Create(
                host, $"HTTP_{status}", "the token endpoint failed", "Try again in some minutes.", ConnectionError) with
            { Outcome = CallOutcome.Unknown },
            { Length: > 0 } code => UnknownRefusal(host, code),
            _ when response is not null && status is >= 200 and < 300 => NoToken(host),

            _ when redirectsTo is not null => Create(
                host, $"HTTP_{status}", $"the accounts server redirects to {redirectsTo}",
                "No redirect is followed, because it would take the client secret along. A proxy or a network's sign-in page may be in between: check it, "
                + "-AccountsUri and -DataCenter."),

            // A success that isn't the token endpoint's own may be a transient failure.
            _ => Create(host, $"HTTP_{status}", "the token endpoint's answer has no token and no reason", "Check -AccountsUri and -DataCenter.") with
            {
                Outcome = status is >= 200 and < 300 ? CallOutcome.Unknown : CallOutcome.Refused,
            },
        };
        return error with { StatusCode = status };
    }

    /// <summary>Creates the error for a browser's redirect without a grant code.</summary>
    /// <param name="host">The accounts host.</param>
    /// <param name="code">The error that the redirect names; null if it names none.</param>
    public static ZohoError DescribeRedirect(Uri host, string? code) => code switch
    {
        "access_denied" => Declined(host),
        { Length: > 0 } => FindRefusal(host, code, "authorization_code") ?? UnknownRefusal(host, code),
        _ => NoToken(host),
    };

    /// <summary>Zoho issues no tokens because of too many requests (protocol section 4.4).</summary>
    public static ZohoError Throttled(Uri host) => Create(
        host,
        ThrottledCode,
        "Zoho gives no more access tokens for now: 10 in 10 minutes are its limit",
        "Wait ten minutes without asking for another; let scripts share tokens, as they do without -NoTokenCache.",
        LimitsExceeded);

    /// <summary>The user's data is in another data centre.</summary>
    /// <param name="host">The accounts host.</param>
    /// <param name="location">Zoho's name of that data centre; null if it isn't known.</param>
    public static ZohoError OtherDataCenter(Uri host, string? location)
    {
        var name = location is { Length: > 0 and < 20 } && location.All(char.IsAsciiLetter) ? $" ({location.ToUpperInvariant()})" : string.Empty;
        return Create(
            host,
            OtherDataCenterCode,
            $"the user's data is in another data centre{name}",
            $"Connect with -DataCenter {ZohoHosts.FindLocation(location)?.ToString() ?? "of that data centre"}, and without -AccountsUri.");
    }

    /// <summary>The user didn't enter the device code before it expired.</summary>
    public static ZohoError Expired(Uri host) =>
        Create(host, "expired", "nobody entered the code in time", "Connect again for a new code: it is good for five minutes.");

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

    private static ZohoError Declined(Uri host) =>
        Create(host, "access_denied", "the user didn't accept", "Connect again, and accept on the page that Zoho shows.");

    private static ZohoError NoToken(Uri host) => Create(
        host,
        NoTokenCode,
        "the accounts server answered, but with neither a token or code that can be used nor a reason",
        "Check -AccountsUri and -DataCenter. It isn't asked again, because that may use up one of the ten tokens that Zoho gives in ten minutes.");

    private static ZohoError UnknownRefusal(Uri host, string code) => Create(
        host,
        DisplayText.Line(code, ZohoError.MaxCodeLength).Replace(' ', '_'),
        "the token endpoint refused",
        "Check the client in the API console, and -DataCenter.");

    // Null if the code isn't documented.
    private static ZohoError? FindRefusal(Uri host, string code, string grantType) => (code, grantType) switch
    {
        ("invalid_code", "authorization_code") => Create(
            host, code, "Zoho doesn't take the grant code: it was used before, is older than its few minutes, or belongs to another client",
            $"Generate a new one in the API console and connect at once: a code is good for one exchange. {WrongDataCenter}"),
        ("invalid_code", "device_token") => Create(
            host, code, "Zoho doesn't know the device code any more", "Connect again for a new code."),
        ("invalid_code", _) => Create(
            host, code, "Zoho doesn't take the refresh token: it was revoked, deleted, or belongs to another client",
            $"Make a new one in the API console. {WrongDataCenter}"),
        ("invalid_client", _) => Create(
            host, code, "Zoho doesn't know the client id", $"Copy it again from the API console. {WrongDataCenter}"),
        ("invalid_client_secret", _) => Create(
            host, code, "the client secret is wrong", $"Copy it again from the API console (Client Secret tab). {WrongDataCenter}"),
        ("invalid_redirect_uri", _) => Create(
            host, code, "the redirect URI is not one of the client's",
            "Give -RedirectUri exactly as the API console has it (Client Details tab), its last slash included."),
        ("invalid_scope", _) => Create(
            host, code, "Zoho doesn't know one of the scopes",
            $"Check -Scope: {OAuthClientCredential.DefaultScope} are those that ZohoLock makes use of."),
        ("access_denied", "device_token") => Declined(host),
        ("access_denied", "client_credentials") => Create(
            host, code, "Zoho denies the client access to the organisation",
            "Check -OrganizationId, and that the client was made by a user of that organisation. Wait ten minutes if many tokens were asked for."),
        ("access_denied", _) => Create(
            host, code, "Zoho denies the client access",
            "Wait ten minutes if many tokens were asked for (10 codes in 10 minutes are the limit); else check the client in the API console."),
        ("missing_org_info", _) => Create(
            host, code, "the organisation is missing or unknown",
            "Give -OrganizationId, the digits that Setup > Developer Hub > APIs and SDKs shows, of the organisation that the client belongs to."),
        ("unsupported_grant_type", _) => Create(
            host, code, "Zoho doesn't allow this way in for the client",
            "The client's type decides what it may do: make one in the API console that fits (Self Client, Server-based, Non-browser)."),
        ("expired" or "expired_token", _) => Expired(host),
        _ => null,
    };

    private static ZohoError Create(Uri host, string code, string message, string advice, ZohoErrorKind kind = AuthenticationError) => new()
    {
        Code = code,
        Message = $"{message} ({code} from {host.Authority})",
        Advice = advice,
        Kind = kind,
        EndsRun = true,
        Outcome = CallOutcome.Refused,
    };
}
