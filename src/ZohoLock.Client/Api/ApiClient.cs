using System.Net;
using ZohoLock.Authentication;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Api;

/// <summary>
/// Sends calls to the API host, each when the limiter lets it in, and returns their answers, whatever they say. A call that was turned away (429,
/// protocol 6.3) is sent again; any other failure is for the caller to judge, because what the call did is not known.
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

    /// <summary>What the access token allows; empty if Zoho hasn't said.</summary>
    public IReadOnlyList<string> Scopes => _tokens.Current?.Scopes ?? [];

    public CallLimiter Limiter { get; }

    public RetryPolicy Policy { get; }

    public ServerState Server { get; }

    /// <summary>How long calls have waited, all in all, because Zoho gave no more access tokens: nothing can be said of the API for that long.</summary>
    public TimeSpan TimeThrottled => _tokens.TimeThrottled;

    /// <summary>Sends a call through a lane, and again as long as it is turned away or there is no access token for it.</summary>
    /// <exception cref="ZohoException">There was no response, or Zoho takes no more calls.</exception>
    /// <exception cref="LaneClosedException">The run ended before the call was sent.</exception>
    public async Task<ApiResponse> SendAsync(CallLane lane, ApiCall call, CancellationToken cancellationToken)
    {
        var throttledAttempts = 0;
        while (true)
        {
            await WaitOutThrottleAsync(lane, cancellationToken).ConfigureAwait(false);
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

            if (ThrottleClassifier.Classify(response, Limiter.ThrottledFor, _usage, Policy) is { } permanent)
            {
                throw new ZohoException(permanent);
            }

            await Limiter.PauseAsync(response.RetryAfter ?? Policy.PauseBefore(throttledAttempts++), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitOutThrottleAsync(CallLane lane, CancellationToken cancellationToken)
    {
        if (await _tokens.WaitOutThrottleAsync(Policy.TokenPatience, cancellationToken).ConfigureAwait(false))
        {
            // What was wrong before says nothing of what is to come: for how long it has been is counted anew.
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
            // .NET silently repeats a call without content whose connection closed unanswered. A DELETE must never be repeated
            // unseen, so it carries an empty content.
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
