using System.Globalization;

namespace ZohoLock.Transport;

/// <summary>Counts the calls that go to the API host, and learns from its headers: the credits left (protocol section 6.4), the time.</summary>
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
