using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZohoLock.Api;
using ZohoLock.Errors;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Configuration;

/// <summary>
/// Reads what a configuration can refer to in the organisation: fields (<c>GET /settings/fields</c>), profiles (<c>/settings/profiles</c>)
/// and custom buttons (<c>/settings/custom_buttons</c>).
/// </summary>
public sealed class ModuleMetadata
{
    private readonly ApiClient _api;
    private readonly CallLane _lane;

    /// <summary>Creates a client that sends its calls with <paramref name="api"/>.</summary>
    internal ModuleMetadata(ApiClient api)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _lane = _api.Limiter.OpenLane(maxInFlight: null);
    }

    /// <summary>The fields of a module.</summary>
    /// <exception cref="ZohoException">
    /// They may not be read (the error names the missing scope), or there was no readable response.
    /// </exception>
    public async Task<IReadOnlyList<FieldReference>> GetFieldsAsync(string module, CancellationToken cancellationToken = default)
    {
        var response = await AskAsync(
            "fields", module, $"the fields of {module}", MetadataJson.Default.FieldList, list => list.Fields, cancellationToken).ConfigureAwait(false);
        return [.. response.Select(row => row.ToField())];
    }

    /// <summary>The profiles of the organisation.</summary>
    /// <inheritdoc cref="GetFieldsAsync" path="/exception"/>
    public async Task<IReadOnlyList<NamedReference>> GetProfilesAsync(CancellationToken cancellationToken = default)
    {
        var response = await AskAsync(
            "profiles", null, "the profiles", MetadataJson.Default.ProfileList, list => list.Profiles, cancellationToken).ConfigureAwait(false);
        return [.. response.Select(row => row.ToNamed())];
    }

    /// <summary>The custom buttons of a module.</summary>
    /// <inheritdoc cref="GetFieldsAsync" path="/exception"/>
    public async Task<IReadOnlyList<NamedReference>> GetCustomButtonsAsync(string module, CancellationToken cancellationToken = default)
    {
        var response = await AskAsync(
            "custom_buttons", module, $"the custom buttons of {module}", MetadataJson.Default.ButtonList, list => list.Buttons, cancellationToken)
            .ConfigureAwait(false);
        return [.. response.Select(row => row.ToNamed())];
    }

    private async Task<IEnumerable<TRow>> AskAsync<TList, TRow>(
        string setting,
        string? module,
        string what,
        JsonTypeInfo<TList> type,
        Func<TList, IReadOnlyList<TRow?>?> rows,
        CancellationToken cancellationToken)
        where TList : class
        where TRow : class
    {
        var path = $"/crm/{_api.Version}/settings/{setting}{(module is null ? null : $"?module={Uri.EscapeDataString(module)}")}";
        var call = new ApiCall(HttpMethod.Get, path);
        try
        {
            return await RetryEngine.RunAsync(
                new Operation<IEnumerable<TRow>>(AttemptAsync), new ApiRetryState(_api), cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException refused) when (refused.Error is { StatusCode: 403 } or { Code: "OAUTH_SCOPE_MISMATCH" })
        {
            throw NotAllowed(refused, what, RequiredScopes.Of(call.Method, call.Path));
        }

        async Task<IEnumerable<TRow>> AttemptAsync(bool isRepeat)
        {
            var response = await _api.SendAsync(_lane, call with { IsRepeat = isRepeat }, cancellationToken).ConfigureAwait(false);
            return response.Read(type) is { } list ? (rows(list) ?? throw response.Unreadable()).OfType<TRow>() : [];
        }
    }

    // Doesn't end the run, because other calls are still allowed.
    private static ZohoException NotAllowed(ZohoException refused, string what, IReadOnlyList<string> scopes) => new(
        refused.Error with
        {
            Message = $"{what} can't be looked up: {refused.Error.Message}",
            Advice = $"Looking up names needs the scope {string.Join(" and ", scopes)}; without it, give ids to {OperationName.CreateConfiguration} or {OperationName.UpdateConfiguration}; a file has names only. {refused.Error.AdviceTemplate}",
            EndsRun = false,
        },
        refused);
}

/// <summary>The response to <c>GET /settings/fields</c>.</summary>
internal sealed record FieldList([property: JsonPropertyName("fields")] IReadOnlyList<MetadataRow?>? Fields);

/// <summary>The response to <c>GET /settings/profiles</c>.</summary>
internal sealed record ProfileList([property: JsonPropertyName("profiles")] IReadOnlyList<MetadataRow?>? Profiles);

/// <summary>The response to <c>GET /settings/custom_buttons</c>.</summary>
internal sealed record ButtonList([property: JsonPropertyName("custom_buttons")] IReadOnlyList<MetadataRow?>? Buttons);

/// <summary>The modelled properties of a field, a profile or a custom button.</summary>
internal sealed record MetadataRow(
    [property: JsonPropertyName("id"), JsonConverter(typeof(OptionalIdConverter))] string? Id,
    [property: JsonPropertyName("name"), JsonConverter(typeof(OptionalConverter<string>))] string? Name,
    [property: JsonPropertyName("api_name"), JsonConverter(typeof(OptionalConverter<string>))] string? ApiName)
{
    public FieldReference ToField() => new(ApiName, Id);

    public NamedReference ToNamed() => new(Name, Id);
}

/// <summary>The source-generated serializer for fields, profiles and custom buttons.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(TextOrNumberConverter)])]
[JsonSerializable(typeof(FieldList))]
[JsonSerializable(typeof(ProfileList))]
[JsonSerializable(typeof(ButtonList))]
internal sealed partial class MetadataJson : JsonSerializerContext;
