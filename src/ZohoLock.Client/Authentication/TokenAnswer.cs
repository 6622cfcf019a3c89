using System.Text.Json.Serialization;

namespace ZohoLock.Authentication;

/// <summary>The token endpoint's answer, whether it grants or refuses (protocol sections 4.2 and 4.3).</summary>
internal sealed record TokenAnswer
{
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

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    // The compiler's own would print the tokens.
    public override string ToString() => Error ?? "token answer";
}

/// <summary>The serializer's code for the token endpoint's answers.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(TokenAnswer))]
internal sealed partial class TokenJson : JsonSerializerContext;
