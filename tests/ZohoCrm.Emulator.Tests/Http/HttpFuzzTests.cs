using System.Net.Sockets;
using System.Text;
using Xunit.Abstractions;

namespace ZohoCrm.Emulator.Tests.Http;

/// <summary>Sends randomly broken requests. A bug shows in the emulator's unexpected exceptions.</summary>
public sealed class HttpFuzzTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Pieces =
    [
        "\r\n", "\n", "\r", " ", ":", "/", "%", "%2", "%00", "?", "&", "=", "+", "\0", "ÿ", "chunked", "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "{", "}", "[", "]", "\"", "\\ud800", "null", "-1", "99999999999", "HTTP/1.1",
    ];

    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Random_requests_cause_no_failures()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < 1500; i++)
        {
            using var connection = new RawConnection(_emulation.Emulator);
            await connection.SendAsync(Break(Request(random), random));
            connection.CloseSending();
            try
            {
                var text = await connection.ReadToEndAsync();
                Assert.True(text.Length == 0 || text.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), text);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
            {
                // The emulator closed while there was more to read.
            }
        }

        Assert.Empty(_emulation.Emulator.Failures);
        _emulation.Leads.RemoveLock(Emulation.RecordId);
        Assert.Equal(201, (await _emulation.LockAsync()).Status);
    }

    private string Request(Random random)
    {
        var authorization = $"Authorization: Zoho-oauthtoken {_emulation.Token}\r\n";
        var body = Emulation.ReasonBody;
        return random.Next(5) switch
        {
            0 => $"GET {Emulation.Locks}?fields=id&page=1&per_page=2&ids=3 HTTP/1.1\r\nHost: x\r\n{authorization}\r\n",
            1 => $"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{authorization}Content-Length: {body.Length}\r\n\r\n{body}",
            2 => $"PUT /crm/v7/Leads/{Emulation.RecordId} HTTP/1.1\r\nHost: x\r\n{authorization}Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n",
            3 => $"GET /crm/v7/Leads?fields=Locked__s&page=1&per_page=7&sort_by=id HTTP/1.1\r\nHost: x\r\n{authorization}\r\n",
            _ => "POST /oauth/v2/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\na=%41&b=c",
        };
    }

    private static byte[] Break(string request, Random random)
    {
        var bytes = new List<byte>(Encoding.Latin1.GetBytes(request));
        for (var times = random.Next(1, 6); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                    break;
            }
        }

        return [.. bytes];
    }
}
