using System.Net;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using ZohoLock.Authentication;

namespace ZohoLock.Http;

/// <summary>
/// Sends one call to the API host and returns its answer, whatever it says. A call that was turned away unprocessed (429, protocol 6.3) or
/// never left this machine is sent again, with growing pauses; any other failure is reported, because what the call did is not known.
/// </summary>
internal sealed class ApiClient
{
    private readonly HttpClient _http;
    private readonly IAccessTokenSource _tokens;
    private readonly ResiliencePipeline<ApiAnswer> _pipeline;

    public ApiClient(HttpClient http, IAccessTokenSource tokens, RetryPolicy policy)
    {
        _http = http;
        _tokens = tokens;
        _pipeline = new ResiliencePipelineBuilder<ApiAnswer>()
            .AddRetry(new RetryStrategyOptions<ApiAnswer>
            {
                ShouldHandle = attempt => new(attempt.Outcome switch
                {
                    { Exception: HttpRequestException failure } => NeverSent(failure) && attempt.AttemptNumber < policy.MaxReconnects,
                    { Exception: not null } => false,
                    { Result: var answer } => answer.Status == (int)HttpStatusCode.TooManyRequests && !(answer.RetryAfter > policy.LongestWait),
                }),
                MaxRetryAttempts = policy.MaxRetries,
                Delay = policy.FirstDelay,
                MaxDelay = policy.LongestDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                DelayGenerator = retry => new(retry.Outcome.Exception is null ? retry.Outcome.Result.RetryAfter : null),
            })
            .AddTimeout(policy.CallTimeout)
            .Build();
    }

    /// <summary>Sends <paramref name="method"/> to <paramref name="path"/>, below the API host.</summary>
    /// <exception cref="ZohoException">There was no answer: no connection, a broken one, or none in time.</exception>
    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, byte[]? json, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(
                static (call, token) => call.Client.SendOnceAsync(call.Method, call.Path, call.Json, token),
                (Client: this, Method: method, Path: path, Json: json),
                cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException late)
        {
            throw new ZohoException(NoAnswer.InTime(late.Timeout), late);
        }
        catch (HttpRequestException failure)
        {
            throw new ZohoException(NeverSent(failure) ? NoAnswer.NotConnected(_http.BaseAddress!, failure) : NoAnswer.Broken(failure), failure);
        }
    }

    private async ValueTask<ApiAnswer> SendOnceAsync(HttpMethod method, string path, byte[]? json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method != HttpMethod.Get)
        {
            // .NET silently repeats a call without content whose connection closed unanswered. A DELETE must never be repeated
            // unseen, so it carries an empty content.
            request.Content = new ByteArrayContent(json ?? []);
            if (json is not null)
            {
                request.Content.Headers.ContentType = new("application/json") { CharSet = "utf-8" };
            }
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return new ApiAnswer((int)response.StatusCode, _tokens.Current?.RemoveFrom(body) ?? body, Pause(response));
    }

    private static TimeSpan? Pause(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > DateTimeOffset.UtcNow => date - DateTimeOffset.UtcNow,
        _ => null,
    };

    private static bool NeverSent(HttpRequestException failure) => failure.HttpRequestError
        is HttpRequestError.NameResolutionError
        or HttpRequestError.ConnectionError
        or HttpRequestError.SecureConnectionError
        or HttpRequestError.ProxyTunnelError;
}
