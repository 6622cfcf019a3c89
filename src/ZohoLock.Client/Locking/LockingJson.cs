using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Locking;

/// <summary>A list of locks, as Zoho answers it.</summary>
internal sealed record LockList
{
    [JsonPropertyName("data")]
    public IReadOnlyList<LockRow>? Data { get; init; }

    /// <summary>Whether the list goes on, and where; null if nothing is said of it.</summary>
    [JsonPropertyName("info")]
    [JsonConverter(typeof(LockListInfoConverter))]
    public LockListInfo? Info { get; init; }
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
