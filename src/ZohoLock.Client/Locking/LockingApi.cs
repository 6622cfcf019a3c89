using System.Text.Json;
using ZohoLock.Api;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Locking;

/// <summary>
/// The five calls of record locking (protocol section 1.1), each sent once; <see cref="RecordLockClient"/> handles lost responses.
/// </summary>
internal sealed class LockingApi(ApiClient api, CallLane lane)
{
    public async Task<IReadOnlyList<RecordLock>> ListAsync(
        string module, string recordId, IReadOnlyCollection<string>? fields, bool isRepeat, CancellationToken cancellationToken)
    {
        var path = $"{GetPath(module, recordId)}?fields={JoinFields(fields is { Count: > 0 } ? fields : LockField.All)}";
        var pages = new LockPages();
        string? next = null;
        do
        {
            var place = next is null ? path : $"{path}&{next}";
            var response = await api.SendAsync(lane, new ApiCall(HttpMethod.Get, place) { IsRepeat = isRepeat }, cancellationToken).ConfigureAwait(false);
            var list = response.Read(LockingJson.Default.LockList);
            next = pages.Add(ReadLocks(response, list, module, recordId), list?.Info);
        }
        while (next is not null);

        return pages.Locks;
    }

    public async Task<RecordLock?> GetAsync(
        string module,
        string recordId,
        string lockId,
        IReadOnlyCollection<string>? fields,
        bool isRepeat,
        CancellationToken cancellationToken)
    {
        var path = GetPath(module, recordId, lockId) + (fields is { Count: > 0 } ? $"?fields={JoinFields(fields)}" : null);
        var response = await api.SendAsync(lane, new ApiCall(HttpMethod.Get, path) { IsRepeat = isRepeat }, cancellationToken).ConfigureAwait(false);
        return ReadLocks(response, response.Read(LockingJson.Default.LockList), module, recordId) is [var only, ..] ? only : null;
    }

    public async Task<RecordLock> LockAsync(
        string module, string recordId, string reason, bool isRepeat, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, GetPath(module, recordId), SerializeReason(reason)) { IsRepeat = isRepeat };
        var response = await api.SendAsync(lane, call, cancellationToken).ConfigureAwait(false);
        if (ReadChange(response).Details is not { Id.Length: > 0 } created)
        {
            throw response.Unreadable();
        }

        api.Server.UserId = created.CreatedBy?.Id ?? api.Server.UserId;
        return new RecordLock(module, recordId, created.Id)
        {
            Reason = reason,
            Source = LockSource.Manual,
            LockedBy = created.CreatedBy?.ToUser(),
            LockedTime = created.CreatedTime,
        };
    }

    public async Task UpdateAsync(
        string module, string recordId, string lockId, string reason, bool isRepeat, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Put, GetPath(module, recordId, lockId), SerializeReason(reason)) { IsRepeat = isRepeat };
        ReadChange(await api.SendAsync(lane, call, cancellationToken).ConfigureAwait(false));
    }

    public async Task UnlockAsync(string module, string recordId, string lockId, bool isRepeat, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Delete, GetPath(module, recordId, lockId)) { IsRepeat = isRepeat };
        ReadChange(await api.SendAsync(lane, call, cancellationToken).ConfigureAwait(false));
    }

    // A successful response has one item with the code SUCCESS.
    private static ChangeResult ReadChange(ApiResponse response) =>
        response.Read(LockingJson.Default.ChangeResponse) is { Data: [{ Code: { } code } item, ..] } && code.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase)
            ? item
            : throw response.Unreadable();

    private static RecordLock[] ReadLocks(ApiResponse response, LockList? list, string module, string recordId)
    {
        var rows = list is null ? [] : list.Data ?? throw response.Unreadable();
        return [.. rows.Select(row => ToLock(row, module, recordId) ?? throw response.Unreadable())];
    }

    private static RecordLock? ToLock(LockRow? row, string module, string recordId) => row is not { Id.Length: > 0 } ? null : new(module, recordId, row.Id)
    {
        RecordName = (row.LockedFor ?? row.SdkLockedFor)?.Name,
        Reason = row.Reason,
        Source = ParseSource(row.Source),
        LockedBy = row.LockedBy?.ToUser(),
        LockedTime = row.Time,
        ConfigurationId = row.ConfigurationId,
        RuleId = row.RuleId,
        Editable = row.Editable,
    };

    // Enum.TryParse would accept numbers.
    private static LockSource? ParseSource(string? word)
    {
        foreach (var source in Enum.GetValues<LockSource>())
        {
            if (source.ToString().Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return source;
            }
        }

        return null;
    }

    private static byte[] SerializeReason(string reason) =>
        JsonSerializer.SerializeToUtf8Bytes(new ReasonRequest([new ReasonItem(reason)]), LockingJson.Default.ReasonRequest);

    private string GetPath(string module, string recordId, string? lockId = null)
    {
        var path = $"/crm/{api.Version}/{ApiPath.Segment(module)}/{ApiPath.Segment(recordId)}/Locking_Information__s";
        return lockId is null ? path : $"{path}/{ApiPath.Segment(lockId)}";
    }

    private static string JoinFields(IEnumerable<string> fields) => string.Join(',', fields.Select(Uri.EscapeDataString));
}
