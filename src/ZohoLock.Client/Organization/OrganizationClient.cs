using System.Globalization;
using System.Text.Json.Serialization;
using ZohoLock.Bulk;
using ZohoLock.Http;

namespace ZohoLock.Organization;

/// <summary>Asks which organisation a connection belongs to (<c>GET /org</c>, protocol section 6.2).</summary>
public sealed class OrganizationClient
{
    private const string Scope = "ZohoCRM.org.";

    private readonly Connection _connection;
    private readonly CallLane _lane;

    /// <summary>Uses <paramref name="connection"/>.</summary>
    public OrganizationClient(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _lane = connection.Api.Limiter.OpenLane(maxInFlight: null);
    }

    /// <summary>The organisation; null where the token's scopes don't allow the question.</summary>
    /// <exception cref="ZohoException">There was no readable answer, or the token was refused.</exception>
    public Task<CrmOrganization?> GetAsync(CancellationToken cancellationToken = default) =>
        GetAsync(new Tries(_connection.Api, TimeProvider.System), cancellationToken);

    internal async Task<CrmOrganization?> GetAsync(Tries tries, CancellationToken cancellationToken)
    {
        if (!MayAsk)
        {
            return null;
        }

        while (true)
        {
            try
            {
                return await AskAsync(tries.IsRepeat, cancellationToken).ConfigureAwait(false);
            }
            catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
            {
                await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
            }
            catch (ZohoException refusal) when (IsNotAllowed(refusal.Error))
            {
                return null;
            }
        }
    }

    /// <summary>
    /// The organisation's id: digits. Where it isn't known and can't be learnt now, the API host stands for it: <c>www.zohoapis.eu</c>. So the same
    /// organisation may be told by its host at one time, and by its id at another.
    /// </summary>
    /// <exception cref="ZohoException">Zoho doesn't take the token.</exception>
    public async Task<string> GetIdAsync(CancellationToken cancellationToken = default)
    {
        if (_connection.Organization is null)
        {
            await _connection.TryLearnOrganizationAsync(cancellationToken).ConfigureAwait(false);
        }

        return _connection.Organization?.Id ?? _connection.ApiDomain.Authority;
    }

    // A scope that isn't among those that Zoho told is missing; where it told none, the call itself will tell.
    private bool MayAsk => _connection.Scopes is var scopes
        && (scopes.Count == 0 || scopes.Any(scope => scope.StartsWith(Scope, StringComparison.OrdinalIgnoreCase)));

    private static bool IsNotAllowed(ZohoError error) => error.Code is "OAUTH_SCOPE_MISMATCH" or "NO_PERMISSION" or "AUTHORIZATION_FAILED";

    private async Task<CrmOrganization> AskAsync(bool isRepeat, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, $"/crm/{_connection.ApiVersion}/org") { IsRepeat = isRepeat };
        var answer = await _connection.Api.SendAsync(_lane, call, cancellationToken).ConfigureAwait(false);
        return answer.Read(OrganizationJson.Default.OrganizationList)?.Org is [{ Id.Length: > 0 } only, ..]
            ? only.ToOrganization()
            : throw answer.Unreadable();
    }
}

/// <summary>The answer to <c>GET /org</c>.</summary>
internal sealed record OrganizationList([property: JsonPropertyName("org")] IReadOnlyList<OrganizationRow>? Org);

/// <summary>What is read of an organisation.</summary>
internal sealed record OrganizationRow(
    [property: JsonPropertyName("id"), JsonConverter(typeof(IdConverter))] string? Id,
    [property: JsonPropertyName("company_name"), JsonConverter(typeof(OptionalConverter<string>))] string? CompanyName,
    [property: JsonPropertyName("license_details"), JsonConverter(typeof(OptionalConverter<LicenseDetails>))] LicenseDetails? License)
{
    public CrmOrganization ToOrganization() => new(Id!, string.IsNullOrWhiteSpace(CompanyName) ? null : DisplayText.Line(CompanyName, AnswerText.LongestMessage))
    {
        PaidType = License?.PaidType,
        Edition = EditionName.Parse(License?.TrialType) ?? EditionName.Parse(License?.PaidType),
        UserLicenses = int.TryParse(License?.Users, NumberStyles.None, CultureInfo.InvariantCulture, out var users) ? users : null,
    };
}

/// <summary>What is read of a licence.</summary>
internal sealed record LicenseDetails(
    [property: JsonPropertyName("paid_type"), JsonConverter(typeof(OptionalConverter<string>))] string? PaidType,
    [property: JsonPropertyName("trial_type"), JsonConverter(typeof(OptionalConverter<string>))] string? TrialType,
    [property: JsonPropertyName("users_license_purchased"), JsonConverter(typeof(OptionalConverter<string>))] string? Users);

/// <summary>The serializer's code for organisations.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(TextOrNumberConverter)])]
[JsonSerializable(typeof(OrganizationList))]
internal sealed partial class OrganizationJson : JsonSerializerContext;
