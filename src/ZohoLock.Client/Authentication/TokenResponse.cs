using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Authentication;

/// <summary>The response of a token or device endpoint, successful or not (protocol sections 4.1 to 4.3).</summary>
internal sealed record TokenResponse
{
    // Zoho once reported expires_in in milliseconds (protocol section 4.2); no token is valid for more than a day.
    private const double MaxLifetimeSeconds = 86_400;

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

    /// <summary>The lifetime of the token or code; null if the response has no plausible one.</summary>
    [JsonIgnore]
    public TimeSpan? Lifetime
    {
        get
        {
            var seconds = ExpiresInSec ?? (ExpiresIn > MaxLifetimeSeconds ? ExpiresIn / 1000 : ExpiresIn);
            return seconds is >= 1 and <= MaxLifetimeSeconds ? TimeSpan.FromSeconds(seconds.Value) : null;
        }
    }

    /// <summary>Parses a response; null if it isn't JSON. JSON that isn't an object is an empty response.</summary>
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

    /// <summary>Adds the tokens and codes to the redactor, and redacts the other texts.</summary>
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

    // The generated ToString would print the tokens.
    public override string ToString() => Error ?? "token answer";
}

/// <summary>The source-generated serializer for token responses. Nested values are skipped at any depth.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString, MaxDepth = DeepestNesting)]
[JsonSerializable(typeof(TokenResponse))]
internal sealed partial class TokenJson : JsonSerializerContext
{
    /// <summary>More levels than fit into the largest body.</summary>
    public const int DeepestNesting = BufferingHandler.AccountsLimit;
}
