using System.Net;

namespace ZohoLock.Transport;

/// <summary>Makes of a proxy's 407 in the place of a response what .NET makes of one in the place of a tunnel: a call that didn't come through.</summary>
internal sealed class ProxyAuthenticationHandler : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.ProxyAuthenticationRequired)
        {
            return response;
        }

        response.Dispose();
        throw new HttpRequestException(
            HttpRequestError.ProxyTunnelError, "A proxy answered with status code '407'.", statusCode: HttpStatusCode.ProxyAuthenticationRequired);
    }
}
