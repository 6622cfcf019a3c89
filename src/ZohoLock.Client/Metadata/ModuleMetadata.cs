using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using ZohoLock.Api;
using ZohoLock.Diagnostics;
using ZohoLock.Errors;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Metadata;

/// <summary>
/// Reads what an organisation consists of (protocol section 9.1): modules (<c>GET /settings/modules</c>), a module's fields
/// (<c>/settings/fields</c>), views (<c>/settings/custom_views</c>) and custom buttons (<c>/settings/custom_buttons</c>), and profiles
/// (<c>/settings/profiles</c>). Thread-safe.
/// </summary>
public sealed class ModuleMetadata
{
    private const int MaxPages = 50;

    private readonly ApiClient _api;
    private readonly CallLane _lane;

    /// <summary>Creates a client that sends its calls with <paramref name="api"/>.</summary>
    internal ModuleMetadata(ApiClient api)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _lane = _api.Limiter.OpenLane(maxInFlight: null);
    }

    /// <summary>Tells commands what is read.</summary>
    internal ConnectionTrace Trace => _api.Trace;

    /// <summary>The organisation's modules.</summary>
    /// <exception cref="ZohoException">
    /// They may not be read (the error names the missing scope), or there was no readable response.
    /// </exception>
    public async Task<IReadOnlyList<ModuleDescription>> GetModulesAsync(CancellationToken cancellationToken = default)
    {
        var rows = await AskAsync("modules", null, "the modules", MetadataJson.Default.ModuleList, list => list.Modules, cancellationToken).ConfigureAwait(false);
        return [.. rows.Where(row => row.ApiName is not null).Select(row => row.ToModule())];
    }

    /// <summary>The fields of a module.</summary>
    /// <inheritdoc cref="GetModulesAsync" path="/exception"/>
    public async Task<IReadOnlyList<ModuleField>> GetFieldsAsync(string module, CancellationToken cancellationToken = default)
    {
        var rows = await AskAsync(
            "fields", module, $"the fields of {module}", MetadataJson.Default.FieldList, list => list.Fields, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToField())];
    }

    /// <summary>The views of a module.</summary>
    /// <inheritdoc cref="GetModulesAsync" path="/exception"/>
    public async Task<IReadOnlyList<ModuleView>> GetViewsAsync(string module, CancellationToken cancellationToken = default)
    {
        var rows = await AskAsync(
            "custom_views", module, $"the views of {module}", MetadataJson.Default.ViewList, list => list.Views, cancellationToken, list => list.Info).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToView()).OfType<ModuleView>()];
    }

    /// <summary>The profiles of the organisation.</summary>
    /// <inheritdoc cref="GetModulesAsync" path="/exception"/>
    public async Task<IReadOnlyList<NamedReference>> GetProfilesAsync(CancellationToken cancellationToken = default)
    {
        var rows = await AskAsync(
            "profiles", null, "the profiles", MetadataJson.Default.ProfileList, list => list.Profiles, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToNamed())];
    }

    /// <summary>The custom buttons of a module.</summary>
    /// <inheritdoc cref="GetModulesAsync" path="/exception"/>
    public async Task<IReadOnlyList<NamedReference>> GetCustomButtonsAsync(string module, CancellationToken cancellationToken = default)
    {
        var rows = await AskAsync(
            "custom_buttons", module, $"the custom buttons of {module}", MetadataJson.Default.ButtonList, list => list.Buttons, cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(row => row.ToNamed())];
    }

    private async Task<List<TRow>> AskAsync<TList, TRow>(
        string setting,
        string? module,
        string what,
        JsonTypeInfo<TList> type,
        Func<TList, IReadOnlyList<TRow?>?> rows,
        CancellationToken cancellationToken,
        Func<TList, ListInfo?>? info = null)
        where TList : class
        where TRow : class
    {
        var path = $"/crm/{_api.Version}/settings/{setting}{(module is null ? null : $"?module={Uri.EscapeDataString(module)}")}";
        List<TRow> all = [];
        for (var page = 1; ; page++)
        {
            var call = new ApiCall(HttpMethod.Get, page == 1 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}&page={page}"));
            var (list, response) = await AskAsync(call, new($"get_{setting}", module), what, type, cancellationToken).ConfigureAwait(false);
            if (list is not null)
            {
                all.AddRange((rows(list) ?? throw response.Unreadable()).OfType<TRow>());
            }

            if (list is null || page == MaxPages || info?.Invoke(list) is not { HasMore: true })
            {
                return all;
            }
        }
    }

    private async Task<(TList? List, ApiResponse Response)> AskAsync<TList>(
        ApiCall call, CallSubject subject, string what, JsonTypeInfo<TList> type, CancellationToken cancellationToken)
        where TList : class
    {
        try
        {
            return await RetryEngine.RunAsync(
                new Operation<(TList?, ApiResponse)>(AttemptAsync) { Subject = subject }, new ApiRetryState(_api), cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException refused) when (refused.Error is { StatusCode: 403 } or { Code: "OAUTH_SCOPE_MISMATCH" })
        {
            throw NotAllowed(refused, what, call);
        }

        async Task<(TList?, ApiResponse)> AttemptAsync(bool isRepeat)
        {
            var response = await _api.SendAsync(_lane, call with { IsRepeat = isRepeat }, cancellationToken).ConfigureAwait(false);
            return (response.Read(type), response);
        }
    }

    // Doesn't end the run, because other calls are still allowed.
    private static ZohoException NotAllowed(ZohoException refused, string what, ApiCall call) => new(
        refused.Error with
        {
            Message = $"{what} can't be looked up: {refused.Error.Message}",
            Advice = $"Looking up names needs the scope {string.Join(" and ", RequiredScopes.Of(call.Method, call.Path))}; without it, {WithoutScope(call.Path)}. {refused.Error.AdviceTemplate}",
            EndsRun = false,
        },
        refused);

    private static string WithoutScope(string path) => path.Split('?')[0].Split('/')[^1] switch
    {
        "modules" => "name the modules",
        "custom_views" => $"give {OperationName.Find} the id of the view: it is the last part of the address that Zoho shows it at",
        _ => $"give ids to {OperationName.CreateConfiguration} or {OperationName.UpdateConfiguration}; a file has names only",
    };
}
