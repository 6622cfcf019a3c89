using System.Globalization;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>A page token: the offset of the page, when the token expires, and a hash of the query it belongs to (protocol 9).</summary>
internal readonly record struct PageToken(int Offset, long ExpiresTicks, int QueryHash)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public DateTimeOffset Expires => new(ExpiresTicks, TimeSpan.Zero);

    public static PageToken Create(int offset, int queryHash, DateTimeOffset now) => new(offset, (now + Lifetime).UtcTicks, queryHash);

    /// <summary>Reads the <c>page_token</c> of a request. It is null, without an error, if none was sent.</summary>
    public static ApiError? Read(HttpRequest request, int queryHash, DateTimeOffset now, out PageToken? token)
    {
        token = null;
        if (request.Query("page_token") is not { } text)
        {
            return null;
        }

        if (request.Query("page") is not null)
        {
            return ApiErrors.PageAndToken;
        }

        if (!TryParse(text, out var parsed) || parsed.QueryHash != queryHash)
        {
            return ApiErrors.TokenOfOtherQuery;
        }

        token = parsed;
        return parsed.Expires <= now ? ApiErrors.TokenExpired : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset:x8}{ExpiresTicks:x16}{QueryHash:x8}");

    private static bool TryParse(string text, out PageToken token)
    {
        token = default;
        if (text.Length != 32
            || !int.TryParse(text.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var offset)
            || !long.TryParse(text.AsSpan(8, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            || !int.TryParse(text.AsSpan(24, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var queryHash)
            || offset < 0
            || ticks < 0
            || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }

        token = new(offset, ticks, queryHash);
        return true;
    }
}
