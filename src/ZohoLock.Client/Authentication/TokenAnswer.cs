using System.Text.Json.Serialization;

namespace ZohoLock.Authentication;

/// <summary>The answer of a token or device endpoint, whether it grants or refuses (protocol sections 4.1 to 4.3).</summary>
internal sealed record TokenAnswer
{
    // Zoho measured expires_in in milliseconds once (protocol 4.2); no token lives for more than a day.
    private const double LongestLifeSeconds = 86_400;

    [JsonPropertyName("access_token")]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("api_domain")]
    public string? ApiDomain { get; init; }

    [JsonPropertyName("scope")]
    public string? Scope { get; init; }

    [JsonPropertyName("expires_in")]
    public double? ExpiresIn { get; init; }

    [JsonPropertyName("expires_in_sec")]
    public double? ExpiresInSec { get; init; }

    [JsonPropertyName("device_code")]
    public string? DeviceCode { get; init; }

    [JsonPropertyName("user_code")]
    public string? UserCode { get; init; }

    [JsonPropertyName("verification_url")]
    public string? VerificationUrl { get; init; }

    [JsonPropertyName("verification_uri_complete")]
    public string? VerificationUriComplete { get; init; }

    [JsonPropertyName("interval")]
    public double? Interval { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("user_location")]
    public string? UserLocation { get; init; }

    /// <summary>How long what was given lives; null where what the answer says makes no sense.</summary>
    [JsonIgnore]
    public TimeSpan? Life
    {
        get
        {
            var seconds = ExpiresInSec ?? (ExpiresIn > LongestLifeSeconds ? ExpiresIn / 1000 : ExpiresIn);
            return seconds is > 0 and <= LongestLifeSeconds ? TimeSpan.FromSeconds(seconds.Value) : null;
        }
    }

    // The compiler's own would print the tokens.
    public override string ToString() => Error ?? "token answer";
}

/// <summary>The serializer's code for the token endpoint's answers.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJson : JsonSerializerContext;
