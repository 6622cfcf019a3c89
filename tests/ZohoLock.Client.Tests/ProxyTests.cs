using System.Net;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests;

/// <summary>Plain http is allowed to this machine because it never leaves it; a proxy would be another machine.</summary>
[Collection(ProcessWide.Name)]
public sealed class ProxyTests : IDisposable
{
    private readonly IWebProxy _usual = HttpClient.DefaultProxy;

    public void Dispose() => HttpClient.DefaultProxy = _usual;

    [Fact]
    public async Task A_call_to_this_machine_goes_through_no_proxy()
    {
        using var proxy = LiteralServer.Always(Reply.Html(403, "<html>blocked by the proxy</html>"));
        using var server = new LiteralServer(request => request.Path == "/oauth/v2/token" ? Sample.Token() : Sample.Success(LockingCall.Lock));
        HttpClient.DefaultProxy = new WebProxy(proxy.BaseUri);

        await Record.ExceptionAsync(async () =>
        {
            using var connection = await Opened.Open(Opened.RefreshOptions(server.BaseUri, server.BaseUri));
            await new RecordLockClient(connection).MakeAsync(LockingCall.Lock);
        });

        Assert.Empty(proxy.Requests);
        Assert.Equal(2, server.Requests.Count);
    }
}

/// <summary>Tests that change what the whole process shares, and so run by themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessWide
{
    public const string Name = "process-wide";
}
