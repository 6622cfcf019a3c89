using System.Security.Authentication;

namespace ZohoLock.Http;

/// <summary>The errors for calls that brought no answer: never sent, broken on the way, or not answered in time.</summary>
internal static class NoAnswer
{
    public static ZohoError NotConnected(Uri host, HttpRequestException failure) =>
        (failure.InnerException is AuthenticationException
            ? ZohoError.NoAnswer(
                "InsecureConnection",
                $"{host.Authority} couldn't prove who it is: {failure.InnerException.Message}",
                "Check the machine's clock and its trusted certificates, and that no proxy stands in between.")
            : ZohoError.NoAnswer(
                "NoConnection",
                $"no connection to {host.Authority}: {failure.Message}",
                "Check the network, the proxy, and -DataCenter or -ApiDomain of the connection."))
        with
        { EndsRun = true };

    public static ZohoError InTime(TimeSpan limit) => ZohoError.NoAnswer(
        "NoAnswerInTime",
        $"no answer within {limit.TotalSeconds:0.#} seconds, so the outcome is not known",
        "Look at the record with Get-ZohoRecordLock before you repeat it.");

    public static ZohoError Broken(HttpRequestException failure) => ZohoError.NoAnswer(
        "ConnectionBroken",
        $"the connection broke before the answer was complete ({failure.HttpRequestError}), so the outcome is not known",
        "Look at the record with Get-ZohoRecordLock before you repeat it.");
}
