using ZohoLock.Http;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Authentication;

/// <summary>The token endpoint's refusals in plain words (protocol section 4.3).</summary>
internal static class TokenErrors
{
    /// <summary>The code of the throttle, which has none of its own that isn't localised.</summary>
    public const string Throttled = "token_throttled";

    private const string WrongDataCenter = "A client of another data centre looks the same: check -DataCenter.";

    public static ZohoError Describe(int status, TokenAnswer? answer, Uri host)
    {
        var (code, message, advice, kind) = answer?.Error switch
        {
            "invalid_code" => (
                "invalid_code", "Zoho doesn't take the refresh token: it was revoked, deleted, or belongs to another client",
                $"Make a new one in the API console. {WrongDataCenter}", AuthenticationError),
            "invalid_client" => (
                "invalid_client", "Zoho doesn't know the client id",
                $"Copy it again from the API console. {WrongDataCenter}", AuthenticationError),
            "invalid_client_secret" => (
                "invalid_client_secret", "the client secret is wrong",
                $"Copy it again from the API console (Client Secret tab). {WrongDataCenter}", AuthenticationError),
            "access_denied" => (
                "access_denied", "Zoho denies the client access",
                "Wait ten minutes if many tokens were asked for; else check the client in the API console.", AuthenticationError),
            "missing_org_info" => (
                "missing_org_info", "the organisation is missing", "Connect with a refresh token instead.", AuthenticationError),

            // The throttle's text is localised, so it is told by its status alone.
            _ when answer?.Status == "failure" => (
                Throttled, "Zoho gives no more access tokens for now: 10 in 10 minutes are its limit",
                "Wait ten minutes without asking for another; let scripts share one connection.", LimitsExceeded),
            { Length: > 0 } other => (
                other.Replace(' ', '_'), "the token endpoint refused", "Check the client in the API console, and -DataCenter.", AuthenticationError),
            _ when status is 429 or >= 500 => (
                $"HTTP_{status}", "the token endpoint failed", "Try again in some minutes.", ConnectionError),
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

            // What isn't the token endpoint's own answer may be gone at the next try.
            Fate = (code.StartsWith("HTTP_", StringComparison.Ordinal) && kind == ConnectionError) || (answer is null && status is >= 200 and < 300)
                ? CallFate.Unknown
                : CallFate.Refused,
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

    public static ZohoError Late(Uri host, TimeSpan limit) => ZohoError.NoAnswer(
        "NoTokenInTime",
        $"{host.Authority} gave no access token within {limit.TotalSeconds:0.#} seconds",
        "Check the network and try again.",
        CallFate.Refused) with
    { EndsRun = true };
}
