using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZohoLock.Transport;

/// <summary>
/// Reads an optional value: a value of the wrong type or format is null. Not for values that are sent back with a change.
/// </summary>
/// <typeparam name="T">The property's type, which is nullable.</typeparam>
internal sealed class OptionalConverter<T> : JsonConverter<T?>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = reader;
        reader.Skip();
        try
        {
            return JsonSerializer.Deserialize(ref value, TypeInfo(options));
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value!, TypeInfo(options));

    private static JsonTypeInfo<T> TypeInfo(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
