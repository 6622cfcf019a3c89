using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace ZohoLock.Transport;

/// <summary>The errors for calls without a response: not sent, broken, or timed out.</summary>
internal static class TransportErrors
{
    /// <summary>The code of <see cref="ConnectionClosed"/>.</summary>
    public const string ConnectionClosedCode = "ConnectionClosed";

    /// <summary>The error for an exception of the HTTP client.</summary>
    public static ZohoError Describe(Uri host, HttpRequestException failure) => failure switch
    {
        { HttpRequestError: HttpRequestError.ProxyTunnelError } when IsProxyAuthenticationRequired(failure) => ProxyAuthenticationRequired(host),
        { InnerException: AuthenticationException untrusted } => NotSent(
            "InsecureConnection",
            $"{host.Authority} couldn't prove who it is: {untrusted.Message}",
            "Check the machine's clock and its trusted certificates, and that no proxy stands in between."),
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
        } => NotSent(
            "NoConnection",
            $"no connection to {host.Authority}: {failure.Message}",
            "Check the network, the proxy, and -DataCenter or -ApiDomain of the connection."),
        { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => ZohoError.NoResponse(
            "AnswerTooLarge",
            $"the answer of {host.Authority} is too large to be read ({failure.Message.TrimEnd('.')})",
            "Zoho's answers are far smaller: a proxy, or a wrong address of the connection, may be in the way.",
            CallOutcome.Unknown),
        _ when failure.GetBaseException() is not (HttpRequestException or IOException or SocketException) => ZohoError.NoResponse(
            "UnreadableAnswer",
            $"the answer of {host.Authority} can't be read, because it isn't what its headers say ({failure.GetBaseException().Message.TrimEnd('.')})",
            "A proxy, or a wrong address of the connection, may be in the way.",
            CallOutcome.Unknown),
        _ => ZohoError.NoResponse(
            "ConnectionBroken",
            $"the connection broke before the answer was complete ({failure.GetBaseException().Message.TrimEnd('.')})",
            "Check the network and the proxy, and try again.",
            CallOutcome.Unknown),
    };

    /// <summary>The error for a call that a proxy refused with 407, because no credential was given or it isn't valid.</summary>
    public static ZohoError ProxyAuthenticationRequired(Uri host) => ZohoError.NoResponse(
        "ProxyAuthenticationRequired",
        $"the proxy wants to know who asks before it lets a call to {host.Authority} through (407)",
        "Connect with -ProxyCredential, a user name and a password that the proxy takes, and with -Proxy if it isn't the system's.",
        CallOutcome.Refused)
        with
        { EndsRun = true };

    /// <summary>The error for a call that timed out.</summary>
    public static ZohoError TimedOut(TimeSpan limit) => ZohoError.NoResponse(
        "NoAnswerInTime",
        string.Create(CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.#} seconds"),
        $"Try again later; {OperationName.Connect} -TimeoutSec gives each call more time.",
        CallOutcome.Unknown);

    /// <summary>The error for a call whose access token was refused, and whose time was up before it could be sent again.</summary>
    public static ZohoError TokenRefusedInTime(TimeSpan limit) => TimedOut(limit) with
    {
        Message = string.Create(
            CultureInfo.InvariantCulture, $"no answer within {limit.TotalSeconds:0.#} seconds: the access token was refused, and the call wasn't sent again in that time"),
        Outcome = CallOutcome.NotSent,
    };

    /// <summary>The error for a call that timed out while it waited for an access token.</summary>
    public static ZohoError NoTokenInTime(TimeSpan limit) => NotSent(
        "NoTokenInTime",
        string.Create(CultureInfo.InvariantCulture, $"no access token within {limit.TotalSeconds:0.#} seconds, so the call was not sent"),
        "The accounts host of the data centre doesn't answer: check the network and try again.");

    /// <summary>The error for a call of a connection that was closed meanwhile.</summary>
    /// <param name="outcome">What is known of the call: refused if it was never sent.</param>
    public static ZohoError ConnectionClosed(CallOutcome outcome) => ZohoError.NoResponse(
        ConnectionClosedCode,
        "the connection to Zoho CRM was closed while the command was running",
        $"Open it again with {OperationName.Connect}. What is done needn't be done again.",
        outcome) with
    { EndsRun = true };

    // For a refused tunnel, .NET 8 sets no status, but only mentions it in the message.
    private static bool IsProxyAuthenticationRequired(HttpRequestException failure) =>
        failure.StatusCode == HttpStatusCode.ProxyAuthenticationRequired || failure.Message.Contains("'407'", StringComparison.Ordinal);

    private static ZohoError NotSent(string code, string message, string advice) =>
        ZohoError.NoResponse(code, message, advice, CallOutcome.NotSent) with { EndsRun = true };
}
