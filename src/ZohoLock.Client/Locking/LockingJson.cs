using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Locking;

/// <summary>A list of locks in a response.</summary>
internal sealed record LockList
{
    [JsonPropertyName("data")]
    public IReadOnlyList<LockRow>? Data { get; init; }

    /// <summary>The paging information; null if there is none.</summary>
    [JsonPropertyName("info")]
    [JsonConverter(typeof(ListInfoConverter))]
    public ListInfo? Info { get; init; }
}

/// <summary>The body of lock and update: the reason, because the record's id is in the path (protocol section 1.2).</summary>
internal sealed record ReasonRequest([property: JsonPropertyName("data")] IReadOnlyList<ReasonItem> Data);

/// <summary>The item of <see cref="ReasonRequest"/>.</summary>
internal sealed record ReasonItem([property: JsonPropertyName("Locked_Reason__s")] string Reason);

/// <summary>The response to lock, update and unlock.</summary>
internal sealed record ChangeResponse
{
    [JsonPropertyName("data")]
    public IReadOnlyList<ChangeResult>? Data { get; init; }
}

/// <summary>The source-generated serializer for record locking.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, Converters = [typeof(TextOrNumberConverter), typeof(DateTimeOffsetConverter)])]
[JsonSerializable(typeof(LockList))]
[JsonSerializable(typeof(ChangeResponse))]
[JsonSerializable(typeof(ReasonRequest))]
internal sealed partial class LockingJson : JsonSerializerContext;
