using System.Diagnostics.CodeAnalysis;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Crm.Configurations;
using ZohoCrm.Emulator.Crm.Organization;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Locking;

/// <summary>Locks a record, changes the reason of a lock, and unlocks (protocol 1.2 and 1.3).</summary>
internal sealed class LockCommands(EmulatorSettings settings, EmulatorCounters counters)
{
    private readonly LockReason _reason = new(settings);

    public ApiError? Lock(ApiCall call, CrmModule module, CrmRecord record)
    {
        var error = ReadReason(call, module, out var reason, out var hasItem);
        if (error is not null || !hasItem)
        {
            return error;
        }

        RecordLockEntry entry;
        lock (module.Sync)
        {
            if (FindBlocking(record) is { } blocking)
            {
                if (blocking.LockedBy == call.User)
                {
                    counters.CountRepeatedLock();
                }

                return LockErrors.AlreadyLocked(settings.Contradictions.Wording);
            }

            entry = module.Locks.CreateManual(call.User, reason);
            module.Locks.Put(record, entry);
        }

        WriteAdded(call.Response, entry, call.User);
        return null;
    }

    public ApiError? Update(ApiCall call, CrmModule module, CrmRecord record)
    {
        var error = ReadReason(call, module, out var reason, out var hasItem);
        if (error is not null || !hasItem)
        {
            return error;
        }

        RecordLockEntry? entry;
        lock (module.Sync)
        {
            if (!TryFind(call, record, LockErrors.OnlyAutomatic, LockErrors.MayNotLock, out entry, out error))
            {
                return error;
            }

            module.Locks.Put(record, entry with { Reason = reason });
        }

        WriteRelation(call.Response, entry.Id, "relation updated");
        return null;
    }

    public ApiError? Unlock(ApiCall call, CrmModule module, CrmRecord record)
    {
        var mayNotUnlock = LockErrors.MayNotUnlock(settings.Contradictions.Wording);
        if (!settings.Permissions.MayUnlock)
        {
            return mayNotUnlock;
        }

        RecordLockEntry? entry;
        lock (module.Sync)
        {
            if (!TryFind(call, record, LockErrors.LockedAutomatically, mayNotUnlock, out entry, out var error))
            {
                return error;
            }

            module.Locks.Remove(record, entry);
        }

        WriteRelation(call.Response, entry.Id, "relation removed");
        return null;
    }

    /// <summary>Reads the reason. If <paramref name="hasItem"/> is false, the response is already written.</summary>
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
            call.Response.BeginArray(200, "data").EndArray();
        }

        return error;
    }

    private RecordLockEntry? FindBlocking(CrmRecord record)
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

    /// <summary>Finds the lock of the path, or the error if the user can't change it.</summary>
    private bool TryFind(
        ApiCall call,
        CrmRecord record,
        ApiError ifAutomatic,
        ApiError ifOtherUser,
        [NotNullWhen(true)] out RecordLockEntry? entry,
        [NotNullWhen(false)] out ApiError? error)
    {
        entry = record.FindLock(call.LockId);
        error = entry switch
        {
            null => LockErrors.LockIdInvalid,
            { Kind: LockKind.Automatic } => ifAutomatic,
            _ when entry.LockedBy != call.User && !settings.Unknowns.OtherUserMayUnlock => ifOtherUser,
            _ => null,
        };
        return entry is not null && error is null;
    }

    private void WriteAdded(HttpResponse response, RecordLockEntry entry, CrmUser user)
    {
        var time = CrmTime.Format(entry.LockedTime, settings.UtcOffset);
        var json = response.BeginArray(201, "data");
        json.BeginSuccess();
        json.WriteString("Modified_Time"u8, time);
        json.WriteUser("Modified_By"u8, user);
        json.WriteString("Created_Time"u8, time);
        json.WriteString("id"u8, entry.Id);
        json.WriteUser("Created_By"u8, user);
        json.EndSuccess("record added");
        json.EndArray();
    }

    private static void WriteRelation(HttpResponse response, string id, string message)
    {
        var json = response.BeginArray(200, "data");
        json.BeginSuccess();
        json.WriteString("id"u8, id);
        json.EndSuccess(message);
        json.EndArray();
    }
}
