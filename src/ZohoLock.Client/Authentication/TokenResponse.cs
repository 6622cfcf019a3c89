using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>The response of a token or device endpoint, whether it grants or refuses (protocol sections 4.1 to 4.3).</summary>
internal sealed record TokenResponse
{
    // Zoho measured expires_in in milliseconds once (protocol 4.2); no token lives for more than a day.
    private const double LongestLifeSeconds = 86_400;

    [JsonPropertyName("access_token")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? AccessToken { get; init; }

    [JsonPropertyName("refresh_token")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? RefreshToken { get; init; }

    [JsonPropertyName("api_domain")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? ApiDomain { get; init; }

    [JsonPropertyName("scope")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Scope { get; init; }

    [JsonPropertyName("expires_in")]
    [JsonConverter(typeof(OptionalConverter<double?>))]
    public double? ExpiresIn { get; init; }

    [JsonPropertyName("expires_in_sec")]
    [JsonConverter(typeof(OptionalConverter<double?>))]
    public double? ExpiresInSec { get; init; }

    [JsonPropertyName("device_code")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? DeviceCode { get; init; }

    [JsonPropertyName("user_code")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? UserCode { get; init; }

    [JsonPropertyName("verification_url")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? VerificationUrl { get; init; }

    [JsonPropertyName("verification_uri_complete")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? VerificationUriComplete { get; init; }

    [JsonPropertyName("interval")]
    [JsonConverter(typeof(OptionalConverter<double?>))]
    public double? Interval { get; init; }

    [JsonPropertyName("error")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Error { get; init; }

    [JsonPropertyName("status")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Status { get; init; }

    [JsonPropertyName("user_location")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? UserLocation { get; init; }

    /// <summary>How long what was given lives; null if what the response says makes no sense.</summary>
    [JsonIgnore]
    public TimeSpan? Life
    {
        get
        {
            var seconds = ExpiresInSec ?? (ExpiresIn > LongestLifeSeconds ? ExpiresIn / 1000 : ExpiresIn);
            return seconds is >= 1 and <= LongestLifeSeconds ? TimeSpan.FromSeconds(seconds.Value) : null;
        }
    }

    /// <summary>Reads a response; null if it isn't JSON, so that it is none of the token endpoint's. JSON that is no object is a response without anything.</summary>
    public static TokenResponse? Parse(byte[] body)
    {
        try
        {
            var response = JsonSerializer.Deserialize(body, TokenJson.Default.TokenResponse) ?? new TokenResponse();
            return response.RefreshToken is { } refreshToken && !Secret.IsToken(refreshToken) ? response with { RefreshToken = null } : response;
        }
        catch (JsonException)
        {
            return IsJson(body) ? new TokenResponse() : null;
        }
    }

    /// <summary>The response whose tokens and codes the redactor knows, and whose other texts have none of what it knows.</summary>
    public TokenResponse Without(SecretRedactor redactor)
    {
        redactor.Add(AccessToken);
        redactor.Add(RefreshToken);
        redactor.Add(DeviceCode);
        return this with
        {
            ApiDomain = Redact(ApiDomain),
            Scope = Redact(Scope),
            UserCode = Redact(UserCode),
            VerificationUrl = Redact(VerificationUrl),
            VerificationUriComplete = Redact(VerificationUriComplete),
            Error = Redact(Error),
            Status = Redact(Status),
            UserLocation = Redact(UserLocation),
        };

        string? Redact(string? text) => text is null ? null : redactor.RedactMessage(text);
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = TokenJson.DeepestNesting });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // The compiler's own would print the tokens.
    public override string ToString() => Error ?? "token answer";
}

/// <summary>The serializer's code for the token endpoint's responses. What is nested in them is passed over, however deep, and never walked into.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString, MaxDepth = DeepestNesting)]
[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class TokenJson : JsonSerializerContext
{
    /// <summary>More than fits into the largest body.</summary>
    public const int DeepestNesting = BufferingHandler.AccountsLimit;
}
