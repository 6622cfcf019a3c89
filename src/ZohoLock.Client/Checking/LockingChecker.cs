using ZohoLock.Api;
using ZohoLock.Configuration;
using ZohoLock.Locking;
using ZohoLock.Metadata;
using ZohoLock.Organization;

namespace ZohoLock.Checking;

/// <summary>
/// Checks whether the records of a module can be locked, and if not, why. It only reads, so what Zoho tells only when a record is locked stays
/// unknown.
/// </summary>
public sealed class LockingChecker
{
    private readonly ApiClient _api;
    private readonly ModuleMetadata _metadata;
    private readonly LockConfigurationClient _configurations;
    private readonly RecordLockClient _locks;
    private readonly CurrentUserClient _user;

    /// <summary>Creates a checker that sends its calls with <paramref name="api"/>.</summary>
    internal LockingChecker(ApiClient api)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _metadata = new(api);
        _configurations = new(api);
        _locks = new(api, throttleLimit: null);
        _user = new(api);
    }

    /// <summary>Checks a module, and records of it.</summary>
    /// <param name="module">The API name of the module.</param>
    /// <param name="recordIds">The ids of the records to check: digits; empty for none.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>A check for each <see cref="LockingRequirement"/> of the module, and one for each record.</returns>
    /// <exception cref="ZohoException">No call can succeed: the token was refused, there is no connection, or the credits are used up.</exception>
    public async Task<IReadOnlyList<LockingCheck>> CheckAsync(string module, IReadOnlyCollection<string> recordIds, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recordIds);
        var modules = Answer<IReadOnlyList<ModuleDescription>>.FromAsync(_metadata.GetModulesAsync(cancellationToken)!);
        var views = Answer<IReadOnlyList<ModuleView>>.FromAsync(_metadata.GetViewsAsync(module, cancellationToken)!);
        var records = Task.WhenAll(recordIds.Select(id => ReadAsync(module, id, cancellationToken)));
        var configuration = await Answer<LockConfiguration>.FromAsync(_configurations.GetAsync(module, cancellationToken)).ConfigureAwait(false);
        var user = configuration.Value is { LockedFor: LockedFor.AllProfilesExceptExcludedProfiles }
            ? await Answer<CurrentUser>.FromAsync(_user.GetAsync(cancellationToken)!).ConfigureAwait(false)
            : null;
        var evidence = new LockingEvidence(
            module,
            _api.Scopes,
            await modules.ConfigureAwait(false),
            configuration,
            await views.ConfigureAwait(false),
            user,
            await records.ConfigureAwait(false));
        return [.. ModuleChecks.Judge(evidence), .. RecordChecks.Judge(evidence)];
    }

    private async Task<RecordEvidence> ReadAsync(string module, string recordId, CancellationToken cancellationToken) =>
        new(recordId, await Answer<IReadOnlyList<RecordLock>>.FromAsync(_locks.ListAsync(module, recordId, cancellationToken: cancellationToken)!).ConfigureAwait(false));
}
