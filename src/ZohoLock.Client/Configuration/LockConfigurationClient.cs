using ZohoLock.Api;
using ZohoLock.Configuration.Wire;
using ZohoLock.Metadata;

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
    private readonly ConfigurationReader _reader;
    private readonly ConfigurationWriter _writer;
    private readonly ReferenceResolver _references;

    /// <summary>Creates a client that sends its calls with <paramref name="api"/>.</summary>
    internal LockConfigurationClient(ApiClient api)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.Server.ResetFailures();
        var calls = new ConfigurationApi(api, api.Limiter.OpenLane(maxInFlight: null));
        _references = new ReferenceResolver(new MetadataCache(new ModuleMetadata(api)));
        _reader = new ConfigurationReader(api, calls, _references);
        _writer = new ConfigurationWriter(api, calls, _reader);
    }

    /// <summary>The configuration of a module; null if it has none.</summary>
    /// <exception cref="ZohoException">Zoho refused the call, or there was no readable response within the retry time.</exception>
    public Task<LockConfiguration?> GetAsync(string module, CancellationToken cancellationToken = default) => _reader.GetAsync(module, cancellationToken);

    /// <summary>The configuration of a module with the names of its fields, profiles and custom buttons; null if it has none.</summary>
    /// <exception cref="ZohoException">Zoho refused a call, or there was no readable response within the retry time.</exception>
    public Task<LockConfiguration?> GetNamedAsync(string module, CancellationToken cancellationToken = default) => _reader.GetNamedAsync(module, cancellationToken);

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
        return await _writer.CreateAsync(wanted, cancellationToken).ConfigureAwait(false);
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
        await _writer.DeleteAsync(module, id, cancellationToken).ConfigureAwait(false);
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
        return wanted.GetChangesFrom(current) is [] ? current : await _writer.ReplaceAsync(current, wanted, cancellationToken).ConfigureAwait(false);
    }
}
