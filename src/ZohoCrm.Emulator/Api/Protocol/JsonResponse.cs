using System.Text.Json;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>Writes JSON responses, and the objects that many of them contain.</summary>
internal static class JsonResponse
{
    public static Utf8JsonWriter BeginJson(this HttpResponse response, int status)
    {
        response.Status = status;
        response.ContentHeaders = ResponseHeaders.Json;
        return response.Json;
    }

    public static void WriteError(this HttpResponse response, ApiError error) => error.WriteTo(response.BeginJson(error.Status));

    /// <summary>Begins an object with one array: <c>{"data":[</c>.</summary>
    public static Utf8JsonWriter BeginArray(this HttpResponse response, int status, string name)
    {
        var json = response.BeginJson(status);
        json.WriteStartObject();
        json.WriteStartArray(name);
        return json;
    }

    /// <summary>Ends the array and the object of <see cref="BeginArray"/>.</summary>
    public static void EndArray(this Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Begins an item with the code SUCCESS; the details follow.</summary>
    public static void BeginSuccess(this Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("code"u8, "SUCCESS"u8);
        json.WriteStartObject("details"u8);
    }

    /// <summary>Ends the details and the item of <see cref="BeginSuccess"/>.</summary>
    public static void EndSuccess(this Utf8JsonWriter json, string message)
    {
        json.WriteEndObject();
        json.WriteString("message"u8, message);
        json.WriteString("status"u8, "success"u8);
        json.WriteEndObject();
    }

    public static void WriteUser(this Utf8JsonWriter json, ReadOnlySpan<byte> name, CrmUser user)
    {
        json.WriteStartObject(name);
        json.WriteString("name"u8, user.Name);
        json.WriteString("id"u8, user.Id);
        json.WriteEndObject();
    }
}
