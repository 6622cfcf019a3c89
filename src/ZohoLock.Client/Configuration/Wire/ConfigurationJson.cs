using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

/// <summary>The body of every call, and of the response to a look (protocol section 2.2).</summary>
internal sealed record ConfigurationList(
    [property: JsonPropertyName("record_locking_configurations")] IReadOnlyList<ConfigurationRow?>? Configurations);

/// <summary>What creating, changing and deleting answer.</summary>
internal sealed record ConfigurationChangeResponse(
    [property: JsonPropertyName("record_locking_configurations")] IReadOnlyList<ChangeItem?>? Configurations);

/// <summary>The serializer's code for locking configurations. Criteria may be nested as deeply as they can be written as text.</summary>
[JsonSourceGenerationOptions(
    Converters = [typeof(TextOrNumberConverter), typeof(DateTimeOffsetConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = LockingCriteria.MaxJsonDepth)]
[JsonSerializable(typeof(ConfigurationList))]
[JsonSerializable(typeof(ConfigurationChangeResponse))]
[JsonSerializable(typeof(CriteriaRow))]
[JsonSerializable(typeof(string))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
