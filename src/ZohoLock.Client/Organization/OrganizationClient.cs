using System.Globalization;
using System.Text.Json.Serialization;
using ZohoLock.Api;
using ZohoLock.Diagnostics;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Organization;

/// <summary>Gets the organisation of a connection (<c>GET /org</c>, protocol section 6.2).</summary>
internal sealed class OrganizationClient
{
    private const string Scope = "ZohoCRM.org.";

    // The organisation's name is optional, so it isn't worth the timeout of a call.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ApiClient _api;
    private readonly CallLane _lane;

    /// <summary>Creates a client that sends its calls with <paramref name="api"/>.</summary>
    internal OrganizationClient(ApiClient api)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _lane = api.Limiter.OpenLane(maxInFlight: null);
    }

    /// <summary>The organisation; null if the token's scopes don't allow reading it.</summary>
    /// <exception cref="ZohoException">There was no readable response, or the token was refused.</exception>
    public Task<CrmOrganization?> GetAsync(CancellationToken cancellationToken = default) =>
        GetAsync(new ApiRetryState(_api), cancellationToken);

    /// <summary>The organisation, within ten seconds, or why it couldn't be read; neither if the token's scopes don't allow reading it.</summary>
    /// <exception cref="ZohoException">Zoho refuses the access token or the refresh token.</exception>
    public async Task<(CrmOrganization? Organization, ZohoError? Failure)> TryGetAsync(CancellationToken cancellationToken)
    {
        var state = new ApiRetryState(_api);
        using var timeout = new CancellationTokenSource(Timeout, _api.Policy.Time);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return (await GetAsync(state, late.Token).ConfigureAwait(false), null);
        }
        catch (ZohoException failure) when (!failure.Error.IsTokenError)
        {
            return (null, failure.Error);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, state.LostResponse?.Error ?? TransportErrors.TimedOut(Timeout));
        }
    }

    private async Task<CrmOrganization?> GetAsync(RetryState state, CancellationToken cancellationToken)
    {
        if (!MayAsk)
        {
            return null;
        }

        try
        {
            return await RetryEngine.RunAsync(
                new Operation<CrmOrganization>(isRepeat => AskAsync(isRepeat, cancellationToken)) { Subject = new(CallSubject.GetOrganization) },
                state,
                cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException refusal) when (refusal.Error.IsNotAllowed)
        {
            return null;
        }
    }

    // If Zoho reported no scopes, only the call shows whether it is allowed.
    private bool MayAsk => _api.Scopes is var scopes
        && (scopes.Count == 0 || scopes.Any(scope => scope.StartsWith(Scope, StringComparison.OrdinalIgnoreCase)));

    private async Task<CrmOrganization> AskAsync(bool isRepeat, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"/crm/{_api.Version}/org") { IsRepeat = isRepeat };
        var response = await _api.SendAsync(_lane, call, cancellationToken).ConfigureAwait(false);
        return response.Read(OrganizationJson.Default.OrganizationList)?.Org is [{ Id.Length: > 0 } only, ..]
            ? only.ToOrganization()
            : throw response.Unreadable();
    }
}

/// <summary>The response to <c>GET /org</c>.</summary>
internal sealed record OrganizationList([property: JsonPropertyName("org")] IReadOnlyList<OrganizationRow>? Org);

/// <summary>The modelled properties of an organisation.</summary>
internal sealed record OrganizationRow(
    [property: JsonPropertyName("id"), JsonConverter(typeof(IdConverter))] string? Id,
    [property: JsonPropertyName("company_name"), JsonConverter(typeof(OptionalConverter<string>))] string? CompanyName,
    [property: JsonPropertyName("license_details"), JsonConverter(typeof(OptionalConverter<LicenseDetails>))] LicenseDetails? License)
{
    public CrmOrganization ToOrganization() => new(Id!, string.IsNullOrWhiteSpace(CompanyName) ? null : DisplayText.Line(CompanyName, ZohoError.MaxServerTextLength))
    {
        PaidType = License?.PaidType,
        Edition = EditionName.Parse(License?.TrialType) ?? EditionName.Parse(License?.PaidType),
        UserLicenses = int.TryParse(License?.Users, NumberStyles.None, CultureInfo.InvariantCulture, out var users) ? users : null,
    };
}

/// <summary>The modelled properties of a licence.</summary>
internal sealed record LicenseDetails(
    [property: JsonPropertyName("paid_type"), JsonConverter(typeof(OptionalConverter<string>))] string? PaidType,
    [property: JsonPropertyName("trial_type"), JsonConverter(typeof(OptionalConverter<string>))] string? TrialType,
    [property: JsonPropertyName("users_license_purchased"), JsonConverter(typeof(OptionalConverter<string>))] string? Users);

/// <summary>The source-generated serializer for organisations.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(TextOrNumberConverter)])]
[JsonSerializable(typeof(OrganizationList))]
internal sealed partial class OrganizationJson : JsonSerializerContext;
