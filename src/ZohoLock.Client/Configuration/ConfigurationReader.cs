using ZohoLock.Api;
using ZohoLock.Configuration.Wire;
using ZohoLock.Diagnostics;
using ZohoLock.Retrying;

namespace ZohoLock.Configuration;

/// <summary>Reads the current configurations of modules.</summary>
internal sealed class ConfigurationReader(ApiClient api, ConfigurationApi calls, ReferenceResolver references)
{
    /// <inheritdoc cref="LockConfigurationClient.GetAsync"/>
    public Task<LockConfiguration?> GetAsync(string module, CancellationToken cancellationToken) => RetryEngine.RunAsync(
        new Operation<LockConfiguration?>(isRepeat => calls.GetAsync(module, isRepeat, cancellationToken)) { Subject = new(CallSubject.GetConfiguration, module) },
        new ApiRetryState(api),
        cancellationToken);

    /// <inheritdoc cref="LockConfigurationClient.GetNamedAsync"/>
    public async Task<LockConfiguration?> GetNamedAsync(string module, CancellationToken cancellationToken) =>
        await GetAsync(module, cancellationToken).ConfigureAwait(false) is { } found
            ? await references.AddNamesAsync(found, cancellationToken).ConfigureAwait(false)
            : null;
}
