using System.Globalization;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.Locking;

/// <summary>The page of a record's locks that a call asks for, by its number or by the token that the page before told (protocol 1.1 and 13).</summary>
internal readonly record struct LockPage(int Number, int PerPage, long Offset, int Binding)
{
    private const int LargestPage = 200;

    public static LockPage First { get; } = new(1, LargestPage, Offset: 0, Binding: 0);

    public static ApiError? Read(ApiCall call, int? mostPerPage, DateTimeOffset now, out LockPage page)
    {
        var perPage = Math.Min(NumberOf(call, "per_page", LargestPage), mostPerPage ?? LargestPage);
        var number = NumberOf(call, "page", 1);
        page = new(number, perPage, (number - 1L) * perPage, HashCode.Combine(call.User.Id, call.ModuleName, call.RecordId, perPage));
        if (call.Request.Query("page_token") is not { } text)
        {
            return null;
        }

        if (call.Request.Query("page") is not null)
        {
            return RecordErrors.PageAndToken;
        }

        if (!PageToken.TryRead(text, out var token) || token.Query != page.Binding)
        {
            return RecordErrors.TokenOfOtherQuery;
        }

        page = page with { Number = (token.Offset / perPage) + 1, Offset = token.Offset };
        return token.Expires <= now ? RecordErrors.TokenExpired : null;
    }

    /// <summary>The token of the page behind this one.</summary>
    public PageToken Next(DateTimeOffset now) => PageToken.For((int)Offset + PerPage, Binding, now);

    private static int NumberOf(ApiCall call, string name, int otherwise) =>
        int.TryParse(call.Request.Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : otherwise;
}
