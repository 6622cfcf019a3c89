using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZohoLock.Journal;

/// <summary>The header's version, which is read first.</summary>
internal sealed record JournalVersion([property: JsonPropertyName("zohoLockJournal")] int Version);

/// <summary>The header of version 1, which had the cmdlet's name as the operation.</summary>
internal sealed record JournalHeader1(
    [property: JsonPropertyName("operation")] string? Operation,
    [property: JsonPropertyName("module")] string Module,
    [property: JsonPropertyName("organization")] string Organization,
    [property: JsonPropertyName("begun")] DateTimeOffset Begun)
{
    /// <summary>The header of the current version; null if the operation isn't known.</summary>
    public JournalHeader? ToHeader() => Operation?.Split('-')[0] switch
    {
        "Lock" => ToHeader(RecordOperation.Lock),
        "Set" => ToHeader(RecordOperation.UpdateReason),
        "Unlock" => ToHeader(RecordOperation.Unlock),
        _ => null,
    };

    private JournalHeader ToHeader(RecordOperation operation) => new(operation, Module, Organization) { Version = 1, Begun = Begun };
}

/// <summary>The source-generated serializer for journals.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalVersion))]
[JsonSerializable(typeof(JournalHeader1))]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(JournalEnd))]
[JsonSerializable(typeof(SuspensionEntry))]
internal sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>Reads the JSON that a text begins with, and its length; null and 0 if it isn't that.</summary>
    public static T? TryParse<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type, out int length)
        where T : class
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            var value = JsonSerializer.Deserialize(ref reader, type);
            length = (int)reader.BytesConsumed;
            return value;
        }
        catch (JsonException)
        {
            length = 0;
            return null;
        }
    }
}
