using System.Text.Json;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.Locking;

/// <summary>The <c>info</c> object beside lock rows (protocol 1.4); only version 7 knows page tokens there.</summary>
internal static class LockInfo
{
    /// <summary>Writes it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="version">The API's version.</param>
    /// <param name="page">The page.</param>
    /// <param name="count">How many rows the page has.</param>
    /// <param name="next">Where the list goes on; null at its end.</param>
    /// <param name="expiry">When <paramref name="next"/> ends, as times are written.</param>
    public static void Write(Utf8JsonWriter json, int version, LockPage page, int count, PageToken? next, string? expiry = null)
    {
        json.WriteStartObject("info"u8);
        json.WriteNumber("per_page"u8, page.PerPage);
        if (version == 7)
        {
            json.WriteString("next_page_token"u8, next?.ToString());
        }

        json.WriteNumber("count"u8, count);
        json.WriteNumber("page"u8, page.Number);
        if (version == 7)
        {
            json.WriteNull("previous_page_token"u8);
            json.WriteString("page_token_expiry"u8, expiry);
        }

        json.WriteBoolean("more_records"u8, next is not null);
        json.WriteEndObject();
    }
}
