using System.Text.Json;
using ZohoCrm.Emulator.Api;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Records;

namespace ZohoCrm.Emulator.Locking;

/// <summary>The five calls of record locking (protocol 1).</summary>
internal sealed class LockingEndpoint(
    EmulatorSettings settings, EmulatorCounters counters, ModuleTable modules, Authorizer authorizer, TimeProvider time)
{
    private readonly LockReason _reason = new(settings);
    private readonly LockRow _row = new(settings);

    public ApiError? Answer(ApiCall call)
    {
        if (IsWrongMethod(call))
        {
            return ApiErrors.WrongMethod((int)settings.Contradictions.WrongMethodStatus);
        }

        if (!authorizer.AllowsLocking(call, AccessFor(call.Route.Operation)))
        {
            return ApiErrors.ScopeMismatch(call.Request.Method, call.Request.Target);
        }

        var error = Resolve(call, out var module, out var record);
        if (error is not null)
        {
            return error;
        }

        return call.Route.Operation switch
        {
            Operation.ListLocks => List(call, module!, record!),
            Operation.GetLock => Get(call, module!, record!),
            Operation.LockRecord => Lock(call, module!, record!),
            Operation.UpdateLock => Update(call, module!, record!),
            _ => Unlock(call, module!, record!),
        };
    }

    private bool IsWrongMethod(ApiCall call) =>
        call.Route.Operation == Operation.Other
        || (call.Route is { Resource: Resource.Locks, Operation: Operation.UpdateLock or Operation.UnlockRecord }
            && settings.Unknowns.CollectionWrites == CollectionWriteAnswer.WrongMethod);

    private static ScopeAccess AccessFor(Operation operation) => operation switch
    {
        Operation.LockRecord => ScopeAccess.Create,
        Operation.UpdateLock => ScopeAccess.Update,
        Operation.UnlockRecord => ScopeAccess.Delete,
        _ => ScopeAccess.Read,
    };

    /// <summary>Follows the path from left to right, and says where it leads nowhere.</summary>
    private ApiError? Resolve(ApiCall call, out CrmModule? module, out CrmRecord? record)
    {
        record = null;
        var error = modules.Resolve(call.ModuleName, out module);
        if (error is not null)
        {
            return error;
        }

        if (!settings.Permissions.EditionSupported)
        {
            return LockErrors.EditionNotSupported;
        }

        if (call.Route.Operation == Operation.ListLocks && settings.Contradictions.FieldsMandatory && Fields(call) is null)
        {
            return ApiErrors.ParameterMissing("fields", settings.Contradictions.MissingParameterKey);
        }

        record = module!.Find(call.RecordId, settings.Unknowns.DeletedRecordsLockable);
        if (record is null)
        {
            return LockErrors.RelatedIdInvalid;
        }

        if (module.LockingConfiguration == LockingConfiguration.None || call.Route.Version < module.LockableFrom)
        {
            return call.Route.Operation == Operation.UnlockRecord && settings.Contradictions.RelationNotFoundIndexOnDelete
                ? LockErrors.RelationNotFoundAtLock
                : LockErrors.RelationNotFound;
        }

        return module.LockingConfiguration == LockingConfiguration.Missing ? LockErrors.ConfigurationMissing : null;
    }

    private ApiError? List(ApiCall call, CrmModule module, CrmRecord record)
    {
        if (!settings.Permissions.ProfileSupported)
        {
            return LockErrors.ProfileNotSupported;
        }

        if (LockPage.Read(call, settings.Contradictions.LocksPerPage, time.GetUtcNow(), out var page) is { } error)
        {
            return error;
        }

        var locks = Selected(call.Request, record.Locks);
        var first = (int)Math.Min(page.Offset, locks.Count);
        var end = (int)Math.Min((long)first + page.PerPage, locks.Count);
        if (first == end && settings.Unknowns.NotLocked == NotLockedAnswer.NoContent)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        for (var i = first; i < end; i++)
        {
            _row.Write(json, call, module, record, locks[i], FieldsOrAll(call));
        }

        json.WriteEndArray();
        PageToken? next = end < locks.Count ? page.Next(time.GetUtcNow()) : null;
        LockInfo.Write(
            json, call.Route.Version, page, end - first, next, next is { } token ? CrmTime.Write(token.Expires, settings.UtcOffset) : null);
        json.WriteEndObject();
        return null;
    }

    private ApiError? Get(ApiCall call, CrmModule module, CrmRecord record)
    {
        if (!settings.Permissions.ProfileSupported)
        {
            return LockErrors.ProfileNotSupported;
        }

        if (Entry(record, call.LockId) is not { } entry)
        {
            if (settings.Contradictions.MalformedLockId == MalformedLockIdAnswer.InvalidUrlPattern
                && call.LockId.AsSpan().ContainsAnyExceptInRange('0', '9'))
            {
                return ApiErrors.InvalidUrlPattern;
            }

            if (settings.Unknowns.UnknownLockId == UnknownLockIdAnswer.RelatedIdInvalid)
            {
                return LockErrors.RelatedLockIdInvalid;
            }

            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        _row.Write(json, call, module, record, entry, FieldsOrAll(call));
        json.WriteEndArray();
        if (settings.Unknowns.GetLockHasInfo)
        {
            LockInfo.Write(json, call.Route.Version, LockPage.First, count: 1, next: null);
        }

        json.WriteEndObject();
        return null;
    }

    private ApiError? Lock(ApiCall call, CrmModule module, CrmRecord record)
    {
        var error = ReadReason(call, module, out var reason, out var hasItem);
        if (error is not null || !hasItem)
        {
            return error;
        }

        RecordLockEntry entry;
        lock (module.Sync)
        {
            if (Blocking(record) is { } blocking)
            {
                if (blocking.LockedBy == call.User)
                {
                    counters.RepeatedLock();
                }

                return LockErrors.AlreadyLocked(settings.Contradictions.Wording);
            }

            entry = module.NewManualLock(call.User, reason);
            module.Put(record, entry);
        }

        WriteAdded(call.Response, entry, call.User);
        return null;
    }

    private ApiError? Update(ApiCall call, CrmModule module, CrmRecord record)
    {
        var error = ReadReason(call, module, out var reason, out var hasItem);
        if (error is not null || !hasItem)
        {
            return error;
        }

        string id;
        lock (module.Sync)
        {
            if (Entry(record, call.LockId) is not { } entry)
            {
                return LockErrors.LockIdInvalid;
            }

            if (entry.Kind == LockKind.Automatic)
            {
                return LockErrors.OnlyAutomatic;
            }

            if (!MayChange(entry, call.User))
            {
                return LockErrors.MayNotLock;
            }

            module.Put(record, entry with { Reason = reason });
            id = entry.Id;
        }

        WriteRelation(call.Response, id, "relation updated"u8);
        return null;
    }

    private ApiError? Unlock(ApiCall call, CrmModule module, CrmRecord record)
    {
        if (!settings.Permissions.MayUnlock)
        {
            return LockErrors.MayNotUnlock(settings.Contradictions.Wording);
        }

        string id;
        lock (module.Sync)
        {
            if (Entry(record, call.LockId) is not { } entry)
            {
                return LockErrors.LockIdInvalid;
            }

            if (entry.Kind == LockKind.Automatic)
            {
                return LockErrors.LockedAutomatically;
            }

            if (!MayChange(entry, call.User))
            {
                return LockErrors.MayNotUnlock(settings.Contradictions.Wording);
            }

            module.Take(record, entry);
            id = entry.Id;
        }

        WriteRelation(call.Response, id, "relation removed"u8);
        return null;
    }

    /// <summary>Reads the reason of a lock or an update, where one may be set; without an item, the answer is written already.</summary>
    private ApiError? ReadReason(ApiCall call, CrmModule module, out string? reason, out bool hasItem)
    {
        reason = null;
        hasItem = false;
        if (!settings.Permissions.MayLock)
        {
            return LockErrors.MayNotLock;
        }

        if (module.LockingConfiguration == LockingConfiguration.Automatic)
        {
            return LockErrors.OnlyAutomatic;
        }

        var error = _reason.Read(call.Request.Body, out reason, out hasItem);
        if (error is null && !hasItem)
        {
            WriteNothingDone(call.Response);
        }

        return error;
    }

    private RecordLockEntry? Blocking(CrmRecord record)
    {
        foreach (var entry in record.Locks)
        {
            if (entry.Kind == LockKind.Manual || !settings.Unknowns.LockOverAutomatic)
            {
                return entry;
            }
        }

        return null;
    }

    private bool MayChange(RecordLockEntry entry, CrmUser user) => entry.LockedBy == user || settings.Unknowns.OtherUserMayUnlock;

    /// <summary>The lock with an id; without one (a write to the collection) the record's lock, the manual before the automatic.</summary>
    private static RecordLockEntry? Entry(CrmRecord record, string? lockId)
    {
        RecordLockEntry? found = null;
        foreach (var entry in record.Locks)
        {
            if (lockId is null ? found is null || entry.Kind == LockKind.Manual : entry.Id == lockId)
            {
                found = entry;
            }
        }

        return found;
    }

    private IReadOnlyList<RecordLockEntry> Selected(HttpRequest request, IReadOnlyList<RecordLockEntry> locks) =>
        settings.Unknowns.Ids == IdsParameter.SelectsLocks && request.Query("ids") is { } ids
            ? [.. locks.Where(entry => ids.Split(',').Contains(entry.Id))]
            : locks;

    private static string? Fields(ApiCall call) => call.Request.Query("fields") is { Length: > 0 } fields ? fields : null;

    private static LockFields FieldsOrAll(ApiCall call) => Fields(call) is { } fields ? LockRow.ReadFields(fields) : LockFields.All;

    private void WriteAdded(HttpResponse response, RecordLockEntry entry, CrmUser user)
    {
        var time = CrmTime.Write(entry.LockedTime, settings.UtcOffset);
        var json = response.BeginJson(201);
        WriteSuccessHead(json);
        json.WriteString("Modified_Time"u8, time);
        json.WriteUser("Modified_By"u8, user);
        json.WriteString("Created_Time"u8, time);
        json.WriteString("id"u8, entry.Id);
        json.WriteUser("Created_By"u8, user);
        WriteSuccessTail(json, "record added"u8);
    }

    private static void WriteRelation(HttpResponse response, string id, ReadOnlySpan<byte> message)
    {
        var json = response.BeginJson(200);
        WriteSuccessHead(json);
        json.WriteString("id"u8, id);
        WriteSuccessTail(json, message);
    }

    private static void WriteSuccessHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        json.WriteStartObject();
        json.WriteString("code"u8, "SUCCESS"u8);
        json.WriteStartObject("details"u8);
    }

    private static void WriteSuccessTail(Utf8JsonWriter json, ReadOnlySpan<byte> message)
    {
        json.WriteEndObject();
        json.WriteString("message"u8, message);
        json.WriteString("status"u8, "success"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNothingDone(HttpResponse response)
    {
        var json = response.BeginJson(200);
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
