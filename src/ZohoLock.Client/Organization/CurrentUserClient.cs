using System.Text.Json.Serialization;
using ZohoLock.Api;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Organization;

/// <summary>Gets the user whose token a connection has (<c>GET /users?type=CurrentUser</c>; scope <c>ZohoCRM.users.READ</c>).</summary>
internal sealed class CurrentUserClient
{
    private readonly ApiClient _api;
    private readonly CallLane _lane;

    /// <summary>Creates a client that sends its calls with <paramref name="api"/>.</summary>
    public CurrentUserClient(ApiClient api)
    {
        _api = api;
        _lane = api.Limiter.OpenLane(maxInFlight: null);
    }

    /// <summary>The user and the user's profile.</summary>
    /// <exception cref="ZohoException">The user may not be read, or there was no readable response.</exception>
    public Task<CurrentUser> GetAsync(CancellationToken cancellationToken)
    {
        return RetryEngine.RunAsync(new Operation<CurrentUser>(AttemptAsync), new ApiRetryState(_api), cancellationToken);

        async Task<CurrentUser> AttemptAsync(bool isRepeat)
        {
            var call = new ApiCall(HttpMethod.Get, $"/crm/{_api.Version}/users?type=CurrentUser") { IsRepeat = isRepeat };
            var response = await _api.SendAsync(_lane, call, cancellationToken).ConfigureAwait(false);
            return response.Read(UserJson.Default.UserList) is { Users: [{ } user, ..] }
                ? new(user.FullName, new(user.Profile?.Name, user.Profile?.Id))
                : throw response.Unreadable();
        }
    }
}

/// <summary>The user of a connection.</summary>
/// <param name="Name">The full name; null if Zoho doesn't report it.</param>
/// <param name="Profile">The user's profile.</param>
internal sealed record CurrentUser(string? Name, NamedReference Profile);

/// <summary>The response to <c>GET /users</c>.</summary>
internal sealed record UserList([property: JsonPropertyName("users")] IReadOnlyList<UserRow?>? Users);

/// <summary>The modelled properties of a user.</summary>
internal sealed record UserRow(
    [property: JsonPropertyName("full_name"), JsonConverter(typeof(OptionalConverter<string>))] string? FullName,
    [property: JsonPropertyName("profile"), JsonConverter(typeof(OptionalConverter<WireUser>))] WireUser? Profile);

/// <summary>The source-generated serializer for users.</summary>
[JsonSourceGenerationOptions(Converters = [typeof(TextOrNumberConverter)])]
[JsonSerializable(typeof(UserList))]
[JsonSerializable(typeof(WireUser))]
internal sealed partial class UserJson : JsonSerializerContext;
