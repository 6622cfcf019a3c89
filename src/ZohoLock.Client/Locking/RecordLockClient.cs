using System.Text.Json;
using ZohoLock.Http;

namespace ZohoLock.Locking;

/// <summary>The five calls of Zoho's record locking (protocol section 1.1), and finding a lock's id where only the record's is known.</summary>
/// <remarks>Modules are API names, ids digits; see <see cref="ModuleName"/>, <see cref="RecordId"/> and <see cref="LockReason"/>.</remarks>
public sealed class RecordLockClient
{
    private readonly Connection _connection;

    /// <summary>Uses <paramref name="connection"/> for each call.</summary>
    public RecordLockClient(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
    }

    /// <summary>The locks of a record: none, one, or where a rule and a hand locked it, two.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="recordId">The record's id.</param>
    /// <param name="fields">The fields to ask for, by Zoho's names; all where none are given. Zoho makes them mandatory.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">Zoho refused, or there was no readable answer.</exception>
    public async Task<IReadOnlyList<RecordLock>> ListAsync(
        string module, string recordId, IReadOnlyCollection<string>? fields = null, CancellationToken cancellationToken = default)
    {
        var path = $"{PathOf(module, recordId)}?fields={Fields(fields is { Count: > 0 } ? fields : LockField.All)}";
        var answer = await _connection.Api.SendAsync(HttpMethod.Get, path, json: null, cancellationToken).ConfigureAwait(false);
        return Locks(answer, module, recordId);
    }

    /// <summary>One lock by its id; null where Zoho answers that there is none.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock?> GetAsync(
        string module,
        string recordId,
        string lockId,
        IReadOnlyCollection<string>? fields = null,
        CancellationToken cancellationToken = default)
    {
        var query = fields is { Count: > 0 } ? $"?fields={Fields(fields)}" : null;
        var path = PathOf(module, recordId, lockId) + query;
        var answer = await _connection.Api.SendAsync(HttpMethod.Get, path, json: null, cancellationToken).ConfigureAwait(false);
        return Locks(answer, module, recordId) is [var only, ..] ? only : null;
    }

    /// <summary>Locks a record.</summary>
    /// <returns>The lock, as far as this one call tells it.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock> LockAsync(string module, string recordId, string reason, CancellationToken cancellationToken = default)
    {
        var answer = await _connection.Api.SendAsync(HttpMethod.Post, PathOf(module, recordId), Body(reason), cancellationToken)
            .ConfigureAwait(false);
        return Change(answer).Details is { Id.Length: > 0 } made
            ? new RecordLock(module, recordId, made.Id)
            {
                Reason = reason,
                Source = LockSource.Manual,
                LockedBy = made.CreatedBy?.ToUser(),
                LockedTime = made.CreatedTime,
            }
            : throw answer.Unreadable();
    }

    /// <summary>Changes the reason of a lock.</summary>
    /// <param name="current">The lock as it is known; its ids are what counts.</param>
    /// <param name="reason">The new reason.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns><paramref name="current"/> with its new reason: the answer tells nothing more.</returns>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordLock> UpdateReasonAsync(RecordLock current, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(current);
        var path = PathOf(current.Module, current.RecordId, current.LockId);
        Change(await _connection.Api.SendAsync(HttpMethod.Put, path, Body(reason), cancellationToken).ConfigureAwait(false));
        return current with { Reason = reason };
    }

    /// <summary>Removes a lock.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<RecordUnlock> UnlockAsync(string module, string recordId, string lockId, CancellationToken cancellationToken = default)
    {
        var path = PathOf(module, recordId, lockId);
        Change(await _connection.Api.SendAsync(HttpMethod.Delete, path, json: null, cancellationToken).ConfigureAwait(false));
        return new RecordUnlock(module, recordId, lockId, RecordUnlockStatus.Unlocked);
    }

    /// <summary>The lock of a record that a call can change: the one by hand where there are two.</summary>
    /// <exception cref="ZohoException">The record isn't locked, Zoho refused, or there was no readable answer.</exception>
    public async Task<RecordLock> FindAsync(string module, string recordId, CancellationToken cancellationToken = default)
    {
        var locks = await ListAsync(module, recordId, cancellationToken: cancellationToken).ConfigureAwait(false);
        return locks.FirstOrDefault(found => found.Source != LockSource.Automatic)
            ?? (locks is [var automatic, ..] ? automatic : null)
            ?? throw new ZohoException(new ZohoError
            {
                Code = "NOT_LOCKED",
                Message = "record is not locked",
                Advice = "Nothing was changed. Lock-ZohoRecord locks it.",
                Kind = ZohoErrorKind.ObjectNotFound,
            });
    }

    // Anything but a success is an error already; success needs one item that says so.
    private static ChangeItem Change(ApiAnswer answer) =>
        answer.Read(LockingJson.Default.ChangeAnswer) is { Data: [{ Code: not null } item, ..] } ? item : throw answer.Unreadable();

    private static RecordLock[] Locks(ApiAnswer answer, string module, string recordId)
    {
        var rows = answer.Read(LockingJson.Default.LockList) is { } list ? list.Data ?? throw answer.Unreadable() : [];
        return [.. rows.Select(row => Lock(row, module, recordId) ?? throw answer.Unreadable())];
    }

    private static RecordLock? Lock(LockRow? row, string module, string recordId) => row?.Id is null ? null : new(module, recordId, row.Id)
    {
        RecordName = (row.LockedFor ?? row.LockedForOfSdk)?.Name,
        Reason = row.Reason,
        Source = Enum.TryParse<LockSource>(row.Source, ignoreCase: true, out var source) ? source : null,
        LockedBy = row.LockedBy?.ToUser(),
        LockedTime = row.Time,
        ConfigurationId = row.ConfigurationId,
        RuleId = row.RuleId,
        Editable = row.Editable,
    };

    private static byte[] Body(string reason) =>
        JsonSerializer.SerializeToUtf8Bytes(new ReasonRequest([new ReasonItem(reason)]), LockingJson.Default.ReasonRequest);

    private string PathOf(string module, string recordId, string? lockId = null)
    {
        var path = $"/crm/{_connection.ApiVersion}/{Uri.EscapeDataString(module)}/{Uri.EscapeDataString(recordId)}/Locking_Information__s";
        return lockId is null ? path : $"{path}/{Uri.EscapeDataString(lockId)}";
    }

    private static string Fields(IEnumerable<string> fields) => string.Join(',', fields.Select(Uri.EscapeDataString));
}
