using ZohoLock.Api;
using ZohoLock.Configuration.Wire;
using ZohoLock.Retrying;

namespace ZohoLock.Configuration;

/// <summary>
/// The locking configurations of modules (protocol section 2.1), made safe against lost responses: before a change is repeated, the configuration is
/// looked at, and what is there decides whether the first one went through.
/// </summary>
/// <remarks>
/// Modules are API names, ids digits. What <see cref="LockConfigurationExtensions.FindProblems"/> finds is refused before it is sent. Profiles and custom buttons
/// that are given by name only are looked up, which needs the scopes of <see cref="ModuleMetadata"/>. All members may be called from several threads at
/// once; two that change the same configuration at once overwrite each other.
/// </remarks>
public sealed class LockConfigurationClient
{
    private readonly ApiClient _api;
    private readonly ConfigurationApi _calls;
    private readonly ReferenceResolver _references;
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Uses <paramref name="api"/> for each call.</summary>
    internal LockConfigurationClient(ApiClient api)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _api.Server.ResetFailures();
        _calls = new ConfigurationApi(_api, _api.Limiter.OpenLane(maxInFlight: null));
        _references = new ReferenceResolver(new ModuleMetadata(_api));
    }

    /// <summary>The configuration of a module; null if it has none.</summary>
    /// <exception cref="ZohoException">Zoho refused, or there was no readable response for as long as there was patience.</exception>
    public Task<LockConfiguration?> GetAsync(string module, CancellationToken cancellationToken = default) => RetryEngine.RunAsync(
        new Operation<LockConfiguration?>(isRepeat => _calls.GetAsync(module, isRepeat, cancellationToken)), new ApiRetryState(_api, _time), cancellationToken);

    /// <summary>The configuration of a module that is to have one. v7 has no call for one of an id: the module's is read and compared.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="id">The configuration's id; null for any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">The module has none, or none of that id: code <c>NO_CONFIGURATION</c>. Or the call failed.</exception>
    public async Task<LockConfiguration> RequireAsync(string module, string? id = null, CancellationToken cancellationToken = default)
    {
        var found = await GetAsync(module, cancellationToken).ConfigureAwait(false);
        return id is null || id == found?.Id ? found ?? throw ConfigurationErrors.None(module) : throw ConfigurationErrors.OtherId(module, id);
    }

    /// <summary>Makes the configuration of a module that has none.</summary>
    /// <returns><paramref name="configuration"/> with its id: the response tells nothing more, so that its rules have none.</returns>
    /// <exception cref="ZohoException">Something is wrong with it, there is one already, or the call failed.</exception>
    public async Task<LockConfiguration> CreateAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var anew = configuration with { LockingRules = [.. configuration.LockingRules.Select(rule => rule with { Id = null })] };
        anew.ThrowIfInvalid();
        var wanted = await _references.ResolveNamedAsync(anew, cancellationToken).ConfigureAwait(false);
        var row = ConfigurationRow.From(wanted);
        var state = new ApiRetryState(_api, _time);
        return await ChangeAsync(AttemptAsync, VerifyAsync, state, cancellationToken).ConfigureAwait(false);

        async Task<LockConfiguration> AttemptAsync(bool isRepeat) =>
            WithDefaults(wanted, await _calls.CreateAsync(wanted.Module, row, isRepeat, cancellationToken).ConfigureAwait(false));

        async Task<Verdict<LockConfiguration>> VerifyAsync(ZohoException? refusal) =>
            await GetNamedAsync(wanted.Module, cancellationToken).ConfigureAwait(false) switch
            {
                null => Verdict<LockConfiguration>.NotDone,
                var found when IsOurs(found) => Verdict<LockConfiguration>.Done(found),
                _ => Verdict<LockConfiguration>.Refused(refusal ?? ConfigurationErrors.AlreadyThere(wanted.Module)),
            };

        bool IsOurs(LockConfiguration found) =>
            wanted.GetChangesFrom(found) is []
            && state.MayBeUser(found.CreatedBy?.Id)
            && (found.CreatedTime is not { } at || state.IsSinceBegun(at));
    }

    /// <summary>
    /// Makes the configuration that a module has the one that is given: rules are known by their ids, or else by their names; those that are missing
    /// are taken away. Where nothing differs, nothing is sent.
    /// </summary>
    /// <returns><paramref name="configuration"/> with its id; as it is there, where nothing differs.</returns>
    /// <exception cref="ZohoException">Something is wrong with it, the module has none or one of another id, or the call failed.</exception>
    public Task<LockConfiguration> UpdateAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        // Words that aren't known may be there already: whether they are wrong is known only then.
        configuration.ThrowIfInvalid(current: configuration);
        return UpdateAsync(configuration.Module, _ => configuration, configuration.Id, cancellationToken);
    }

    /// <summary>Changes the configuration that a module has. Where nothing differs, nothing is sent.</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="change">Makes what it is to be of what it is.</param>
    /// <param name="id">The configuration's id; if it is null, it is the module's, whatever its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as it is then; rules that are new have no id, because the response doesn't tell them.</returns>
    /// <exception cref="ZohoException">Something is wrong with it, the module has none or one of another id, or the call failed.</exception>
    public Task<LockConfiguration> UpdateAsync(
        string module, Func<LockConfiguration, LockConfiguration> change, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return UpdateCurrentAsync(module, OfThatId, cancellationToken);

        LockConfiguration OfThatId(LockConfiguration current) =>
            id is null || id == current.Id ? change(current) : throw ConfigurationErrors.OtherId(module, id);
    }

    /// <summary>Deletes a module's configuration. What becomes of locks that it has made isn't documented (protocol section 2.4).</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="id">The configuration's id; if it is null, the configuration is looked up first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">There is none, Zoho made it itself, or the call failed.</exception>
    public async Task DeleteAsync(string module, string? id = null, CancellationToken cancellationToken = default)
    {
        id ??= (await RequireAsync(module, id: null, cancellationToken).ConfigureAwait(false)).Id!;
        await ChangeAsync(AttemptAsync, VerifyAsync, new ApiRetryState(_api, _time), cancellationToken).ConfigureAwait(false);

        async Task<bool> AttemptAsync(bool isRepeat)
        {
            await _calls.DeleteAsync(module, id, isRepeat, cancellationToken).ConfigureAwait(false);
            return true;
        }

        async Task<Verdict<bool>> VerifyAsync(ZohoException? refusal) =>
            (await GetAsync(module, cancellationToken).ConfigureAwait(false))?.Id == id ? Verdict<bool>.NotDone : Verdict<bool>.Done(true);
    }

    /// <summary>What <see cref="ApplyAsync"/> would change; empty if nothing differs.</summary>
    /// <exception cref="ZohoException">A name isn't known in this organisation, or a call failed.</exception>
    public async Task<IReadOnlyList<ConfigurationChange>> GetChangesAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var current = await GetNamedAsync(configuration.Module, cancellationToken).ConfigureAwait(false);
        var changes = configuration.GetChangesFrom(current);
        if (changes is [])
        {
            return changes;
        }

        // A name in another casing is no difference, which only its id tells.
        return (await ResolveAsync(configuration, cancellationToken).ConfigureAwait(false)).GetChangesFrom(current);
    }

    /// <summary>
    /// Makes a module's configuration the one that is given, such as one from a file of another organisation, whether it has one or not. Names are
    /// looked up in this organisation. Where nothing differs, nothing is changed.
    /// </summary>
    /// <returns>The configuration with its id; as it is there, where nothing differs.</returns>
    /// <exception cref="ZohoException">Something is wrong with it, a name isn't known here, or a call failed.</exception>
    public async Task<LockConfiguration> ApplyAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        configuration.ThrowIfInvalid(current: configuration);
        var current = await GetNamedAsync(configuration.Module, cancellationToken).ConfigureAwait(false);
        if (current is not null && configuration.GetChangesFrom(current) is [])
        {
            return current;
        }

        var wanted = await ResolveAsync(configuration, cancellationToken).ConfigureAwait(false);
        return current is null
            ? await CreateAsync(wanted, cancellationToken).ConfigureAwait(false)
            : await UpdateAsync(wanted with { Id = current.Id }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The configuration with this organisation's ids for the fields, profiles and custom buttons that have none.</summary>
    /// <exception cref="ZohoException">A name isn't known here, or what there is may not be read: the error names the scope.</exception>
    public Task<LockConfiguration> ResolveAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return _references.FindAsync(configuration, cancellationToken);
    }

    /// <summary>The configuration with names for the fields, profiles and custom buttons of which Zoho told the id only, so that it can be exported.</summary>
    /// <inheritdoc cref="ResolveAsync" path="/exception"/>
    public Task<LockConfiguration> NameAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return _references.NameAsync(configuration, cancellationToken);
    }

    private async Task<LockConfiguration> UpdateCurrentAsync(
        string module, Func<LockConfiguration, LockConfiguration> change, CancellationToken cancellationToken)
    {
        var current = await RequireAsync(module, id: null, cancellationToken).ConfigureAwait(false);
        var changed = change(current);
        changed.ThrowIfInvalid(current);
        var wanted = await _references.ResolveNamedAsync(changed, cancellationToken).ConfigureAwait(false);
        return wanted.GetChangesFrom(current) is []
            ? current
            : await ChangeAsync(AttemptAsync, VerifyAsync, new ApiRetryState(_api, _time), cancellationToken).ConfigureAwait(false);

        async Task<LockConfiguration> AttemptAsync(bool isRepeat)
        {
            await _calls.UpdateAsync(module, current.Id!, ConfigurationUpdate.Create(current, wanted), isRepeat, cancellationToken).ConfigureAwait(false);
            return WithDefaults(wanted, current.Id);
        }

        async Task<Verdict<LockConfiguration>> VerifyAsync(ZohoException? refusal)
        {
            var found = await GetNamedAsync(module, cancellationToken).ConfigureAwait(false) ?? throw ConfigurationErrors.None(module);
            current = found.Id == current.Id ? found : throw ConfigurationErrors.OtherId(module, current.Id!);
            return wanted.GetChangesFrom(current) is [] ? Verdict<LockConfiguration>.Done(current) : Verdict<LockConfiguration>.NotDone;
        }
    }

    private static Task<T> ChangeAsync<T>(
        Func<bool, Task<T>> attempt, Func<ZohoException?, Task<Verdict<T>>> verify, ApiRetryState state, CancellationToken cancellationToken) =>
        RetryEngine.RunAsync(
            new Operation<T>(attempt)
            {
                Verify = verify,
                IsVerifiedAfter = error => state.HasLostResponse && ConcernsConfiguration(error),
                OutcomeUnknown = ConfigurationErrors.OutcomeUnknown,
            },
            state,
            cancellationToken);

    // With names, so that what was sent by name is known again.
    private async Task<LockConfiguration?> GetNamedAsync(string module, CancellationToken cancellationToken) =>
        await GetAsync(module, cancellationToken).ConfigureAwait(false) is { } found
            ? await _references.NameAsync(found, cancellationToken).ConfigureAwait(false)
            : null;

    // The response tells the id only; what Zoho adds of its own accord is known all the same (protocol section 2.2).
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

    // A refusal of the connection says nothing about the configuration.
    private static bool ConcernsConfiguration(ZohoError error) => error is { Outcome: CallOutcome.Refused, EndsRun: false, StatusCode: not null };
}
