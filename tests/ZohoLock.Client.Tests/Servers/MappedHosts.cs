namespace ZohoLock.Client.Tests.Servers;

/// <summary>Takes what is meant for hosts of Zoho's to servers of the test; what is meant for any other host goes nowhere.</summary>
internal sealed class MappedHosts(params (string Host, Uri Server)[] hosts)
    : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri!;
        var server = Array.Find(hosts, host => asked.GetLeftPart(UriPartial.Authority) == host.Host).Server
            ?? throw new InvalidOperationException($"The test has no server for {asked.GetLeftPart(UriPartial.Authority)}.");
        request.RequestUri = new Uri(server, asked.PathAndQuery);
        return base.SendAsync(request, cancellationToken);
    }
}
