using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Locking;

/// <summary>Lists the locks of a record, and reads one of them (protocol 1.4 and 1.5).</summary>
internal sealed class LockQueries(EmulatorSettings settings, TimeProvider time)
{
    private readonly LockWriter _writer = new(settings);

    public ApiError? List(ApiCall call, CrmModule module, CrmRecord record)
    {
        if (!settings.Permissions.ProfileSupported)
        {
            return LockErrors.ProfileNotSupported;
        }

        if (LockPage.Read(call, settings.Contradictions.LocksPerPage, time.GetUtcNow(), out var page) is { } error)
        {
            return error;
        }

        var locks = Select(call.Request, record.Locks);
        var first = (int)Math.Min(page.Offset, locks.Count);
        var end = (int)Math.Min((long)first + page.PerPage, locks.Count);
        if (first == end && settings.Unknowns.NotLocked == NotLockedAnswer.NoContent)
        {
            call.Response.Status = 204;
            return null;
        }

        var json = call.Response.BeginArray(200, "data");
        for (var i = first; i < end; i++)
        {
            _writer.Write(json, call, module, record, locks[i], GetFields(call));
        }

        json.WriteEndArray();
        PageToken? next = end < locks.Count ? page.CreateNextToken(time.GetUtcNow()) : null;
        page.WriteInfo(json, call.Route.Version, end - first, next, settings.UtcOffset);
        json.WriteEndObject();
        return null;
    }

    public ApiError? Get(ApiCall call, CrmModule module, CrmRecord record)
    {
        if (!settings.Permissions.ProfileSupported)
        {
            return LockErrors.ProfileNotSupported;
        }

        if (record.FindLock(call.LockId) is not { } entry)
        {
            return AnswerUnknownId(call);
        }

        var json = call.Response.BeginArray(200, "data");
        _writer.Write(json, call, module, record, entry, GetFields(call));
        json.WriteEndArray();
        if (settings.Unknowns.GetLockHasInfo)
        {
            LockPage.First.WriteInfo(json, call.Route.Version, count: 1, next: null, settings.UtcOffset);
        }

        json.WriteEndObject();
        return null;
    }

    private ApiError? AnswerUnknownId(ApiCall call)
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

    private IReadOnlyList<RecordLockEntry> Select(HttpRequest request, IReadOnlyList<RecordLockEntry> locks) =>
        settings.Unknowns.Ids == IdsParameter.SelectsLocks && request.Query("ids") is { } ids
            ? [.. locks.Where(entry => ids.Split(',').Contains(entry.Id))]
            : locks;

    private static LockFields GetFields(ApiCall call) =>
        call.Request.Query("fields") is { Length: > 0 } fields ? LockWriter.ReadFields(fields) : LockFields.All;
}
