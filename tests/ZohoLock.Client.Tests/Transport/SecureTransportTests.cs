using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>https to a server that doesn't speak it, or can't prove who it is: no request leaves.</summary>
public sealed class SecureTransportTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<byte> _decrypted = [];

    public SecureTransportTests() => _listener.Start();

    private Uri BaseUri => new($"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_server_without_tls_is_no_connection()
    {
        var serving = ServeAsync(stream => stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray()).AsTask());
        using var connection = await Opened.Open(Opened.TokenOptions(BaseUri));

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock).WaitAsync(Hang.Guard);

        Assert.Equal((ZohoErrorKind.ConnectionError, true), (failure.Error.Kind, failure.Error.EndsRun));
        _listener.Stop();
        await serving;
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_before_a_token_is_sent()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var serving = ServeAsync(async stream =>
        {
            using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(certificate);
            var buffer = new byte[1024];
            var read = await tls.ReadAsync(buffer);
            _decrypted.AddRange(buffer[..read]);
        });
        using var connection = await Opened.Open(Opened.TokenOptions(BaseUri));

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock).WaitAsync(Hang.Guard);

        Assert.Equal(
            ("InsecureConnection", ZohoErrorKind.ConnectionError, true), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
        _listener.Stop();
        await serving;
        Assert.Empty(_decrypted);
    }

    private async Task ServeAsync(Func<NetworkStream, Task> serve)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception end) when (end is SocketException or InvalidOperationException)
            {
                return;
            }

            try
            {
                using var stream = new NetworkStream(socket, ownsSocket: true);
                await serve(stream);
            }
            catch (Exception refused) when (refused is IOException or AuthenticationException)
            {
                // The client went away, as it should.
            }
        }
    }
}
