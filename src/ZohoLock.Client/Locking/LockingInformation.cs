using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Locking;

/// <summary>A list of locks, as Zoho answers it.</summary>
internal sealed record LockList
{
    [JsonPropertyName("data")]
    public IReadOnlyList<LockRow>? Data { get; init; }

    /// <summary>Whether the list goes on, and where; null where nothing is said of it.</summary>
    [JsonPropertyName("info")]
    [JsonConverter(typeof(LockListInfoConverter))]
    public LockListInfo? Info { get; init; }
}

/// <summary>Whether a list goes on, and where (protocol section 13).</summary>
internal sealed record LockListInfo(bool HasMore, string? NextPageToken)
{
    /// <summary>The longest page token that is sent back: Zoho's have a hundred characters or so, and a query that goes on and on is no address.</summary>
    public const int MaxTokenLength = 2_048;
}

/// <summary>Reads <see cref="LockListInfo"/>; what isn't as it should be says nothing, but a token that can't be sent back makes the answer unreadable.</summary>
internal sealed class LockListInfoConverter : JsonConverter<LockListInfo>
{
    public override LockListInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var info = document.RootElement;
        return info.ValueKind == JsonValueKind.Object && info.TryGetProperty("more_records", out var more) && more.ValueKind == JsonValueKind.True
            ? new(HasMore: true, ReadToken(info))
            : new(HasMore: false, NextPageToken: null);
    }

    public override void Write(Utf8JsonWriter writer, LockListInfo value, JsonSerializerOptions options) => throw new NotSupportedException("It is only read.");

    private static string? ReadToken(JsonElement info)
    {
        if (!info.TryGetProperty("next_page_token", out var token) || token.ValueKind != JsonValueKind.String || token.GetString() is not { Length: > 0 } text)
        {
            return null;
        }

        return text.Length <= LockListInfo.MaxTokenLength && !text.Any(char.IsControl)
            ? text
            : throw new JsonException("A page token is a short text.");
    }
}

/// <summary>One lock, as Zoho answers it. Keys are read whatever their casing, because the sources disagree (protocol section 1.4).</summary>
internal sealed record LockRow
{
    [JsonPropertyName("id")]
    [JsonConverter(typeof(IdConverter))]
    public string? Id { get; init; }

    [JsonPropertyName("Locked_For__s")]
    [JsonConverter(typeof(OptionalConverter<LockedRecord>))]
    public LockedRecord? LockedFor { get; init; }

    // The official SDK and its OpenAPI file have this spelling, with one underscore.
    [JsonPropertyName("locked_for_s")]
    [JsonConverter(typeof(OptionalConverter<LockedRecord>))]
    public LockedRecord? SdkLockedFor { get; init; }

    [JsonPropertyName("Locked_By__s")]
    [JsonConverter(typeof(OptionalConverter<WireUser>))]
    public WireUser? LockedBy { get; init; }

    [JsonPropertyName("Locked_Reason__s")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Reason { get; init; }

    [JsonPropertyName("Lock_Source__s")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Source { get; init; }

    [JsonPropertyName("Locked_Time__s")]
    [JsonConverter(typeof(OptionalConverter<DateTimeOffset?>))]
    public DateTimeOffset? Time { get; init; }

    [JsonPropertyName("Record_Locking_Configuration_Id__s")]
    [JsonConverter(typeof(OptionalIdConverter))]
    public string? ConfigurationId { get; init; }

    [JsonPropertyName("Record_Locking_Rule_Id__s")]
    [JsonConverter(typeof(OptionalIdConverter))]
    public string? RuleId { get; init; }

    [JsonPropertyName("$editable")]
    [JsonConverter(typeof(OptionalConverter<bool?>))]
    public bool? Editable { get; init; }
}

/// <summary>The record that a lock is of.</summary>
internal sealed record LockedRecord
{
    [JsonPropertyName("name")]
    [JsonConverter(typeof(OptionalConverter<string>))]
    public string? Name { get; init; }
}

/// <summary>The body of lock and update: one reason, because the record's id is in the path (protocol section 1.2).</summary>
internal sealed record ReasonRequest([property: JsonPropertyName("data")] IReadOnlyList<ReasonItem> Data);

/// <summary>The one item of <see cref="ReasonRequest"/>.</summary>
internal sealed record ReasonItem([property: JsonPropertyName("Locked_Reason__s")] string Reason);

/// <summary>What lock, update and unlock answer.</summary>
internal sealed record ChangeResponse
{
    [JsonPropertyName("data")]
    public IReadOnlyList<ChangeItem>? Data { get; init; }
}

/// <summary>The serializer's code for record locking information.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, Converters = [typeof(TextOrNumberConverter), typeof(DateTimeOffsetConverter)])]
[JsonSerializable(typeof(LockList))]
[JsonSerializable(typeof(ChangeResponse))]
[JsonSerializable(typeof(ReasonRequest))]
internal sealed partial class LockingJson : JsonSerializerContext;
