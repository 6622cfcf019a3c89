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
    private readonly ApiUsage _usage;
    private readonly SecretRedactor _redactor;

    public ApiClient(
        HttpClient http,
        string version,
        IAccessTokenSource tokens,
        ApiUsage usage,
        ServerState server,
        CallLimiter limiter,
        RetryPolicy policy,
        SecretRedactor redactor)
    {
        (_http, Version, _tokens, _usage, _redactor) = (http, version, tokens, usage, redactor);
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
        var throttledAttempts = 0;
        while (true)
        {
            await WaitWhileThrottledAsync(lane, cancellationToken).ConfigureAwait(false);
            ApiResponse response;
            try
            {
                response = await SendOnceAsync(lane, call with { IsRepeat = call.IsRepeat || throttledAttempts > 0 }, cancellationToken).ConfigureAwait(false);
            }
            catch (ZohoException throttled) when (throttled.Error is { Code: TokenErrors.Throttled, Outcome: CallOutcome.NotSent })
            {
                continue;
            }

            if (response.Status != (int)HttpStatusCode.TooManyRequests)
            {
                return response;
            }

            if (ThrottleClassifier.Classify(response, Limiter.ThrottledFor, _usage, Policy.LongestWait, Policy.RunPatience) is { } permanent)
            {
                throw new ZohoException(permanent);
            }

            await Limiter.PauseAsync(response.RetryAfter ?? Policy.PauseBefore(throttledAttempts++), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitWhileThrottledAsync(CallLane lane, CancellationToken cancellationToken)
    {
        if (await _tokens.WaitWhileThrottledAsync(Policy.TokenPatience, cancellationToken).ConfigureAwait(false))
        {
            // Failures before the pause say nothing about the time after it.
            Server.ResetFailures();
            Limiter.ResetThrottledTime();
        }

        if (lane.IsClosed)
        {
            throw new LaneClosedException();
        }
    }

    private async Task<ApiResponse> SendOnceAsync(CallLane lane, ApiCall call, CancellationToken cancellationToken)
    {
        await lane.EnterAsync(call.IsRepeat, cancellationToken).ConfigureAwait(false);
        var signal = ThrottlingSignal.None;
        var hasServed = false;
        using var request = CreateRequest(call);
        try
        {
            using var message = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = _redactor.Redact(ResponseText.Repair(((BufferedContent)message.Content).Body));
            var isThrottled = message.StatusCode == HttpStatusCode.TooManyRequests;
            var response = new ApiResponse(call, (int)message.StatusCode, body, isThrottled ? Pause(message) : null);
            signal = isThrottled ? ThrottlingSignal.Throttled : ThrottlingSignal.Accepted;
            hasServed = response.IsFromWorkingServer;
            return response;
        }
        catch (HttpRequestException failure)
        {
            throw _redactor.Wrap(TransportErrors.Describe(_http.BaseAddress!, failure), failure);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            var limit = Policy.CallTimeout;
            throw new ZohoException(TokenAwaitedException.IsCauseOf(late) ? TransportErrors.NoTokenInTime(limit) : TransportErrors.TimedOut(limit), late);
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
    }

    private static HttpRequestMessage CreateRequest(ApiCall call)
    {
        var request = new HttpRequestMessage(call.Method, call.Path);
        if (call.Method != HttpMethod.Get)
        {
            // .NET silently resends a request without content if its connection closes before a response. A DELETE must not be repeated
            // without verifying, so it has an empty content.
            request.Content = new ByteArrayContent(call.Json ?? []);
            if (call.Json is not null)
            {
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
            }
        }

        return request;
    }

    private static TimeSpan? Pause(HttpResponseMessage message) => message.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };
}
