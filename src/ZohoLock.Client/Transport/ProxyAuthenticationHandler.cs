using System.Net;

namespace ZohoLock.Transport;

/// <summary>Turns a proxy's 407 response into the exception that .NET throws if a proxy refuses a tunnel with 407.</summary>
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
