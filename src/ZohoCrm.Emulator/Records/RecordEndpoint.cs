using System.Text.Json;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Metadata;
using ZohoCrm.Emulator.OAuth;

namespace ZohoCrm.Emulator.Records;

/// <summary>Listing, reading and updating records (protocol 3 and 9).</summary>
internal sealed class RecordEndpoint(
    EmulatorSettings settings, ModuleTable modules, ProfileTable profiles, Authorizer authorizer, TimeProvider time)
{
    private readonly RecordRow _row = new(settings, profiles);

    public ApiError? Answer(ApiCall call)
    {
        if (call.Route.Operation == Operation.Other)
        {
            return ApiErrors.WrongMethod(400);
        }

        var access = call.Route.Operation == Operation.UpdateRecord ? ScopeAccess.Update : ScopeAccess.Read;
        if (!authorizer.AllowsRecords(call, access))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        var error = modules.Resolve(call.ModuleName, out var module);
        if (error is not null)
        {
            return error;
        }

        return call.Route.Operation switch
        {
            Operation.ListRecords => List(call, module!),
            Operation.GetRecord => Get(call, module!),
            _ => Update(call, module!),
        };
    }

    private ApiError? List(ApiCall call, CrmModule module)
    {
        var now = time.GetUtcNow();
        var error = RecordQuery.Read(call.Request, call.User, settings.Contradictions, now, out var query);
        if (error is not null)
        {
            return error;
        }

        var records = Sorted(module, query!);
        var end = Math.Min(query!.Offset + query.PerPage, records.Count);
        if (query.Offset >= end)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        for (var i = query.Offset; i < end; i++)
        {
            _row.Write(json, call.User, module, records[i], query.Fields);
        }

        json.WriteEndArray();
        WriteInfo(json, query, end - query.Offset, end < records.Count, now);
        json.WriteEndObject();
        return null;
    }

    private static List<CrmRecord> Sorted(CrmModule module, RecordQuery query)
    {
        IEnumerable<CrmRecord> records = module.Records;
        if (query.Ids is not null)
        {
            HashSet<string> ids = [.. query.Ids.Split(',', StringSplitOptions.TrimEntries)];
            records = records.Where(record => ids.Contains(record.Id));
        }

        records = query.SortBy switch
        {
            "Created_Time" => records.OrderBy(record => record.CreatedTime),
            "Modified_Time" => records.OrderBy(record => record.ModifiedTime),
            _ => records,
        };

        var sorted = records.ToList();
        if (query.IsDescending)
        {
            sorted.Reverse();
        }

        return sorted;
    }

    private void WriteInfo(Utf8JsonWriter json, RecordQuery query, int count, bool hasMore, DateTimeOffset now)
    {
        var next = PageToken.For(query.Offset + query.PerPage, query.Binding, now);
        var previous = PageToken.For(Math.Max(0, query.Offset - query.PerPage), query.Binding, now);
        json.WriteStartObject("info"u8);
        json.WriteBoolean("call"u8, false);
        json.WriteNumber("per_page"u8, query.PerPage);
        json.WriteString("next_page_token"u8, hasMore ? next.ToString() : null);
        json.WriteNumber("count"u8, count);
        json.WriteString("sort_by"u8, query.SortBy);
        json.WriteNumber("page"u8, query.Page);
        json.WriteString("previous_page_token"u8, query.Offset > 0 ? previous.ToString() : null);
        json.WriteString("page_token_expiry"u8, hasMore || query.Offset > 0 ? CrmTime.Write(next.Expires, settings.UtcOffset) : null);
        json.WriteString("sort_order"u8, query.SortOrder);
        json.WriteBoolean("email"u8, false);
        json.WriteBoolean("more_records"u8, hasMore);
        json.WriteEndObject();
    }

    private ApiError? Get(ApiCall call, CrmModule module)
    {
        if (module.Find(call.RecordId) is not { } record)
        {
            return RecordErrors.IdInvalid;
        }

        var fields = call.Request.Query("fields")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        _row.Write(json, call.User, module, record, fields is { Length: > 0 } ? fields : null);
        json.WriteEndArray();
        json.WriteEndObject();
        return null;
    }

    private ApiError? Update(ApiCall call, CrmModule module)
    {
        using var document = DataItem.Parse(call.Request.Body);
        if (document is null)
        {
            return ApiErrors.BodyNotJson;
        }

        var error = DataItem.Find(document.RootElement, settings.Unknowns, out var item);
        if (error is not null || item is null)
        {
            return error ?? ApiErrors.DataEmpty;
        }

        if (module.Find(call.RecordId) is not { } record)
        {
            return RecordErrors.IdInvalid;
        }

        if (!TryReadChanges(item.Value, out var changes))
        {
            return RecordErrors.FieldNotPlain;
        }

        lock (module.Sync)
        {
            if (module.IsLockedFor(profiles.Of(call.User), record, changes.Keys))
            {
                return RecordErrors.Locked;
            }

            module.Change(record, changes);
        }

        WriteUpdated(call, record);
        return null;
    }

    private static bool TryReadChanges(JsonElement item, out Dictionary<string, string?> changes)
    {
        changes = [];
        foreach (var field in item.EnumerateObject())
        {
            if (field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                return false;
            }

            if (field.Name is not ("id" or "Locked__s" or "Created_Time" or "Modified_Time"))
            {
                changes[field.Name] = field.Value.ValueKind == JsonValueKind.Null ? null : field.Value.ToString();
            }
        }

        return true;
    }

    private void WriteUpdated(ApiCall call, CrmRecord record)
    {
        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        json.WriteStartObject();
        json.WriteString("code"u8, "SUCCESS"u8);
        json.WriteStartObject("details"u8);
        json.WriteString("Modified_Time"u8, CrmTime.Write(record.ModifiedTime, settings.UtcOffset));
        json.WriteUser("Modified_By"u8, call.User);
        json.WriteString("Created_Time"u8, CrmTime.Write(record.CreatedTime, settings.UtcOffset));
        json.WriteString("id"u8, record.Id);
        json.WriteUser("Created_By"u8, call.User);
        json.WriteEndObject();
        json.WriteString("message"u8, "record updated"u8);
        json.WriteString("status"u8, "success"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
