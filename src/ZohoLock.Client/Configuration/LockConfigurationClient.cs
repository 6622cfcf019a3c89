using ZohoLock.Bulk;
using ZohoLock.Http;

namespace ZohoLock.Configuration;

/// <summary>
/// The locking configurations of modules (protocol section 2.1), made safe against lost answers: before a change is repeated, the configuration is
/// looked at, and what is there decides whether the first one went through.
/// </summary>
/// <remarks>
/// Modules are API names, ids digits. What <see cref="LockConfiguration.FindProblems"/> finds is refused before it is sent. Profiles and custom buttons
/// that are given by name only are looked up, which needs the scopes of <see cref="ModuleMetadata"/>. All members may be called from several threads at
/// once; two that change the same configuration at once overwrite each other.
/// </remarks>
public sealed class LockConfigurationClient
{
    private readonly ApiClient _api;
    private readonly ConfigurationApi _calls;
    private readonly ReferenceResolver _references;
    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>Uses <paramref name="connection"/> for each call.</summary>
    public LockConfigurationClient(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _api = connection.Api;
        _api.Server.ForgetFailures();
        _calls = new ConfigurationApi(_api, connection.ApiVersion, _api.Limiter.OpenLane(maxInFlight: null));
        _references = new ReferenceResolver(new ModuleMetadata(connection));
    }

    /// <summary>The configuration of a module; null where it has none.</summary>
    /// <exception cref="ZohoException">Zoho refused, or there was no readable answer for as long as there was patience.</exception>
    public async Task<LockConfiguration?> GetAsync(string module, CancellationToken cancellationToken = default)
    {
        var tries = new Tries(_api, _time);
        while (true)
        {
            try
            {
                return await _calls.GetAsync(module, tries.IsRepeat, cancellationToken).ConfigureAwait(false);
            }
            catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
            {
                await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
            }
        }
    }

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
    /// <returns><paramref name="configuration"/> with its id: the answer tells nothing more, so that its rules have none.</returns>
    /// <exception cref="ZohoException">Something is wrong with it, there is one already, or the call failed.</exception>
    public async Task<LockConfiguration> CreateAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var anew = configuration with { LockingRules = [.. configuration.LockingRules.Select(rule => rule with { Id = null })] };
        anew.ThrowIfInvalid();
        var wanted = await _references.FindNamedAsync(anew, cancellationToken).ConfigureAwait(false);
        var row = ConfigurationRow.Of(wanted);
        var tries = new Tries(_api, _time);
        var (made, refusal) = await TellOpenEndAsync(tries, TryAsync).ConfigureAwait(false);
        return made ?? throw refusal!;

        async Task<(LockConfiguration? Made, ZohoException? Refusal)> TryAsync()
        {
            while (true)
            {
                try
                {
                    if (tries.HasLostAnswer && await LookAsync(wanted.Module, cancellationToken).ConfigureAwait(false) is { } found)
                    {
                        return IsOurs(found) ? (found, null) : (null, ConfigurationErrors.AlreadyThere(wanted.Module));
                    }

                    var id = await _calls.CreateAsync(wanted.Module, row, tries.IsRepeat, cancellationToken).ConfigureAwait(false);
                    return (AsMade(wanted, id), null);
                }
                catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
                {
                    await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
                }
                catch (ZohoException refused) when (tries.HasLostAnswer && IsVerdict(refused.Error))
                {
                    var found = await LookAsync(wanted.Module, cancellationToken).ConfigureAwait(false);
                    return (found is not null && IsOurs(found) ? found : null, refused);
                }
            }
        }

        bool IsOurs(LockConfiguration found) =>
            wanted.GetChangesFrom(found) is []
            && tries.MayBeUser(found.CreatedBy?.Id)
            && (found.CreatedTime is not { } at || tries.IsSinceBegun(at));
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
    /// <param name="id">The configuration's id; where it is null, it is the module's, whatever its id.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The configuration as it is then; rules that are new have no id, because the answer doesn't tell them.</returns>
    /// <exception cref="ZohoException">Something is wrong with it, the module has none or one of another id, or the call failed.</exception>
    public Task<LockConfiguration> UpdateAsync(
        string module, Func<LockConfiguration, LockConfiguration> change, string? id = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return ChangeAsync(module, OfThatId, cancellationToken);

        LockConfiguration OfThatId(LockConfiguration current) =>
            id is null || id == current.Id ? change(current) : throw ConfigurationErrors.OtherId(module, id);
    }

