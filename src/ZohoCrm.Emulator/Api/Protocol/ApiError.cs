using System.Text.Json;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>An error response of the CRM API (protocol 1.6 and 8).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">Zoho's code.</param>
/// <param name="Message">Zoho's message.</param>
/// <param name="Details">The details as JSON.</param>
/// <param name="Wrapper">The name of the array around the error; null for none.</param>
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
