using System.Text.Json;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>An error response of the CRM API (protocol 1.6 and 8). Details are JSON; Wrapper names the array around it.</summary>
internal sealed record ApiError(int Status, string Code, string Message, string Details = "{}", string? Wrapper = null)
{
    public void WriteTo(Utf8JsonWriter json)
    {
        if (Wrapper is not null)
        {
            json.WriteStartObject();
            json.WriteStartArray(Wrapper);
        }

        json.WriteStartObject();
        json.WriteString("code", Code);
        json.WritePropertyName("details");
        json.WriteRawValue(Details);
        json.WriteString("message", Message);
        json.WriteString("status", "error");
        json.WriteEndObject();

        if (Wrapper is not null)
        {
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}

/// <summary>Refuses a request from within nested readers.</summary>
internal sealed class ApiErrorException(ApiError error) : Exception(error.Message)
{
    public ApiError Error { get; } = error;
}
