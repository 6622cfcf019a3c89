using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;

namespace ZohoCrm.Emulator.Api.Locking;

/// <summary>The requested page of a record's locks, by page number or page token (protocol 1.1 and 13).</summary>
internal readonly record struct LockPage(int Number, int PerPage, long Offset, int QueryHash)
{
    private const int LargestPage = 200;

    public static LockPage First { get; } = new(1, LargestPage, Offset: 0, QueryHash: 0);

    public static ApiError? Read(ApiCall call, int? maxPerPage, DateTimeOffset now, out LockPage page)
    {
        var perPage = Math.Min(GetNumber(call, "per_page", LargestPage), maxPerPage ?? LargestPage);
        var number = GetNumber(call, "page", 1);
        page = new(number, perPage, (number - 1L) * perPage, HashCode.Combine(call.User.Id, call.ModuleName, call.RecordId, perPage));
        var error = PageToken.Read(call.Request, page.QueryHash, now, out var token);
        if (token is { Offset: var offset })
        {
            page = page with { Number = (offset / perPage) + 1, Offset = offset };
        }

        return error;
    }

    public PageToken CreateNextToken(DateTimeOffset now) => PageToken.Create((int)Offset + PerPage, QueryHash, now);

    /// <summary>Writes the <c>info</c> object (protocol 1.4); <paramref name="next"/> is null on the last page.</summary>
    public void WriteInfo(Utf8JsonWriter json, int version, int count, PageToken? next, TimeSpan utcOffset)
    {
        // Only version 7 has page tokens here.
        json.WriteStartObject("info"u8);
        json.WriteNumber("per_page"u8, PerPage);
        if (version == 7)
        {
            json.WriteString("next_page_token"u8, next?.ToString());
        }

        json.WriteNumber("count"u8, count);
        json.WriteNumber("page"u8, Number);
        if (version == 7)
        {
            json.WriteNull("previous_page_token"u8);
            json.WriteString("page_token_expiry"u8, next is { } token ? CrmTime.Format(token.Expires, utcOffset) : null);
        }

        json.WriteBoolean("more_records"u8, next is not null);
        json.WriteEndObject();
    }

    private static int GetNumber(ApiCall call, string name, int defaultValue) =>
        call.Request.TryGetNumber(name, defaultValue, int.MaxValue, out var number) ? number : defaultValue;
}
