using System.Globalization;

namespace ZohoLock.Transport;

/// <summary>
/// Counts the calls to the API host, and reads the remaining credits (protocol section 6.4) and the time from its headers.
/// </summary>
internal sealed class UsageHandler(ApiUsage usage, ServerState server) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        usage.CountCall();
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        server.RecordResponse(response);
        if (response.Headers.TryGetValues("X-API-CREDITS-REMAINING", out var values)
            && long.TryParse(string.Concat(values), NumberStyles.None, CultureInfo.InvariantCulture, out var credits))
        {
            usage.RecordCredits(credits);
        }

        return response;
    }
}
