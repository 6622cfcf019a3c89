using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

/// <summary>The body of requests, and of the response to GET (protocol section 2.2).</summary>
internal sealed record ConfigurationList(
    [property: JsonPropertyName("record_locking_configurations")] IReadOnlyList<ConfigurationRow?>? Configurations);

/// <summary>The response to create, update and delete.</summary>
internal sealed record ConfigurationChangeResponse(
    [property: JsonPropertyName("record_locking_configurations")] IReadOnlyList<ChangeResult?>? Configurations);

/// <summary>The source-generated serializer for locking configurations. The allowed nesting is that of criteria text.</summary>
[JsonSourceGenerationOptions(
    Converters = [typeof(TextOrNumberConverter), typeof(DateTimeOffsetConverter)],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = LockingCriteria.MaxJsonDepth)]
[JsonSerializable(typeof(ConfigurationList))]
[JsonSerializable(typeof(ConfigurationChangeResponse))]
[JsonSerializable(typeof(CriteriaRow))]
[JsonSerializable(typeof(string))]
internal sealed partial class ConfigurationJson : JsonSerializerContext;
