using System.Text.Json;
using ZohoLock.Http;

namespace ZohoLock.Authentication;

/// <summary>Zoho's token endpoint (protocol section 4): errors arrive as HTTP 200 and are told by the body.</summary>
internal sealed class TokenEndpoint(HttpClient http)
{
    // Zoho measured expires_in in milliseconds once (protocol 4.2); no token lives for more than a day.
    private const double LongestLifeSeconds = 86_400;

    /// <summary>Asks for an access token with the parameters of one grant.</summary>
    /// <exception cref="ZohoException">Zoho refuses, throttles, or can't be reached.</exception>
    public async Task<TokenAnswer> RequestAsync(IReadOnlyDictionary<string, string> grant, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent(grant);
        var (status, answer) = await PostAsync("/oauth/v2/token", content, cancellationToken).ConfigureAwait(false);
        if (answer is { AccessToken.Length: > 0 })
        {
            return answer;
        }

        // An error's text is shown to people: what a server repeats of the grant is not.
        var repeats = grant.Any(given => given.Key != "grant_type" && answer?.Error?.Contains(given.Value, StringComparison.Ordinal) == true);
        throw new ZohoException(TokenErrors.Describe(status, repeats ? answer! with { Error = "unknown_error" } : answer, http.BaseAddress!));
    }

    /// <summary>Revokes a token; revoking a refresh token ends its access tokens too.</summary>
    /// <exception cref="ZohoException">Zoho doesn't know the token, or can't be reached.</exception>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        using var content = new FormUrlEncodedContent([new("token", token)]);
        var (status, answer) = await PostAsync("/oauth/v2/token/revoke", content, cancellationToken).ConfigureAwait(false);
        if (status != 200 || answer is not { Status: "success" })
        {
            throw new ZohoException(TokenErrors.NotRevoked(status, http.BaseAddress!));
        }
    }

    /// <summary>How long the token of <paramref name="answer"/> lives.</summary>
    public static TimeSpan? LifeOf(TokenAnswer answer) => (answer.ExpiresInSec, answer.ExpiresIn) switch
    {
        ({ } seconds, _) => TimeSpan.FromSeconds(seconds),
        (null, > LongestLifeSeconds and { } milliseconds) => TimeSpan.FromMilliseconds(milliseconds),
        (null, { } seconds) => TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    private async Task<(int Status, TokenAnswer? Answer)> PostAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.PostAsync(path, content, cancellationToken).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return ((int)response.StatusCode, Parse(body));
        }
        catch (HttpRequestException failure)
        {
            throw new ZohoException(NoAnswer.NotConnected(http.BaseAddress!, failure), failure);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw new ZohoException(TokenErrors.Late(http.BaseAddress!, http.Timeout), late);
        }
    }

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
