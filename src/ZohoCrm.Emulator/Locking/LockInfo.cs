using System.Text.Json;

namespace ZohoCrm.Emulator.Locking;

/// <summary>The <c>info</c> object beside lock rows (protocol 1.4).</summary>
internal static class LockInfo
{
    public static void Write(Utf8JsonWriter json, int version, int perPage, int count, int page, bool hasMore)
    {
        json.WriteStartObject("info"u8);
        json.WriteNumber("per_page"u8, perPage);
        if (version == 7)
        {
            json.WriteNull("next_page_token"u8);
        }

        json.WriteNumber("count"u8, count);
        json.WriteNumber("page"u8, page);
        if (version == 7)
        {
            json.WriteNull("previous_page_token"u8);
            json.WriteNull("page_token_expiry"u8);
        }

        json.WriteBoolean("more_records"u8, hasMore);
        json.WriteEndObject();
    }
}
