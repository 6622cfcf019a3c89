using System.Text.Json;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Api;

/// <summary>Beginning an answer in JSON.</summary>
internal static class JsonAnswer
{
    public static Utf8JsonWriter BeginJson(this HttpResponse response, int status)
    {
        response.Status = status;
        response.ContentHeaders = AnswerHeaders.Json;
        return response.Json;
    }

    public static void WriteError(this HttpResponse response, ApiError error) => error.WriteTo(response.BeginJson(error.Status));

    public static void WriteUser(this Utf8JsonWriter json, ReadOnlySpan<byte> name, CrmUser user)
    {
        json.WriteStartObject(name);
        json.WriteString("name"u8, user.Name);
        json.WriteString("id"u8, user.Id);
        json.WriteEndObject();
    }
}
