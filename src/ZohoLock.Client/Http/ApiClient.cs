using System.Net;
using ZohoLock.Authentication;
using ZohoLock.Bulk;

namespace ZohoLock.Http;

/// <summary>
/// Sends calls to the API host, each when the limiter lets it in, and returns their answers, whatever they say. A call that was turned away (429,
/// protocol 6.3) is sent again; any other failure is for the caller to judge, because what the call did is not known.
/// </summary>
internal sealed class ApiClient(
    HttpClient http, IAccessTokenSource tokens, ApiUsage usage, ServerFacts server, CallLimiter limiter, RetryPolicy policy, SecretRedactor redactor)
{
    public CallLimiter Limiter => limiter;

    public RetryPolicy Policy => policy;

    public ServerFacts Server => server;

    /// <summary>How long calls have waited, all in all, because Zoho gave no more access tokens: nothing can be said of the API for that long.</summary>
    public TimeSpan TimeThrottled => tokens.TimeThrottled;

    /// <summary>Sends a call through a lane, and again as long as it is turned away or there is no access token for it.</summary>
    /// <exception cref="ZohoException">There was no answer, or Zoho takes no more calls.</exception>
    /// <exception cref="LaneClosedException">The run ended before the call was sent.</exception>
    public async Task<ApiAnswer> SendAsync(CallLane lane, ApiCall call, CancellationToken cancellationToken)
    {
        var turnedAway = 0;
        while (true)
        {
            await WaitOutThrottleAsync(lane, cancellationToken).ConfigureAwait(false);
            ApiAnswer answer;
            try
            {
                answer = await SendOnceAsync(lane, call with { IsRepeat = call.IsRepeat || turnedAway > 0 }, cancellationToken).ConfigureAwait(false);
            }
            catch (ZohoException throttled) when (throttled.Error is { Code: TokenErrors.Throttled, Fate: CallFate.NotSent })
            {
                continue;
            }

            if (answer.Status != (int)HttpStatusCode.TooManyRequests)
            {
                return answer;
            }

            if (NoMoreCalls.Judge(answer, limiter.RefusedFor, usage, policy) is { } end)
            {
                throw new ZohoException(end);
            }

            await limiter.PauseAsync(answer.RetryAfter ?? policy.PauseBefore(turnedAway++), cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitOutThrottleAsync(CallLane lane, CancellationToken cancellationToken)
    {
        if (await tokens.WaitOutThrottleAsync(policy.TokenPatience, cancellationToken).ConfigureAwait(false))
        {
            // What was wrong before says nothing of what is to come: for how long it has been is counted anew.
            server.ForgetFailures();
            limiter.ForgetRefusals();
        }

        if (lane.IsClosed)
        {
            throw new LaneClosedException();
        }
    }

    private async Task<ApiAnswer> SendOnceAsync(CallLane lane, ApiCall call, CancellationToken cancellationToken)
    {
        await lane.EnterAsync(call.IsRepeat, cancellationToken).ConfigureAwait(false);
        var end = CallEnd.Unclear;
        var hasServed = false;
        using var request = CreateRequest(call);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            var body = redactor.Redact(AnswerText.Repair(((BufferedContent)response.Content).Body));
            var isTurnedAway = response.StatusCode == HttpStatusCode.TooManyRequests;
            var answer = new ApiAnswer(call, (int)response.StatusCode, body, isTurnedAway ? Pause(response) : null);
            end = isTurnedAway ? CallEnd.TurnedAway : CallEnd.Taken;
            hasServed = answer.IsProper;
            return answer;
        }
        catch (HttpRequestException failure)
        {
            throw redactor.Wrap(NoAnswer.Describe(http.BaseAddress!, failure), failure);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException && !cancellationToken.IsCancellationRequested)
        {
            var limit = policy.CallTimeout;
            throw new ZohoException(TokenAwaitedException.IsCauseOf(late) ? NoAnswer.WithoutToken(limit) : NoAnswer.InTime(limit), late);
        }
        finally
        {
            lane.Exit(end);
            if (hasServed)
            {
                server.Served();
            }
            else if (!cancellationToken.IsCancellationRequested)
            {
                server.Failed();
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

    private static TimeSpan? Pause(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };
}
