using System.Globalization;

namespace ZohoLock.Http;

/// <summary>Counts the calls that go to the API host, and reads the credits left where Zoho says so (protocol section 6.4).</summary>
internal sealed class UsageHandler(ApiUsage usage) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        usage.CountCall();
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.Headers.TryGetValues("X-API-CREDITS-REMAINING", out var values)
            && long.TryParse(string.Concat(values), NumberStyles.None, CultureInfo.InvariantCulture, out var credits))
        {
            usage.CreditsRemaining = credits;
        }

        return response;
    }
}
