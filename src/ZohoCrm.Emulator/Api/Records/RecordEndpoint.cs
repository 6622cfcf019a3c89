using System.Text.Json;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Records;

/// <summary>Lists, reads and updates records (protocol 3 and 9).</summary>
internal sealed class RecordEndpoint(CrmOrganization organization, Authorizer authorizer)
{
    private readonly EmulatorSettings _settings = organization.Settings;
    private readonly CountEndpoint _count = new(organization);
    private readonly RecordWriter _writer = new(organization);

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

        if (!organization.TryResolve(call.ModuleName, out var module, out var error))
        {
            return error;
        }

        return call.Route.Operation switch
        {
            Operation.ListRecords => List(call, module),
            Operation.GetRecord => Get(call, module),
            Operation.CountRecords => _count.Answer(call, module),
            _ => Update(call, module),
        };
    }

    private ApiError? List(ApiCall call, CrmModule module)
    {
        var now = organization.Time.GetUtcNow();
        if (RecordQuery.Read(call, _settings.Contradictions, now, out var query) is { } error)
        {
            return error;
        }

        if (query!.ViewId is { } viewId && module.FindView(viewId) is null)
        {
            return ApiErrors.ParameterInvalid("cvid");
        }

        var records = query.Apply(module);
        var end = Math.Min(query.Offset + query.PerPage, records.Count);
        if (query.Offset >= end)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginArray(200, "data");
        for (var i = query.Offset; i < end; i++)
        {
            _writer.Write(json, call.User, module, records[i], query.Fields);
        }

        json.WriteEndArray();
        query.WriteInfo(json, end - query.Offset, end < records.Count, now, _settings.UtcOffset);
        json.WriteEndObject();
        return null;
    }

    private ApiError? Get(ApiCall call, CrmModule module)
    {
        if (module.Find(call.RecordId) is not { } record)
        {
            return RecordErrors.IdInvalid;
        }

        var fields = call.Request.Query("fields")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var json = call.Response.BeginArray(200, "data");
        _writer.Write(json, call.User, module, record, fields is { Length: > 0 } ? fields : null);
        json.EndArray();
        return null;
    }

    private ApiError? Update(ApiCall call, CrmModule module)
    {
        using var document = DataItem.Parse(call.Request.Body);
        if (document is null)
        {
            return ApiErrors.BodyNotJson;
        }

        var error = DataItem.Find(document.RootElement, _settings.Unknowns, out var item);
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
            return RecordErrors.FieldNotText;
        }

        lock (module.Sync)
        {
            if (module.Locks.IsLockedFor(organization.Profiles.Get(call.User), record, changes.Keys))
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
        var json = call.Response.BeginArray(200, "data");
        json.BeginSuccess();
        json.WriteString("Modified_Time"u8, CrmTime.Format(record.ModifiedTime, _settings.UtcOffset));
        json.WriteUser("Modified_By"u8, call.User);
        json.WriteString("Created_Time"u8, CrmTime.Format(record.CreatedTime, _settings.UtcOffset));
        json.WriteString("id"u8, record.Id);
        json.WriteUser("Created_By"u8, call.User);
        json.EndSuccess("record updated");
        json.EndArray();
    }
}
