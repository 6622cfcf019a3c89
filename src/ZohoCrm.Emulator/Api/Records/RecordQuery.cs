using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Records;

/// <summary>The parameters of a call that lists records (protocol 9).</summary>
internal sealed record RecordQuery(
    string[] Fields,
    string? Ids,
    string? ViewId,
    Converted? Converted,
    string SortBy,
    bool IsDescending,
    int PerPage,
    int Page,
    int Offset,
    int Hash)
{
    private const int LargestPage = 200;
    private const int MaxFields = 50;
    private const int MaxRecordsByPage = 2000;
    private const int MaxRecordsByToken = 100_000;

    public static ApiError? Read(ApiCall call, Contradictions contradictions, DateTimeOffset now, out RecordQuery? query)
    {
        query = null;
        var request = call.Request;
        if (request.Query("fields") is not { Length: > 0 } fields)
        {
            return ApiErrors.ParameterMissing("fields", contradictions.MissingParameterKey);
        }

        var names = fields.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length > MaxFields)
        {
            return RecordErrors.TooManyFields;
        }

        if (!request.TryGetNumber("per_page", LargestPage, LargestPage, out var perPage))
        {
            return ApiErrors.ParameterInvalid("per_page");
        }

        if (!request.TryGetNumber("page", 1, int.MaxValue, out var page))
        {
            return ApiErrors.ParameterInvalid("page");
        }

        var viewId = request.Query("cvid");
        if (viewId is not null && request.Query("sort_by") is not null)
        {
            return RecordErrors.ViewAndSort;
        }

        var converted = ReadConverted(request.Query("converted"));
        if (converted is null && request.Query("converted") is not null)
        {
            return ApiErrors.ParameterInvalid("converted");
        }

        var sortBy = request.Query("sort_by") ?? "id";
        if (sortBy is not ("id" or "Created_Time" or "Modified_Time"))
        {
            return ApiErrors.ParameterInvalid("sort_by");
        }

        var sortOrder = request.Query("sort_order") ?? "desc";
        if (sortOrder is not ("asc" or "desc"))
        {
            return ApiErrors.ParameterInvalid("sort_order");
        }

        var ids = request.Query("ids");
        var hash = HashCode.Combine(
            call.User.Id, call.ModuleName, fields, ids, sortBy, sortOrder, perPage, HashCode.Combine(viewId, converted));
        query = new(names, ids, viewId, converted, sortBy, sortOrder == "desc", perPage, page, Offset: 0, hash);
        return SetOffset(request, now, ref query);
    }

    /// <summary>Selects and sorts the records of a module.</summary>
    public List<CrmRecord> Apply(CrmModule module)
    {
        IEnumerable<CrmRecord> records = module.GetSorted();
        var view = ViewId is null ? null : module.FindView(ViewId);
        if (view is not null)
        {
            records = records.Where(record => view.Shows(module, record));
        }

        var converted = Converted ?? (view?.SelectsConverted == true ? Records.Converted.Both : Records.Converted.None);
        if (converted != Records.Converted.Both)
        {
            records = records.Where(record => record.IsConverted == (converted == Records.Converted.Only));
        }

        if (Ids is not null)
        {
            HashSet<string> ids = [.. Ids.Split(',', StringSplitOptions.TrimEntries)];
            records = records.Where(record => ids.Contains(record.Id));
        }

        records = SortBy switch
        {
            "Created_Time" => records.OrderBy(record => record.CreatedTime),
            "Modified_Time" => records.OrderBy(record => record.ModifiedTime),
            _ => records,
        };

        var sorted = records.ToList();
        if (IsDescending)
        {
            sorted.Reverse();
        }

        return sorted;
    }

    public void WriteInfo(Utf8JsonWriter json, int count, bool hasMore, DateTimeOffset now, TimeSpan utcOffset)
    {
        var next = PageToken.Create(Offset + PerPage, Hash, now);
        var previous = PageToken.Create(Math.Max(0, Offset - PerPage), Hash, now);
        json.WriteStartObject("info"u8);
        json.WriteBoolean("call"u8, false);
        json.WriteNumber("per_page"u8, PerPage);
        json.WriteString("next_page_token"u8, hasMore ? next.ToString() : null);
        json.WriteNumber("count"u8, count);
        json.WriteString("sort_by"u8, SortBy);
        json.WriteNumber("page"u8, Page);
        json.WriteString("previous_page_token"u8, Offset > 0 ? previous.ToString() : null);
        json.WriteString("page_token_expiry"u8, hasMore || Offset > 0 ? CrmTime.Format(next.Expires, utcOffset) : null);
        json.WriteString("sort_order"u8, IsDescending ? "desc" : "asc");
        json.WriteBoolean("email"u8, false);
        json.WriteBoolean("more_records"u8, hasMore);
        json.WriteEndObject();
    }

    private static Converted? ReadConverted(string? text) => text switch
    {
        "false" => Records.Converted.None,
        "true" => Records.Converted.Only,
        "both" => Records.Converted.Both,
        _ => null,
    };

    private static ApiError? SetOffset(HttpRequest request, DateTimeOffset now, ref RecordQuery query)
    {
        if (PageToken.Read(request, query.Hash, now, out var token) is { } error)
        {
            return error;
        }

        if (token is { Offset: var offset })
        {
            query = query with { Offset = offset, Page = (offset / query.PerPage) + 1 };
            return offset + query.PerPage > MaxRecordsByToken ? RecordErrors.BeyondTokens : null;
        }

        if ((long)query.Page * query.PerPage > MaxRecordsByPage && query.Page > 1)
        {
            return RecordErrors.BeyondPages;
        }

        query = query with { Offset = (query.Page - 1) * query.PerPage };
        return null;
    }
}

/// <summary>Which leads are listed, by whether they are converted (protocol 9).</summary>
internal enum Converted
{
    None,
    Only,
    Both,
}
