using System.Collections.Concurrent;
using ZohoLock.Diagnostics;

namespace ZohoLock.Metadata;

/// <summary>
/// Keeps what was read of an organisation for as long as its connection is open. Each list is read once, even if several ask for it at the
/// same time; a list that could not be read is asked for again the next time. Thread-safe.
/// </summary>
public sealed class MetadataCache
{
    private readonly ModuleMetadata _metadata;
    private readonly ConcurrentDictionary<string, object> _lists = new(StringComparer.Ordinal);

    internal MetadataCache(ModuleMetadata metadata) => _metadata = metadata;

    /// <inheritdoc cref="ModuleMetadata.GetModulesAsync"/>
    public Task<IReadOnlyList<ModuleDescription>> GetModulesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("modules", _metadata.GetModulesAsync, cancellationToken);

    /// <inheritdoc cref="ModuleMetadata.GetFieldsAsync"/>
    public Task<IReadOnlyList<ModuleField>> GetFieldsAsync(string module, CancellationToken cancellationToken = default) =>
        GetAsync(FieldsOf(module), token => _metadata.GetFieldsAsync(module, token), cancellationToken);

    /// <inheritdoc cref="ModuleMetadata.GetViewsAsync"/>
    public Task<IReadOnlyList<ModuleView>> GetViewsAsync(string module, CancellationToken cancellationToken = default) =>
        GetAsync(ViewsOf(module), token => _metadata.GetViewsAsync(module, token), cancellationToken);

    /// <inheritdoc cref="ModuleMetadata.GetProfilesAsync"/>
    public Task<IReadOnlyList<NamedReference>> GetProfilesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("profiles", _metadata.GetProfilesAsync, cancellationToken);

    /// <inheritdoc cref="ModuleMetadata.GetCustomButtonsAsync"/>
    public Task<IReadOnlyList<NamedReference>> GetCustomButtonsAsync(string module, CancellationToken cancellationToken = default) =>
        GetAsync($"custom buttons of {module}", token => _metadata.GetCustomButtonsAsync(module, token), cancellationToken);

    /// <summary>Whether the fields of a module are known without a call, so that they may be out of date.</summary>
    internal bool HasFields(string module) => _lists.ContainsKey(FieldsOf(module));

    /// <summary>Whether the views of a module are known without a call, so that they may be out of date.</summary>
    internal bool HasViews(string module) => _lists.ContainsKey(ViewsOf(module));

    /// <summary>Has a module's fields and views read again: somebody may have changed them in Zoho meanwhile.</summary>
    internal void Forget(string module)
    {
        _lists.TryRemove(FieldsOf(module), out _);
        _lists.TryRemove(ViewsOf(module), out _);
    }

    private static string FieldsOf(string module) => $"fields of {module}";

    private static string ViewsOf(string module) => $"views of {module}";

    private async Task<IReadOnlyList<T>> GetAsync<T>(
        string key, Func<CancellationToken, Task<IReadOnlyList<T>>> read, CancellationToken cancellationToken)
    {
        var isKnown = _lists.ContainsKey(key);
        var list = (Lazy<Task<IReadOnlyList<T>>>)_lists.GetOrAdd(key, _ => new Lazy<Task<IReadOnlyList<T>>>(() => read(CancellationToken.None)));
        _metadata.Trace.StepOnce(list, TraceKind.Metadata, $"The {key} are {(isKnown ? "known from before" : "read now")}.");
        try
        {
            // One caller's Ctrl+C must not end the call for another.
            return await list.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (list.Value is { IsCompleted: true, IsCompletedSuccessfully: false })
        {
            _lists.TryRemove(KeyValuePair.Create<string, object>(key, list));
            throw;
        }
    }
}
