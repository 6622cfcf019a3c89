using System.Text.Json;
using System.Text.Unicode;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>Reads the item of a body <c>{"data":[{...}]}</c> (protocol 1.2).</summary>
internal static class DataItem
{
    // Criteria can be nested deeply (protocol 2.2).
    private const int MaxDepth = 1000;

    /// <summary>Finds the item. It is null, without an error, if <c>data</c> is empty and that is accepted.</summary>
    public static ApiError? Find(JsonElement body, Unknowns unknowns, out JsonElement? item)
    {
        item = null;
        if (body.ValueKind != JsonValueKind.Object)
        {
            return ApiErrors.BodyNotJson;
        }

        if (!body.TryGetProperty("data"u8, out var data) || data.ValueKind == JsonValueKind.Null)
        {
            return ApiErrors.DataMissing;
        }

        if (data.ValueKind != JsonValueKind.Array)
        {
            return ApiErrors.DataNotArray;
        }

        switch (data.GetArrayLength())
        {
            case 0:
                return unknowns.EmptyDataAccepted ? null : ApiErrors.DataEmpty;
            case > 1 when !unknowns.SeveralItemsAccepted:
                return ApiErrors.DataTooLong;
        }

        item = data[0];
        return data[0].ValueKind == JsonValueKind.Object ? null : ApiErrors.ItemNotObject;
    }

    /// <summary>Parses a body; returns null if it is not JSON or contains a string that is not valid Unicode.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return IsUnicode(body.Span) ? JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth }) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>JsonDocument.Parse accepts invalid UTF-8 and unpaired surrogates in strings; this finds them.</summary>
    private static bool IsUnicode(ReadOnlySpan<byte> body)
    {
        if (!Utf8.IsValid(body))
        {
            return false;
        }

        if (!body.Contains((byte)'\\'))
        {
            return true;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }
}
