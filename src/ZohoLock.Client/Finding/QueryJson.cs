using System.Text.Json;
using System.Text.Json.Serialization;
using ZohoLock.Transport;

namespace ZohoLock.Finding;

/// <summary>The body of <c>POST /coql</c>.</summary>
internal sealed record QueryRequest([property: JsonPropertyName("select_query")] string Query);

/// <summary>The response to a query or a list of records: <c>{"data":[...],"info":{...}}</c>.</summary>
internal sealed record QueryResponse(
    [property: JsonPropertyName("data")] IReadOnlyList<JsonElement>? Data,
    [property: JsonPropertyName("info"), JsonConverter(typeof(ListInfoConverter))] ListInfo? Info);

/// <summary>The details of LIMIT_EXCEEDED.</summary>
internal sealed record QueryLimit([property: JsonPropertyName("limit"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] int? Limit);

/// <summary>The source-generated serializer for queries.</summary>
[JsonSerializable(typeof(QueryRequest))]
[JsonSerializable(typeof(QueryResponse))]
[JsonSerializable(typeof(QueryLimit))]
internal sealed partial class QueryJson : JsonSerializerContext;
