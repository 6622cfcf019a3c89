using System.Globalization;
using System.Text;

namespace ZohoCrm.Emulator.Tests.Http;

public sealed class HttpWireTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private string Authorization => $"Authorization: Zoho-oauthtoken {_emulation.Token}\r\n";

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Headers_are_as_captured_from_Zoho()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync($"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{Authorization}{Body(Emulation.ReasonBody)}");

        var headers = (await connection.ReadAsync()).Headers;

        Assert.Equal("ZGS", headers["Server"]);
        Assert.Equal("application/json;charset=UTF-8", headers["Content-Type"]);
        Assert.Equal("attachment; filename=response.json", headers["Content-Disposition"]);
        Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
        Assert.Equal("1; mode=block", headers["X-XSS-Protection"]);
        Assert.StartsWith("default-src 'none';", headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.Equal("no-store, no-cache, must-revalidate, private", headers["Cache-Control"]);
        Assert.Equal("no-cache", headers["Pragma"]);
        Assert.Equal("Thu, 01 Jan 1970 00:00:00 GMT", headers["Expires"]);
        Assert.Equal("en-US", headers["Content-Language"]);
        Assert.Equal("strict-origin", headers["Referrer-Policy"]);
        Assert.Equal("2023-09-05T09:54:49-04:00", headers["X-ACCESSTOKEN-RESET"]);
        Assert.StartsWith("_zcsr_tmp=", headers["Set-Cookie"], StringComparison.Ordinal);
        Assert.Equal("keep-alive", headers["Connection"]);
        Assert.Contains("clientVersion", headers);
        Assert.Contains("clientsubVersion", headers);
        Assert.Contains("Strict-Transport-Security", headers);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_their_order()
    {
        var ids = _emulation.Leads.AddRecords(200);
        var pipeline = new StringBuilder();
        foreach (var id in ids)
        {
            var path = $"/crm/v7/Leads/{id}/Locking_Information__s";
            pipeline.Append(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: x\r\n{Authorization}");
            pipeline.Append(Body($$"""{"data":[{"Locked_Reason__s":"reason {{id}}"}]}"""));
            pipeline.Append(CultureInfo.InvariantCulture, $"GET {path}?fields=Locked_Reason__s HTTP/1.1\r\nHost: x\r\n{Authorization}\r\n");
        }

        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync(pipeline.ToString());

        foreach (var id in ids)
        {
            Assert.Equal(201, (await connection.ReadAsync()).Status);
            Assert.Equal($"reason {id}", (string?)(await connection.ReadAsync()).Json["data"]![0]!["Locked_Reason__s"]);
        }
    }

    [Fact]
    public async Task A_request_may_come_in_single_bytes()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        var request = Encoding.ASCII.GetBytes(
            $"\r\n\r\nPOST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{Authorization}{Body(Emulation.ReasonBody)}" +
            $"GET {Emulation.Locks}?fields=id HTTP/1.1\r\nHost: x\r\n{Authorization}\r\n");
        for (var i = 0; i < request.Length; i++)
        {
            await connection.SendAsync(request.AsMemory(i, 1));
        }

        Assert.Equal(201, (await connection.ReadAsync()).Status);
        Assert.Equal(200, (await connection.ReadAsync()).Status);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public async Task Chunked_bodies_are_read(int pieceLength)
    {
        _emulation.Settings.Unknowns.LongReasonAccepted = true;
        var reason = string.Concat(Enumerable.Range(0, 2000).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        var body = $$"""{"data":[{"Locked_Reason__s":"{{reason}}"}]}""";
        var request = new StringBuilder($"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{Authorization}Transfer-Encoding: chunked\r\n\r\n");
        for (var start = 0; start < body.Length; start += pieceLength)
        {
            var piece = body.Substring(start, Math.Min(pieceLength, body.Length - start));
            request.Append(CultureInfo.InvariantCulture, $"{piece.Length:X};extension=\"x\"\r\n{piece}\r\n");
        }

        request.Append("0\r\nTrailer: x\r\nAnother: y\r\n\r\n");
        request.Append(
            CultureInfo.InvariantCulture,
            $"GET {Emulation.Locks}?fields=Locked_Reason__s HTTP/1.1\r\nHost: x\r\n{Authorization}\r\n");
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync(request.ToString());

        Assert.Equal(201, (await connection.ReadAsync()).Status);
        Assert.Equal(reason, (string?)(await connection.ReadAsync()).Json["data"]![0]!["Locked_Reason__s"]);
    }

    [Fact]
    public async Task Expect_100_continue_is_answered()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync(
            $"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{Authorization}" +
            $"Expect: 100-continue\r\nContent-Length: {Emulation.ReasonBody.Length}\r\n\r\n");

        Assert.Equal("HTTP/1.1 100 Continue", await connection.ReadHeadAsync());
        await connection.SendAsync(Emulation.ReasonBody);
        Assert.Equal(201, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task HEAD_has_a_length_and_no_body()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync($"HEAD {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{Authorization}\r\n");
        await connection.SendAsync($"BREW {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{Authorization}\r\n");

        var head = await connection.ReadAsync(isHead: true);
        var brew = await connection.ReadAsync();

        Assert.Equal((403, "INVALID_REQUEST_METHOD"), (brew.Status, brew.Code));
        Assert.Equal((403, brew.Headers["Content-Length"]), (head.Status, head.Headers["Content-Length"]));
        Assert.Equal(1, _emulation.Emulator.Counters.Count("BREW", 403));
    }

    [Theory]
    [InlineData("HTTP/1.1\r\nHost: x\r\nConnection: close\r\n")]
    [InlineData("HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n")]
    [InlineData("HTTP/1.0\r\n")]
    public async Task Connection_close_is_followed(string rest)
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync($"GET {Emulation.Locks}?fields=id {rest}{Authorization}\r\n");

        var answer = await connection.ReadAsync();

        Assert.Equal((204, "close"), (answer.Status, answer.Headers["Connection"]));
        Assert.Equal("", await connection.ReadToEndAsync());
    }

    [Fact]
    public async Task HTTP_1_0_can_keep_the_connection_alive()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        var request = $"GET {Emulation.Locks}?fields=id HTTP/1.0\r\nConnection: Keep-Alive\r\n{Authorization}\r\n";
        await connection.SendAsync(request + request);

        Assert.Equal(204, (await connection.ReadAsync()).Status);
        Assert.Equal(204, (await connection.ReadAsync()).Status);
    }

    [Theory]
    [InlineData("/crm/v7/%4ceads/5843104000000425566/Locking_Information__s?fields=%69d%2CLocked_Reason__s")]
    [InlineData("http://127.0.0.1:1234/crm/v7/Leads/5843104000000425566/Locking_Information__s?fields=Locked_Reason__s")]
    [InlineData("/crm/v7/Leads/5843104000000425566/Locking_Information__s?&x&fields=+Locked_Reason__s+&fields=id")]
    public async Task Targets_are_decoded(string target)
    {
        _emulation.Leads.SetLocked(Emulation.RecordId, reason: "x");
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync($"GET {target} HTTP/1.1\r\nHost: x\r\n{Authorization}\r\n");

        Assert.Equal("x", (string?)(await connection.ReadAsync()).Json["data"]![0]!["Locked_Reason__s"]);
    }

    [Fact]
    public async Task An_encoded_slash_does_not_split_the_path()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync(
            $"GET /crm/v7/Leads%2F5843104000000425566/Locking_Information__s HTTP/1.1\r\nHost: x\r\n{Authorization}\r\n");

        Assert.Equal("INVALID_MODULE", (await connection.ReadAsync()).Code);
    }

    [Theory]
    [InlineData(400, "nonsense\r\n\r\n")]
    [InlineData(400, "GET\r\n\r\n")]
    [InlineData(400, "GET / \r\n\r\n")]
    [InlineData(400, "GET  HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET /\u00e9 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "G(T / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET /%4 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET path HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\nHost: x\n\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nNo colon\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost : x\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\u0000\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData(400, "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [InlineData(400, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n\r\n")]
    [InlineData(400, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n\r\n")]
    [InlineData(400, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n")]
    [InlineData(413, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4194305\r\n\r\n")]
    [InlineData(413, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData(413, "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\n")]
    [InlineData(417, "GET / HTTP/1.1\r\nHost: x\r\nExpect: the unexpected\r\n\r\n")]
    [InlineData(501, "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData(501, "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData(505, "GET / HTTP/2.0\r\nHost: x\r\n\r\n")]
    public async Task A_malformed_request_is_refused_and_the_connection_closed(int status, string request)
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync(request);

        var answer = await connection.ReadAsync();

        Assert.Equal((status, "close"), (answer.Status, answer.Headers["Connection"]));
        Assert.Equal("", await connection.ReadToEndAsync());
        Assert.Equal(1, _emulation.Emulator.Counters.Count(Operation.Other, status));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabc")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5")]
    public async Task An_incomplete_request_is_refused(string request)
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync(request);
        connection.CloseSending();

        Assert.Equal(400, (await connection.ReadAsync()).Status);
    }

    [Theory]
    [InlineData(40_000, 1)]
    [InlineData(10, 101)]
    public async Task The_head_has_a_limit(int length, int count)
    {
        var headers = string.Concat(Enumerable.Repeat($"X: {new string('x', length)}\r\n", count));
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync($"GET / HTTP/1.1\r\nHost: x\r\n{headers}\r\n");

        Assert.Equal(431, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task Endless_chunks_have_a_limit()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        var chunk = $"100000\r\n{new string('x', 0x100000)}\r\n";
        await connection.SendAsync("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        await connection.SendAsync(string.Concat(Enumerable.Repeat(chunk, 5)));

        Assert.Equal(413, (await connection.ReadAsync()).Status);
    }

    [Fact]
    public async Task A_body_up_to_the_limit_is_read()
    {
        using var connection = new RawConnection(_emulation.Emulator);
        await connection.SendAsync(
            $"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n{Authorization}{Body(new string(' ', 4 * 1024 * 1024))}");

        Assert.Equal((400, "INVALID_DATA"), (await connection.ReadAsync()) is var answer ? (answer.Status, answer.Code) : default);
    }

    private static string Body(string text) => $"Content-Length: {Encoding.UTF8.GetByteCount(text)}\r\n\r\n{text}";
}
