using System.Globalization;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Records;

/// <summary>What a listing asks for, read from its parameters (protocol 9).</summary>
internal sealed record RecordQuery(
    string[] Fields,
    string? Ids,
    string SortBy,
    bool IsDescending,
    int PerPage,
    int Page,
    int Offset,
    int Binding)
{
    private const int LargestPage = 200;
    private const int MostFields = 50;
    private const int PagesReach = 2000;
    private const int TokensReach = 100_000;

    public string SortOrder => IsDescending ? "desc" : "asc";

    public static ApiError? Read(
        HttpRequest request, CrmUser user, Contradictions contradictions, DateTimeOffset now, out RecordQuery? query)
    {
        query = null;
        if (request.Query("fields") is not { Length: > 0 } fields)
        {
            return ApiErrors.ParameterMissing("fields", contradictions.MissingParameterKey);
        }

        var names = fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MostFields)
        {
            return RecordErrors.TooManyFields;
        }

        if (!TryReadNumber(request.Query("per_page"), LargestPage, LargestPage, out var perPage))
        {
            return RecordErrors.ParameterInvalid("per_page");
        }

        if (!TryReadNumber(request.Query("page"), 1, int.MaxValue, out var page))
        {
            return RecordErrors.ParameterInvalid("page");
        }

        var sortBy = request.Query("sort_by") ?? "id";
        if (sortBy is not ("id" or "Created_Time" or "Modified_Time"))
        {
            return RecordErrors.ParameterInvalid("sort_by");
        }

        var sortOrder = request.Query("sort_order") ?? "desc";
        if (sortOrder is not ("asc" or "desc"))
        {
            return RecordErrors.ParameterInvalid("sort_order");
        }

        var ids = request.Query("ids");
        var binding = HashCode.Combine(user.Id, request.Segments[2], fields, ids, sortBy, sortOrder, perPage);
        query = new(names, ids, sortBy, sortOrder == "desc", perPage, page, Offset: 0, binding);
        return Place(request, now, ref query);
    }

    private static ApiError? Place(HttpRequest request, DateTimeOffset now, ref RecordQuery query)
    {
        if (request.Query("page_token") is not { } text)
        {
            if ((long)query.Page * query.PerPage > PagesReach && query.Page > 1)
            {
                return RecordErrors.BeyondPages;
            }

            query = query with { Offset = (query.Page - 1) * query.PerPage };
            return null;
        }

        if (request.Query("page") is not null)
        {
            return RecordErrors.PageAndToken;
        }

        if (!PageToken.TryRead(text, out var token) || token.Query != query.Binding)
        {
            return RecordErrors.TokenOfOtherQuery;
        }

        if (token.Expires <= now)
        {
            return RecordErrors.TokenExpired;
        }

        query = query with { Offset = token.Offset, Page = (token.Offset / query.PerPage) + 1 };
        return token.Offset + query.PerPage > TokensReach ? RecordErrors.BeyondTokens : null;
    }

    internal static bool TryReadNumber(string? text, int otherwise, int largest, out int number)
    {
        number = otherwise;
        return text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && number <= largest);
    }
}
