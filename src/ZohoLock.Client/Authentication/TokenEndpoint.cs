using System.Text.Json;
using Polly;
using Polly.Retry;
using ZohoLock.Http;

namespace ZohoLock.Authentication;

/// <summary>Zoho's token endpoint (protocol section 4): errors arrive as HTTP 200 and are told by the body.</summary>
internal sealed class TokenEndpoint(HttpClient http)
{
    // Zoho measured expires_in in milliseconds once (protocol 4.2); no token lives for more than a day.
    private const double LongestLifeSeconds = 86_400;

    // A token endpoint that is down for a moment mustn't end a run; asking more often would use up the ten tokens of ten minutes.
    private readonly ResiliencePipeline _patience = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<ZohoException>(failure => failure.Error.Fate != CallFate.Refused),
            MaxRetryAttempts = 4,
            Delay = TimeSpan.FromMilliseconds(300),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        })
        .Build();

    /// <summary>Asks for an access token with the parameters of one grant.</summary>
    /// <exception cref="ZohoException">Zoho refuses, throttles, or can't be reached.</exception>
    public async Task<TokenAnswer> RequestAsync(IReadOnlyDictionary<string, string> grant, CancellationToken cancellationToken)
    {
        try
        {
            return await _patience.ExecuteAsync(
                static (state, token) => new ValueTask<TokenAnswer>(state.Endpoint.RequestOnceAsync(state.Grant, token)),
                (Endpoint: this, Grant: grant),
                cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException failure)
        {
            // For the call that needed the token it is final: it wasn't sent, and won't be.
            throw new ZohoException(failure.Error with { EndsRun = true, Fate = CallFate.Refused }, failure);
        }
    }

    private async Task<TokenAnswer> RequestOnceAsync(IReadOnlyDictionary<string, string> grant, CancellationToken cancellationToken)
    {
        var (status, answer) = await PostAsync("/oauth/v2/token", grant, cancellationToken).ConfigureAwait(false);
        return answer is { AccessToken.Length: > 0 } && Secret.IsToken(answer.AccessToken)
            ? answer
            : throw new ZohoException(TokenErrors.Describe(status, answer, http.BaseAddress!));
    }

    /// <summary>Revokes a token; revoking a refresh token ends its access tokens too.</summary>
    /// <exception cref="ZohoException">Zoho doesn't know the token, or can't be reached.</exception>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        var (status, answer) = await PostAsync(
            "/oauth/v2/token/revoke", new Dictionary<string, string> { ["token"] = token }, cancellationToken).ConfigureAwait(false);
        if (status != 200 || answer is not { Status: "success" })
        {
            throw new ZohoException(TokenErrors.NotRevoked(status, http.BaseAddress!));
        }
    }

    /// <summary>How long the token of <paramref name="answer"/> lives; null where what the answer says makes no sense.</summary>
    public static TimeSpan? LifeOf(TokenAnswer answer)
    {
        var seconds = answer.ExpiresInSec ?? (answer.ExpiresIn > LongestLifeSeconds ? answer.ExpiresIn / 1000 : answer.ExpiresIn);
        return seconds is > 0 and <= LongestLifeSeconds ? TimeSpan.FromSeconds(seconds.Value) : null;
    }

    private async Task<(int Status, TokenAnswer? Answer)> PostAsync(
        string path, IReadOnlyDictionary<string, string> fields, CancellationToken cancellationToken)
    {
        string[] secrets = [.. fields.Where(field => field.Key is not ("grant_type" or "client_id")).Select(field => field.Value)];
        try
        {
            using var content = new FormUrlEncodedContent(fields);
            using var response = await http.PostAsync(path, content, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return ((int)response.StatusCode, Parse(body) is { } answer ? answer with { Error = Hide(answer.Error, secrets) } : null);
        }
        catch (HttpRequestException failure)
        {
            throw Unsaid.Wrap(NoAnswer.Describe(http.BaseAddress!, failure), failure, secrets);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw new ZohoException(TokenErrors.Late(http.BaseAddress!, http.Timeout), late);
        }
    }

    private static string? Hide(string? error, string[] secrets) => error is null ? null : Unsaid.Remove(error, secrets);

    private static TokenAnswer? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, TokenJson.Default.TokenAnswer);
        }
        catch (JsonException)
        {
            // Not JSON, so not an answer of the token endpoint's: the status is all there is to go by.
            return null;
        }
    }
}
