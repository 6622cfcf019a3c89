using System.Net;
using ZohoLock.Authentication;
using ZohoLock.Diagnostics;
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
        Standstill = new Standstill(tokens, limiter, policy.Time);
        Trace = new ConnectionTrace(redactor.RedactMessage);
    }

    /// <summary>The version in the path of each call: v7 or v8.</summary>
    public string Version { get; }

    /// <summary>The granted scopes; empty if Zoho hasn't reported them.</summary>
    public IReadOnlyList<string> Scopes => _tokens.Current?.Scopes ?? [];

    public CallLimiter Limiter { get; }

    public RetryPolicy Policy { get; }

    public ServerState Server { get; }

    /// <summary>Tells commands what happens during their calls.</summary>
    public ConnectionTrace Trace { get; }

    /// <summary>Why calls get nowhere at the moment.</summary>
    public Standstill Standstill { get; }

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
            if (await SendAdmittedAsync(lane, call, cancellationToken).ConfigureAwait(false) is not { } response)
            {
                continue;
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
            var pause = response.RetryAfter ?? Policy.PauseBefore(throttledAttempts - 1);
            var refusal = response.ReadError();
            Trace.Retry(refusal, pause);
            Standstill.RecordRetry(refusal, pause);
            if (response.RetryAfter is null)
            {
                await Limiter.RetryDelay.WaitAsync(pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Closes the connection's calls: those in flight are cancelled, and all of them fail with the code <c>ConnectionClosed</c>.</summary>
    public void Dispose()
    {
        Limiter.Dispose();
        _http.Dispose();
    }

    // Null if the call was not sent, and is to be admitted again.
    private async Task<ApiResponse?> SendAdmittedAsync(CallLane lane, ApiCall call, CancellationToken cancellationToken)
    {
        var signal = ThrottlingSignal.None;
        bool? hasServed = false;
        using var timeout = new CallTimeout(Policy, cancellationToken);
        try
        {
            using var request = call.CreateRequest();
            using var message = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
            var body = _redactor.Redact(ResponseText.Repair(((BufferedContent)message.Content).Body));
            var isThrottled = message.StatusCode == HttpStatusCode.TooManyRequests;
            var mayAskForPause = isThrottled || message.StatusCode == HttpStatusCode.ServiceUnavailable;
            var response = new ApiResponse(call, (int)message.StatusCode, body, mayAskForPause ? ReadRetryAfter(message) : null)
            {
                RedirectsTo = RedirectTarget.Find(message, _redactor),
            };
            if (response.RetryAfter is { } pause && pause <= Policy.LongestWait)
            {
                // Before this call's slot is free, so that the next one in the queue isn't sent.
                Limiter.PauseAll(pause);
            }

            signal = isThrottled ? ThrottlingSignal.Throttled : ThrottlingSignal.Accepted;
            hasServed = response.IsFromWorkingServer;
            return response;
        }
        catch (CallsPausedException)
        {
            hasServed = null;
            return null;
        }
        catch (Exception end) when (Limiter.Closed.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            hasServed = null;
            throw new ZohoException(TransportErrors.ConnectionClosed(TokenAwaitedException.Find(end) is null ? CallOutcome.Unknown : CallOutcome.Refused), end);
        }
        catch (ZohoException refused) when (refused.Error is { Code: TokenErrors.ThrottledCode, Outcome: CallOutcome.NotSent })
        {
            return null;
        }
        catch (HttpRequestException failure)
        {
            throw _redactor.Wrap(TransportErrors.Describe(_http.BaseAddress!, failure), failure);
        }
        catch (OperationCanceledException late) when (timeout.IsOver)
        {
            throw new ZohoException(
                TokenAwaitedException.Find(late) switch
                {
                    null => TransportErrors.TimedOut(Policy.CallTimeout),
                    { IsTokenRefused: true } => TransportErrors.TokenRefusedInTime(Policy.CallTimeout),
                    _ => TransportErrors.NoTokenInTime(Policy.CallTimeout),
                },
                late);
        }
        finally
        {
            lane.Exit(signal);
            if (hasServed == true)
            {
                Server.RecordSuccess();
                if (signal == ThrottlingSignal.Accepted)
                {
                    Standstill.RecordSuccess();
                }
            }
            else if (hasServed == false && !cancellationToken.IsCancellationRequested)
            {
                // A call without an answer wasn't turned away.
                Limiter.ResetThrottledTime();
                Server.RecordFailure();
            }
        }
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

    // A date is by the server's clock, which the response tells; this machine's may be minutes off.
    private TimeSpan? ReadRetryAfter(HttpResponseMessage message) => message.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date - (message.Headers.Date ?? Policy.Time.GetUtcNow()) is var left && left > TimeSpan.Zero => left,
        _ => null,
    };
}
