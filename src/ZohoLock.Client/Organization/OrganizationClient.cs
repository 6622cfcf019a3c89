using System.Text.Json.Serialization;
using ZohoLock.Bulk;
using ZohoLock.Http;

namespace ZohoLock.Organization;

/// <summary>Asks which organisation a connection belongs to (<c>GET /org</c>, protocol section 6.2).</summary>
public sealed class OrganizationClient
{
    private readonly Connection _connection;
    private readonly CallLane _lane;

    /// <summary>Uses <paramref name="connection"/>.</summary>
    public OrganizationClient(Connection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _connection = connection;
        _lane = connection.Api.Limiter.OpenLane(maxInFlight: null);
    }

    /// <summary>
    /// The organisation's id: digits. Where the token's scopes don't allow the question, the API host stands for it: <c>www.zohoapis.eu</c>.
    /// </summary>
    /// <exception cref="ZohoException">There was no readable answer, or the token was refused.</exception>
    public async Task<string> GetIdAsync(CancellationToken cancellationToken = default)
    {
        var tries = new Tries(_connection.Api, TimeProvider.System);
        while (true)
        {
            try
            {
                var call = new ApiCall(HttpMethod.Get, $"/crm/{_connection.ApiVersion}/org") { IsRepeat = tries.IsRepeat };
                var answer = await _connection.Api.SendAsync(_lane, call, cancellationToken).ConfigureAwait(false);
                return answer.Read(OrganizationJson.Default.OrganizationList)?.Org is [{ Id.Length: > 0 } only, ..]
                    ? only.Id
                    : throw answer.Unreadable();
            }
            catch (ZohoException failure) when (tries.MayRepeat(failure.Error))
            {
                await tries.PauseAfterAsync(failure, cancellationToken).ConfigureAwait(false);
            }
            catch (ZohoException refusal) when (refusal.Error is { StatusCode: 400 or 403 or 404 } or { Code: "OAUTH_SCOPE_MISMATCH" })
            {
                return _connection.ApiDomain.Authority;
            }
        }
    }
}

/// <summary>The answer to <c>GET /org</c>.</summary>
internal sealed record OrganizationList([property: JsonPropertyName("org")] IReadOnlyList<OrganizationRow>? Org);

/// <summary>What is read of an organisation.</summary>
internal sealed record OrganizationRow([property: JsonPropertyName("id")] string? Id);

/// <summary>The serializer's code for organisations.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(TextOrNumberConverter)])]
[JsonSerializable(typeof(OrganizationList))]
internal sealed partial class OrganizationJson : JsonSerializerContext;
