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
internal sealed class ApiClient : IDisposable
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

    /// <summary>How long in total Zoho has issued no access tokens or asked for a pause; nothing is known of the API for that time.</summary>
    public TimeSpan TimeWithheld => _tokens.TimeThrottled + Limiter.TimePaused;

    /// <summary>Sends a call through a lane; throttled calls, and calls without an access token, are sent again.</summary>
    /// <exception cref="ZohoException">There was no response, or Zoho accepts no more calls.</exception>
    /// <exception cref="LaneClosedException">The run ended before the call was sent.</exception>
    public async Task<ApiResponse> SendAsync(CallLane lane, ApiCall call, CancellationToken cancellationToken)
    {
        for (var throttledAttempts = 0; ;)
        {
            if (_tokens.IsThrottled)
            {
                await WaitForTokensAsync(cancellationToken).ConfigureAwait(false);
            }

            await lane.EnterAsync(call.IsRepeat || throttledAttempts > 0, cancellationToken).ConfigureAwait(false);
            var signal = ThrottlingSignal.None;
            bool? hasServed = false;
            ApiResponse response;
            using var timeout = new CallTimeout(Policy, cancellationToken);
            try
            {
                using var request = call.CreateRequest();
                using var message = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
                var body = _redactor.Redact(ResponseText.Repair(((BufferedContent)message.Content).Body));
                var isThrottled = message.StatusCode == HttpStatusCode.TooManyRequests;
                response = new ApiResponse(call, (int)message.StatusCode, body, isThrottled || message.StatusCode == HttpStatusCode.ServiceUnavailable ? Pause(message) : null);
                if (response.RetryAfter is { } pause && pause <= Policy.LongestWait)
                {
                    // Before this call's slot is free, so that the next one in the queue isn't sent.
                    Limiter.PauseAll(pause);
                }

                signal = isThrottled ? ThrottlingSignal.Throttled : ThrottlingSignal.Accepted;
                hasServed = response.IsFromWorkingServer;
            }
            catch (CallsPausedException)
            {
                hasServed = null;
                continue;
            }
            catch (Exception end) when (Limiter.Closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                hasServed = null;
                throw new ZohoException(TransportErrors.ConnectionClosed(CallOutcome.Unknown), end);
            }
            catch (ZohoException refused) when (refused.Error is { Code: TokenErrors.ThrottledCode, Outcome: CallOutcome.NotSent })
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
                if (hasServed == true)
                {
                    Server.RecordSuccess();
                }
                else if (hasServed == false && !cancellationToken.IsCancellationRequested)
                {
                    Server.RecordFailure();
                }
            }

            if (response.Status != (int)HttpStatusCode.TooManyRequests && (response.RetryAfter ?? TimeSpan.Zero) <= Policy.LongestWait)
            {
                return response;
            }

            if (ThrottleClassifier.Classify(response, Limiter.ThrottledFor, Server.Usage, Policy.LongestWait, Policy.RunPatience) is { } permanent)
            {
                throw new ZohoException(permanent);
            }

            throttledAttempts++;
            if (response.RetryAfter is null)
            {
                await Limiter.RetryDelay.WaitAsync(Policy.PauseBefore(throttledAttempts - 1), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Closes the connection's calls: those in flight are cancelled, and all of them fail with the code <c>ConnectionClosed</c>.</summary>
    public void Dispose()
    {
        Limiter.Dispose();
        _http.Dispose();
    }

    private async Task WaitForTokensAsync(CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Limiter.Closed, cancellationToken);
        try
        {
            if (!await _tokens.WaitWhileThrottledAsync(Policy.TokenPatience, ended.Token).ConfigureAwait(false))
            {
                return;
            }
        }
        catch (OperationCanceledException) when (Limiter.Closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ZohoException(TransportErrors.ConnectionClosed(CallOutcome.Refused));
        }

        // Failures before the pause say nothing about the time after it.
        Server.ResetFailures();
        Limiter.ResetThrottledTime();
    }

    private TimeSpan? Pause(HttpResponseMessage message) => message.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > Policy.Time.GetUtcNow() => date - Policy.Time.GetUtcNow(),
        _ => null,
    };
}
