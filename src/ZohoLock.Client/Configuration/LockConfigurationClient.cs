using ZohoLock.Api;
using ZohoLock.Configuration.Wire;
using ZohoLock.Diagnostics;
using ZohoLock.Metadata;
using ZohoLock.Retrying;

namespace ZohoLock.Configuration;

/// <summary>
/// Zoho's locking configurations (protocol section 2.1), safe against lost responses. A change whose response was lost is verified before
/// it is repeated: the current configuration shows whether it was carried out.
/// </summary>
/// <remarks>
/// Modules are API names and ids are digits. Problems that <see cref="LockConfigurationExtensions.FindProblems"/> finds are refused without
/// a call. Profiles and custom buttons that have only a name are looked up, which needs the scopes of <see cref="ModuleMetadata"/>.
/// Thread-safe, but concurrent changes of one configuration overwrite each other.
/// </remarks>
public sealed class LockConfigurationClient
{
    private readonly ApiClient _api;
    private readonly ConfigurationApi _calls;
    private readonly ReferenceResolver _references;

    /// <summary>Creates a client that sends its calls with <paramref name="api"/>.</summary>
    internal LockConfigurationClient(ApiClient api)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _api.Server.ResetFailures();
        _calls = new ConfigurationApi(_api, _api.Limiter.OpenLane(maxInFlight: null));
        _references = new ReferenceResolver(new MetadataCache(new ModuleMetadata(_api)));
    }

    /// <summary>The configuration of a module; null if it has none.</summary>
    /// <exception cref="ZohoException">Zoho refused the call, or there was no readable response within the retry time.</exception>
    public Task<LockConfiguration?> GetAsync(string module, CancellationToken cancellationToken = default) => RetryEngine.RunAsync(
        new Operation<LockConfiguration?>(isRepeat => _calls.GetAsync(module, isRepeat, cancellationToken)) { Subject = new(CallSubject.GetConfiguration, module) },
        new ApiRetryState(_api),
        cancellationToken);

    /// <summary>The configuration of a module with the names of its fields, profiles and custom buttons; null if it has none.</summary>
    /// <exception cref="ZohoException">Zoho refused a call, or there was no readable response within the retry time.</exception>
    public async Task<LockConfiguration?> GetNamedAsync(string module, CancellationToken cancellationToken = default) =>
        await GetAsync(module, cancellationToken).ConfigureAwait(false) is { } found
            ? await _references.AddNamesAsync(found, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>
    /// The configuration of a module that must have one. API v7 can't read by id, so the module's configuration is read and its id
    /// compared.
    /// </summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="id">The configuration's id; null for any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">
    /// The module has none, or one with another id (code <c>NO_CONFIGURATION</c>); or the call failed.
    /// </exception>
    public async Task<LockConfiguration> RequireAsync(string module, string? id = null, CancellationToken cancellationToken = default)
    {
        var found = await GetAsync(module, cancellationToken).ConfigureAwait(false);
        return id is null || id == found?.Id ? found ?? throw ConfigurationErrors.None(module) : throw ConfigurationErrors.OtherId(module, id);
    }

    /// <summary>Creates the configuration of a module that has none.</summary>
    /// <returns><paramref name="configuration"/> with its id; the response contains nothing else, so the rules have no ids.</returns>
    /// <exception cref="ZohoException">The configuration is invalid, the module has one already, or the call failed.</exception>
    public async Task<LockConfiguration> CreateAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var withoutRuleIds = configuration with { LockingRules = [.. configuration.LockingRules.Select(rule => rule with { Id = null })] };
        withoutRuleIds.ThrowIfInvalid();
        var wanted = await _references.ResolveNamedAsync(withoutRuleIds, cancellationToken).ConfigureAwait(false);
        var row = ConfigurationRow.From(wanted);
        var state = new ApiRetryState(_api);
        return await ChangeAsync(new(CallSubject.CreateConfiguration, wanted.Module), AttemptAsync, VerifyAsync, state, cancellationToken).ConfigureAwait(false);

        async Task<LockConfiguration> AttemptAsync(bool isRepeat) =>
            WithDefaults(wanted, await _calls.CreateAsync(wanted.Module, row, isRepeat, cancellationToken).ConfigureAwait(false));

        async Task<Verdict<LockConfiguration>> VerifyAsync(ZohoException? refusal) =>
            await GetNamedAsync(wanted.Module, cancellationToken).ConfigureAwait(false) switch
            {
                null => Verdict<LockConfiguration>.NotDone with { Finding = "the module has no configuration" },
                var found when IsOurs(found) => Verdict<LockConfiguration>.Done(found) with { Finding = "the configuration is there, and ours" },
                _ => Verdict<LockConfiguration>.Refused(refusal ?? ConfigurationErrors.AlreadyThere(wanted.Module)) with
                {
                    Finding = "the configuration that is there isn't ours",
                },
            };

        bool IsOurs(LockConfiguration found) =>
            wanted.GetChangesFrom(found) is []
            && state.MayBeUser(found.CreatedBy?.Id)
            && (found.CreatedTime is not { } at || state.IsSinceBegun(at));
    }

    /// <summary>
    /// Replaces the configuration of a module. Rules are matched by id or else by name; rules that are missing are removed. Nothing is sent
    /// if there is no difference.
    /// </summary>
    /// <returns><paramref name="configuration"/> with its id; the current configuration if there is no difference.</returns>
    /// <exception cref="ZohoException">
    /// The configuration is invalid, the module has none or one with another id, or the call failed.
    /// </exception>
    public Task<LockConfiguration> UpdateAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // Unknown values aren't refused yet, because the current configuration may already have them; that is checked once it is read.
        configuration.ThrowIfInvalid(current: configuration);
        return UpdateAsync(configuration.Module, _ => configuration, configuration.Id, cancellationToken);
    }

    /// <summary>Changes the configuration of a module. Nothing is sent if there is no difference.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="change">Creates the new configuration from the current one.</param>
    /// <param name="id">The configuration's id; null for any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The changed configuration; new rules have no id, because the response doesn't contain it.</returns>
    /// <exception cref="ZohoException">
    /// The configuration is invalid, the module has none or one with another id, or the call failed.
    /// </exception>
    public async Task<LockConfiguration> UpdateAsync(
        string module, Func<LockConfiguration, LockConfiguration> change, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var current = await RequireAsync(module, id: null, cancellationToken).ConfigureAwait(false);
        var changed = id is null || id == current.Id ? change(current) : throw ConfigurationErrors.OtherId(module, id);
        return await ReplaceAsync(current, changed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a module's configuration. What happens to existing locks isn't documented (protocol section 2.4).</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="id">The configuration's id; if it is null, the configuration is read first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">There is none, it was created by Zoho, or the call failed.</exception>
    public async Task DeleteAsync(string module, string? id = null, CancellationToken cancellationToken = default)
    {
        id ??= (await RequireAsync(module, id: null, cancellationToken).ConfigureAwait(false)).Id!;
        await ChangeAsync(new(CallSubject.DeleteConfiguration, module), AttemptAsync, VerifyAsync, new ApiRetryState(_api), cancellationToken).ConfigureAwait(false);

        async Task<bool> AttemptAsync(bool isRepeat)
        {
            await _calls.DeleteAsync(module, id, isRepeat, cancellationToken).ConfigureAwait(false);
            return true;
        }

        async Task<Verdict<bool>> VerifyAsync(ZohoException? refusal) =>
            (await GetAsync(module, cancellationToken).ConfigureAwait(false))?.Id == id
                ? Verdict<bool>.NotDone with { Finding = "the configuration is still there" }
                : Verdict<bool>.Done(true) with { Finding = "the configuration is gone" };
    }

    /// <summary>
    /// Compares a configuration, for example one from a file of another organisation, with its module's current one. Names are looked up in this
    /// organisation.
    /// </summary>
    /// <returns>What <see cref="ApplyAsync"/> is to do.</returns>
    /// <exception cref="ZohoException">
    /// The configuration is invalid, a name doesn't exist in this organisation, or a call failed.
    /// </exception>
    public async Task<ConfigurationReplacement> PrepareAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.ThrowIfInvalid(current: configuration);
        var current = await GetNamedAsync(configuration.Module, cancellationToken).ConfigureAwait(false);
        if (configuration.GetChangesFrom(current) is [])
        {
            return new(current, configuration, []);
        }

        // A name may differ in casing only, which can be seen only after it is resolved to an id.
        var wanted = (await ResolveAsync(configuration, cancellationToken).ConfigureAwait(false)) with { Id = current?.Id ?? configuration.Id };
        return new(current, wanted, wanted.GetChangesFrom(current));
    }

    /// <summary>Creates or replaces a module's configuration as <see cref="PrepareAsync"/> found it. Nothing is sent if there is no difference.</summary>
    /// <returns>The configuration with its id; the current configuration if there is no difference.</returns>
    /// <exception cref="ZohoException">The configuration is invalid, the module has one meanwhile or none any more, or a call failed.</exception>
    public Task<LockConfiguration> ApplyAsync(ConfigurationReplacement replacement, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(replacement);
        return replacement switch
        {
            { Current: null } => CreateAsync(replacement.Wanted, cancellationToken),
            { Changes: [] } => Task.FromResult(replacement.Current),
            _ => ReplaceAsync(replacement.Current, replacement.Wanted, cancellationToken),
        };
    }

    /// <summary>Adds this organisation's ids of the fields, profiles and custom buttons that have only a name.</summary>
    /// <exception cref="ZohoException">
    /// A name doesn't exist in this organisation, or the names may not be read: the error names the missing scope.
    /// </exception>
    public Task<LockConfiguration> ResolveAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return _references.ResolveAsync(configuration, cancellationToken);
    }

    /// <summary>
    /// Adds the names of the fields, profiles and custom buttons that have only an id, so that the configuration can be exported.
    /// </summary>
    /// <inheritdoc cref="ResolveAsync" path="/exception"/>
    public Task<LockConfiguration> AddNamesAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return _references.AddNamesAsync(configuration, cancellationToken);
    }

    private async Task<LockConfiguration> ReplaceAsync(LockConfiguration current, LockConfiguration changed, CancellationToken cancellationToken)
    {
        changed.ThrowIfInvalid(current);
        var wanted = await _references.ResolveNamedAsync(changed, cancellationToken).ConfigureAwait(false);
        return wanted.GetChangesFrom(current) is []
            ? current
            : await ChangeAsync(new(CallSubject.UpdateConfiguration, wanted.Module), AttemptAsync, VerifyAsync, new ApiRetryState(_api), cancellationToken)
                .ConfigureAwait(false);

        async Task<LockConfiguration> AttemptAsync(bool isRepeat)
        {
            await _calls.UpdateAsync(wanted.Module, current.Id!, ConfigurationUpdate.Create(current, wanted), isRepeat, cancellationToken).ConfigureAwait(false);
            return WithDefaults(wanted, current.Id);
        }

        async Task<Verdict<LockConfiguration>> VerifyAsync(ZohoException? refusal)
        {
            var found = await GetNamedAsync(wanted.Module, cancellationToken).ConfigureAwait(false) ?? throw ConfigurationErrors.None(wanted.Module);
            current = found.Id == current.Id ? found : throw ConfigurationErrors.OtherId(wanted.Module, current.Id!);
            return wanted.GetChangesFrom(current) is []
                ? Verdict<LockConfiguration>.Done(current) with { Finding = "the configuration is as wanted" }
                : Verdict<LockConfiguration>.NotDone with { Finding = "the configuration isn't as wanted" };
        }
    }

    private static Task<T> ChangeAsync<T>(
        CallSubject subject, Func<bool, Task<T>> attempt, Func<ZohoException?, Task<Verdict<T>>> verify, ApiRetryState state, CancellationToken cancellationToken) =>
        RetryEngine.RunAsync(
            new Operation<T>(attempt)
            {
                Subject = subject,
                Verify = verify,
                IsVerifiedAfter = error => state.HasLostResponse && ConcernsConfiguration(error),
                OutcomeUnknown = ConfigurationErrors.OutcomeUnknown,
            },
            state,
            cancellationToken);

    // The response contains only the id, so Zoho's defaults are added here (protocol section 2.2).
    private static LockConfiguration WithDefaults(LockConfiguration wanted, string? id) => wanted with
    {
        Id = id,
        LockedFor = wanted.LockedFor ?? (wanted.Unknown.Has("locked_for") ? null : LockedFor.AllProfiles),
        RestrictedActions = wanted.RestrictedActions.Contains(ConfigurationValues.AlwaysRestricted)
            ? wanted.RestrictedActions
            : [ConfigurationValues.AlwaysRestricted, .. wanted.RestrictedActions],
        ModifiedTime = null,
        ModifiedBy = null,
    };

    // A refusal that concerns the whole connection says nothing about the configuration.
    private static bool ConcernsConfiguration(ZohoError error) => error is { Outcome: CallOutcome.Refused, EndsRun: false, StatusCode: not null };
}
