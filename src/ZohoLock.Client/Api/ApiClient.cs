using System.Net;
using ZohoLock.Authentication;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Api;

/// <summary>
/// Sends calls to the API host when the limiter admits them, and returns their responses, whatever they report. Throttled calls (429,
/// protocol section 6.3) are sent again. Other failures are left to the caller, because the outcome of the call is unknown.
/// </summary>
internal sealed class ApiClient
{
    private readonly HttpClient _http;
    private readonly IAccessTokenSource _tokens;
    private readonly SecretRedactor _redactor;

    public ApiClient(
        HttpClient http,
        string version,
        IAccessTokenSource tokens,
        ServerState server,
        CallLimiter limiter,
        RetryPolicy policy,
        SecretRedactor redactor)
    {
        (_http, Version, _tokens, _redactor) = (http, version, tokens, redactor);
        (Server, Limiter, Policy) = (server, limiter, policy);
    }

    /// <summary>The version in the path of each call: v7 or v8.</summary>
    public string Version { get; }

    /// <summary>The granted scopes; empty if Zoho hasn't reported them.</summary>
    public IReadOnlyList<string> Scopes => _tokens.Current?.Scopes ?? [];

    public CallLimiter Limiter { get; }

    public RetryPolicy Policy { get; }

    public ServerState Server { get; }

    /// <summary>
    /// How long calls have waited in total because Zoho issued no access tokens; nothing is known of the API for that time.
    /// </summary>
    public TimeSpan TimeThrottled => _tokens.TimeThrottled;

    /// <summary>Sends a call through a lane; throttled calls, and calls without an access token, are sent again.</summary>
    /// <exception cref="ZohoException">There was no response, or Zoho accepts no more calls.</exception>
    /// <exception cref="LaneClosedException">The run ended before the call was sent.</exception>
    public async Task<ApiResponse> SendAsync(CallLane lane, ApiCall call, CancellationToken cancellationToken)
    {
        for (var throttledAttempts = 0; ;)
        {
            if (await _tokens.WaitWhileThrottledAsync(Policy.TokenPatience, cancellationToken).ConfigureAwait(false))
            {
                // Failures before the pause say nothing about the time after it.
                Server.ResetFailures();
                Limiter.ResetThrottledTime();
            }

            await lane.EnterAsync(call.IsRepeat || throttledAttempts > 0, cancellationToken).ConfigureAwait(false);
            var signal = ThrottlingSignal.None;
            var hasServed = false;
            ApiResponse response;
            using var timeout = new CallTimeout(Policy, cancellationToken);
            try
            {
                using var request = call.CreateRequest();
                using var message = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
                var body = _redactor.Redact(ResponseText.Repair(((BufferedContent)message.Content).Body));
                var isThrottled = message.StatusCode == HttpStatusCode.TooManyRequests;
                response = new ApiResponse(call, (int)message.StatusCode, body, isThrottled ? Pause(message) : null);
                signal = isThrottled ? ThrottlingSignal.Throttled : ThrottlingSignal.Accepted;
                hasServed = response.IsFromWorkingServer;
            }
            catch (ZohoException throttled) when (throttled.Error is { Code: TokenErrors.Throttled, Outcome: CallOutcome.NotSent })
            {
                continue;
            }
            catch (HttpRequestException failure)
            {
                throw _redactor.Wrap(TransportErrors.Describe(_http.BaseAddress!, failure), failure);
            }
            catch (OperationCanceledException late) when (timeout.IsOver)
            {
                throw new ZohoException(
                    TokenAwaitedException.IsCauseOf(late) ? TransportErrors.NoTokenInTime(Policy.CallTimeout) : TransportErrors.TimedOut(Policy.CallTimeout), late);
            }
            finally
            {
                lane.Exit(signal);
                if (hasServed)
                {
                    Server.RecordSuccess();
                }
                else if (!cancellationToken.IsCancellationRequested)
                {
                    Server.RecordFailure();
                }
            }

            if (response.Status != (int)HttpStatusCode.TooManyRequests)
            {
                return response;
            }

            if (ThrottleClassifier.Classify(response, Limiter.ThrottledFor, Server.Usage, Policy.LongestWait, Policy.RunPatience) is { } permanent)
            {
                throw new ZohoException(permanent);
            }

            await Limiter.PauseAsync(response.RetryAfter ?? Policy.PauseBefore(throttledAttempts++), cancellationToken).ConfigureAwait(false);
        }
    }

    private TimeSpan? Pause(HttpResponseMessage message) => message.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > Policy.Time.GetUtcNow() => date - Policy.Time.GetUtcNow(),
        _ => null,
    };
}