    /// <summary>Deletes a module's configuration. What becomes of locks that it has made isn't documented (protocol section 2.4).</summary>
    /// <param name="module">The module's API name.</param>
    /// <param name="id">The configuration's id; where it is null, the configuration is looked up first.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ZohoException">There is none, Zoho made it itself, or the call failed.</exception>
    public async Task DeleteAsync(string module, string? id = null, CancellationToken cancellationToken = default)
    {
        id ??= (await RequireAsync(module, id: null, cancellationToken).ConfigureAwait(false)).Id!;
        var tries = new Tries(_api, _time);
        if (await TellOpenEndAsync(tries, TryAsync).ConfigureAwait(false) is { } refusal)
        {
            throw refusal;
        }

        // The refusal that it is still there for.
        async Task<ZohoException?> TryAsync()
        {
            while (true)
            {
                try
                {
                    if (!tries.HasLostAnswer || await IsThereAsync().ConfigureAwait(false))
                    {
                        await _calls.DeleteAsync(module, id, tries.IsRepeat, cancellationToken).ConfigureAwait(false);
                    }

                    return null;
                }
                catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
                {
                    await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
                }
                catch (ZohoException refused) when (tries.HasLostAnswer && IsVerdict(refused.Error))
                {
                    return await IsThereAsync().ConfigureAwait(false) ? refused : null;
                }
            }
        }

        async Task<bool> IsThereAsync() => (await GetAsync(module, cancellationToken).ConfigureAwait(false))?.Id == id;
    }

    /// <summary>What <see cref="ApplyAsync"/> would change; empty where nothing differs.</summary>
    /// <exception cref="ZohoException">A name isn't known in this organisation, or a call failed.</exception>
    public async Task<IReadOnlyList<ConfigurationChange>> GetChangesAsync(LockConfiguration configuration, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var current = await LookAsync(configuration.Module, cancellationToken).ConfigureAwait(false);
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
        var current = await LookAsync(configuration.Module, cancellationToken).ConfigureAwait(false);
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

    private async Task<LockConfiguration> ChangeAsync(
        string module, Func<LockConfiguration, LockConfiguration> change, CancellationToken cancellationToken)
    {
        var current = await RequireAsync(module, id: null, cancellationToken).ConfigureAwait(false);
        var changed = change(current);
        changed.ThrowIfInvalid(current);
        var wanted = await _references.FindNamedAsync(changed, cancellationToken).ConfigureAwait(false);
        var tries = new Tries(_api, _time);
        var (done, refusal) = await TellOpenEndAsync(tries, TryAsync).ConfigureAwait(false);
        return done ?? throw refusal!;

        async Task<(LockConfiguration? Done, ZohoException? Refusal)> TryAsync()
        {
            while (true)
            {
                try
                {
                    if (tries.HasLostAnswer)
                    {
                        await LookAgainAsync().ConfigureAwait(false);
                    }

                    if (wanted.GetChangesFrom(current) is [])
                    {
                        return (current, null);
                    }

                    await _calls.UpdateAsync(module, current.Id!, ConfigurationUpdate.Of(current, wanted), tries.IsRepeat, cancellationToken)
                        .ConfigureAwait(false);
                    return (AsMade(wanted, current.Id), null);
                }
                catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
                {
                    await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
                }
                catch (ZohoException refused) when (tries.HasLostAnswer && IsVerdict(refused.Error))
                {
                    await LookAgainAsync().ConfigureAwait(false);
                    return (wanted.GetChangesFrom(current) is [] ? current : null, refused);
                }
            }
        }

        async Task LookAgainAsync()
        {
            var found = await LookAsync(module, cancellationToken).ConfigureAwait(false) ?? throw ConfigurationErrors.None(module);
            current = found.Id == current.Id ? found : throw ConfigurationErrors.OtherId(module, current.Id!);
        }
    }

    // With names, so that what was sent by name is known again.
    private async Task<LockConfiguration?> LookAsync(string module, CancellationToken cancellationToken) =>
        await GetAsync(module, cancellationToken).ConfigureAwait(false) is { } found
            ? await _references.NameAsync(found, cancellationToken).ConfigureAwait(false)
            : null;

    // The answer tells the id only; what Zoho adds of its own accord is known all the same (protocol section 2.2).
    private static LockConfiguration AsMade(LockConfiguration wanted, string? id) => wanted with
    {
        Id = id,
        LockedFor = wanted.LockedFor ?? (wanted.Unknown.Has("locked_for") ? null : LockedFor.AllProfiles),
        RestrictedActions = wanted.RestrictedActions.Contains(ConfigurationValues.AlwaysRestricted)
            ? wanted.RestrictedActions
            : [ConfigurationValues.AlwaysRestricted, .. wanted.RestrictedActions],
        ModifiedTime = null,
        ModifiedBy = null,
    };

    // What Zoho says of the configuration itself, not of the connection.
    private static bool IsVerdict(ZohoError error) => error is { Fate: CallFate.Refused, EndsRun: false, StatusCode: not null };

    // However a change ends whose answer was lost: where that isn't cleared up, the error says so.
    private static async Task<T> TellOpenEndAsync<T>(Tries tries, Func<Task<T>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (ZohoException end) when (tries.HasLostAnswer || end.Error.Fate == CallFate.Unknown)
        {
            throw ConfigurationErrors.OutcomeUnknown(end);
        }
    }
}
