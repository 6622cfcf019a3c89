using ZohoLock.Metadata;

namespace ZohoLock.Configuration;

/// <summary>Reads the locking configurations of an organisation, with names, module by module or of all that can have one.</summary>
/// <param name="client">Reads the configurations.</param>
/// <param name="metadata">Reads the modules.</param>
public sealed class OrganizationConfigurations(LockConfigurationClient client, MetadataCache metadata)
{
    private HashSet<string>? _modules;

    /// <summary>The API names of the modules that can have a configuration.</summary>
    /// <exception cref="ZohoException">They may not be read (the error names the missing scope), or there was no readable response.</exception>
    public async Task<IReadOnlyCollection<string>> GetModulesAsync(CancellationToken cancellationToken = default) => _modules ??= new(
        (await metadata.GetModulesAsync(cancellationToken).ConfigureAwait(false)).Where(module => module.IsLockable).Select(module => module.ApiName),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The configuration of a module that was named; null if it has none.</summary>
    /// <exception cref="ZohoException">There is no such module, it can't have one, or the call failed.</exception>
    public Task<LockConfiguration?> GetAsync(string module, CancellationToken cancellationToken = default) => client.GetNamedAsync(module, cancellationToken);

    /// <summary>The configuration of a module that this organisation or another listed; null if it has none, or isn't there.</summary>
    /// <exception cref="ZohoException">The call failed.</exception>
    public async Task<LockConfiguration?> FindAsync(string module, CancellationToken cancellationToken = default)
    {
        if (!(await GetModulesAsync(cancellationToken).ConfigureAwait(false)).Contains(module))
        {
            return null;
        }

        try
        {
            return await client.GetNamedAsync(module, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException refusal) when (refusal.Error.Code == "NOT_SUPPORTED")
        {
            // A custom module that an extension made (protocol section 1.7).
            return null;
        }
    }
}
