using System.Text.Json;
using ZohoLock.Api;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Configuration.Wire;

/// <summary>
/// The calls of locking configurations (protocol section 2.1), each sent once; <see cref="LockConfigurationClient"/> handles lost
/// responses.
/// </summary>
internal sealed class ConfigurationApi(ApiClient api, CallLane lane)
{
    public async Task<LockConfiguration?> GetAsync(string module, bool isRepeat, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Get, GetPath(module), null, isRepeat, cancellationToken).ConfigureAwait(false);
        if (response.Read(ConfigurationJson.Default.ConfigurationList) is not { } list)
        {
            return null;
        }

        return list.Configurations switch
        {
            null => throw response.Unreadable(),
            [] => null,
            var rows => rows[0] is { Id.Length: > 0 } row && row.ToConfiguration(module) is { } found ? found : throw response.Unreadable(),
        };
    }

    /// <summary>Creates a configuration.</summary>
    /// <returns>The id.</returns>
    public async Task<string> CreateAsync(string module, ConfigurationRow row, bool isRepeat, CancellationToken cancellationToken)
    {
        var response = await SendAsync(HttpMethod.Post, GetPath(module), row, isRepeat, cancellationToken).ConfigureAwait(false);
        return ReadChange(response).Details?.Id is { Length: > 0 } id ? id : throw response.Unreadable();
    }

    public async Task UpdateAsync(string module, string id, ConfigurationRow row, bool isRepeat, CancellationToken cancellationToken)
    {
        // The sources disagree on whether the id must be in the body too (protocol section 13).
        row = row with { Id = id };
        try
        {
            ReadChange(await SendAsync(HttpMethod.Put, GetPath(module, id), row, isRepeat, cancellationToken).ConfigureAwait(false));
        }
        catch (ZohoException refused) when (IsUnknownPath(refused.Error))
        {
            // The other documented form has no id in the path (protocol section 2.1).
            ReadChange(await SendAsync(HttpMethod.Put, GetPath(module), row, isRepeat, cancellationToken).ConfigureAwait(false));
        }
    }

    public async Task DeleteAsync(string module, string id, bool isRepeat, CancellationToken cancellationToken) =>
        ReadChange(await SendAsync(HttpMethod.Delete, GetPath(module, id), null, isRepeat, cancellationToken).ConfigureAwait(false));

    private static bool IsUnknownPath(ZohoError error) => error.Code is "INVALID_URL_PATTERN" or "INVALID_REQUEST_METHOD";

    private Task<ApiResponse> SendAsync(HttpMethod method, string path, ConfigurationRow? row, bool isRepeat, CancellationToken cancellationToken) =>
        api.SendAsync(lane, new ApiCall(method, path, row is null ? null : Serialize(row)) { IsRepeat = isRepeat }, cancellationToken);

    // A successful response has one item with the code SUCCESS.
    private static ChangeResult ReadChange(ApiResponse response) =>
        response.Read(ConfigurationJson.Default.ConfigurationChangeResponse) is { Configurations: [{ Code: { } code } item, ..] }
            && code.Equals("SUCCESS", StringComparison.OrdinalIgnoreCase)
            ? item
            : throw response.Unreadable();

    private static byte[] Serialize(ConfigurationRow row) =>
        JsonSerializer.SerializeToUtf8Bytes(new ConfigurationList([row]), ConfigurationJson.Default.ConfigurationList);

    private string GetPath(string module, string? id = null) =>
        $"/crm/{api.Version}/settings/record_locking_configurations{(id is null ? null : $"/{ApiPath.Segment(id)}")}?module={Uri.EscapeDataString(module)}";
}
