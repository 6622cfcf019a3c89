using System.Globalization;
using System.IO.Compression;
using System.Text;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;
using ZohoLock.Organization;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>However much a server sends, so much is read of it: 16 MB from the API host and 1 MB from the accounts host, decompressed; people see less.</summary>
public sealed class AnswerLimitTests
{
    private const int Megabyte = 1_048_576;
    private const int ApiLimit = 16 * Megabyte;
    private const int AccountsLimit = Megabyte;

    // What the network between the two holds besides.
    private const int Buffered = 16 * Megabyte;

    private const string ErrorBeginning = """{"code":"INVALID_DATA","details":{},"status":"error","message":" """;

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    [InlineData(400)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_body_that_never_ends_is_given_up_at_the_limit(int status)
    {
        using var server = LiteralServer.Always(Reply.Endless(status, ErrorBeginning, "Content-Type: application/json"));
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        AssertTooLarge("16 MB", CallOutcome.Unknown, await client.FailAsync(LockingCall.Lock));
        Assert.InRange(server.LettersSent, 1, ApiLimit + Buffered);
    }

    [Fact]
    public async Task A_refused_token_with_a_body_that_never_ends_is_given_up_at_the_limit()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Endless(401, ErrorBeginning));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        AssertTooLarge("16 MB", CallOutcome.Unknown, await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock));
        Assert.InRange(api.LettersSent, 1, ApiLimit + Buffered);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task A_token_in_a_body_that_never_ends_is_given_up_at_the_limit(int status)
    {
        using var accounts = LiteralServer.Always(Reply.Endless(status, """{"access_token":" """));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri)));

        AssertTooLarge("1 MB", CallOutcome.Refused, failure);
        Assert.InRange(accounts.LettersSent, 1, accounts.Requests.Count * (AccountsLimit + Buffered));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task What_counts_is_the_size_of_what_was_compressed(string encoding)
    {
        using var api = LiteralServer.Always(Reply.Whole(400, Bomb(encoding, ApiLimit + 1), $"Content-Encoding: {encoding}"));
        using var accounts = LiteralServer.Always(Reply.Whole(200, Bomb(encoding, AccountsLimit + 1), $"Content-Encoding: {encoding}"));
        using var connection = await Opened.WithToken(api);

        AssertTooLarge("16 MB", CallOutcome.Unknown, await new RecordLockClient(connection.Api).FailAsync(LockingCall.Unlock));
        AssertTooLarge("1 MB", CallOutcome.Refused, await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, api.BaseUri))));
    }

    [Fact]
    public async Task A_body_of_just_the_limit_is_read()
    {
        var row = """{"data":[{"id":"1","x":" """;
        var body = $"{row}{new string('x', ApiLimit - row.Length - 4)}\"}}]}}";
        Assert.Equal(ApiLimit, body.Length);
        using var api = LiteralServer.Always(Reply.Json(200, body));
        using var connection = await Opened.WithToken(api);

        Assert.Equal("1", (await new RecordLockClient(connection.Api).FindAsync("Leads", "1"))!.LockId);
    }

    [Fact]
    public async Task Headers_that_never_end_are_given_up_too()
    {
        using var server = LiteralServer.Always(Reply.Whole(201, Sample.Locked, $"X-Long: {new string('x', 100_000)}"));
        using var connection = await Opened.WithToken(server);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal(("AnswerTooLarge", CallOutcome.Unknown), (failure.Error.Code, failure.Error.Outcome));
    }

    [Fact]
    public async Task A_body_that_stops_before_the_limit_ends_with_the_calls_time()
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Truncated(401, Sample.InvalidToken, AfterReply.Hang));
        using var connection = await Opened.WithRefreshToken(accounts, api, Opened.Quick with { CallTimeout = TimeSpan.FromMilliseconds(100) });

        Assert.Equal("NoAnswerInTime", (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock).WaitAsync(Hang.Guard)).Error.Code);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task People_are_shown_so_much_of_a_servers_words(int status)
    {
        var words = new string('w', 100_000);
        var permissions = string.Join(',', Enumerable.Repeat($"\"{words[..5_000]}\"", 100));
        using var server = LiteralServer.Always(Reply.Json(status, $$$"""
            {"code":"{{{words}}}","message":"{{{words}}}","status":"error",
             "details":{"api_name":"{{{words}}}","json_path":"{{{words}}}","permissions":[{{{permissions}}}],"more":"{{{words}}}"}}
            """));
        using var connection = await Opened.WithToken(server);

        var error = (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error;

        Assert.InRange(error.Code.Length, 1, 100);
        Assert.InRange(error.Message.Length, 1, 700);
        Assert.InRange(error.Advice.Length, 1, 2_000);
        Assert.Contains("www…", error.Message, StringComparison.Ordinal);
        Assert.Null(error.Details);
    }

    [Fact]
    public async Task Details_of_a_usual_size_are_kept_as_they_are()
    {
        var values = string.Join(',', Enumerable.Range(0, 100).Select(i => $"\"value {i}\""));
        using var server = LiteralServer.Always(Reply.Json(
            400, $$"""{"code":"INVALID_DATA","details":{"supported_values":[{{values}}]},"message":"invalid data","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        Assert.Equal($$"""{"supported_values":[{{values}}]}""", (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error.Details);
    }

    [Fact]
    public async Task A_character_of_two_halves_is_not_cut_in_the_middle()
    {
        for (var before = 0; before < 2; before++)
        {
            using var server = LiteralServer.Always(Reply.Json(
                400, $$"""{"code":"INVALID_DATA","details":{},"message":"{{new string('x', before)}}{{string.Concat(Enumerable.Repeat("\U0001F512", 1_000))}}","status":"error"}"""));
            using var connection = await Opened.WithToken(server);

            var message = (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error.Message;

            Assert.Equal(message, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(message)));
            Assert.EndsWith("\U0001F512…", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_a_terminal_would_obey_is_not_shown()
    {
        using var server = LiteralServer.Always(Reply.Json(
            400, """{"code":"INVALID_DATA","details":{"api_name":"a\u0007"},"message":"one\r\ntwo \u001b[2Jthree\u0000\u009b1m","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        var message = (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error.Message;

        Assert.DoesNotContain(message, char.IsControl);
        Assert.StartsWith("one", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_endpoints_words_are_cut_as_well()
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, $$"""{"error":"{{new string('w', 100_000)}}"}"""));

        var error = (await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri)))).Error;

        Assert.InRange(error.Code.Length, 1, 100);
        Assert.InRange(error.Message.Length, 1, 700);
    }

    [Fact]
    public async Task What_is_no_http_is_not_shown_whole()
    {
        using var server = LiteralServer.Always(Reply.Raw($"HTTP/1.1 200 OK\r\n{new string('w', 50_000)}\r\n\r\n"));
        using var connection = await Opened.WithToken(server);

        Assert.InRange((await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error.Message.Length, 1, 700);
    }

    [Fact]
    public async Task Another_lock_with_a_long_reason_is_told_in_short()
    {
        using var server = LiteralServer.InTurn(
            Reply.Json(500, "{}"), Reply.Json(200, $$"""{"data":[{"id":"1","Locked_Reason__s":"{{new string('w', 100_000)}}"}]}"""));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal("NOT_ALLOWED", failure.Error.Code);
        Assert.InRange(failure.Error.Message.Length, 1, 700);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task Json_that_is_nested_without_end_cannot_be_read(int status)
    {
        const int Depth = 1_000_000;
        foreach (var (open, close) in new[] { ("[", "]"), ("{\"data\":", "}"), ("{\"code\":", "}"), ("{\"data\":[{\"code\":\"X\",\"details\":", "}]}") })
        {
            var body = $"{string.Concat(Enumerable.Repeat(open, Depth / open.Length))}1{string.Concat(Enumerable.Repeat(close, Depth / open.Length))}";
            using var server = LiteralServer.Always(Reply.Json(status, body));
            using var connection = await Opened.WithToken(server);

            foreach (var call in LockingCalls.All)
            {
                var failure = await new RecordLockClient(connection.Api).FailAsync(call);
                Assert.Equal(status == 200 ? "UnreadableAnswer" : "HTTP_400", failure.Error.Code);
            }

            await Assert.ThrowsAsync<ZohoException>(() => new ZohoLock.Configuration.LockConfigurationClient(connection.Api).GetAsync("Leads"));
            await Assert.ThrowsAsync<ZohoException>(() => new OrganizationClient(connection.Api).GetAsync());
        }
    }

    private static void AssertTooLarge(string limit, CallOutcome fate, ZohoException failure)
    {
        Assert.Equal(("AnswerTooLarge", ZohoErrorKind.ConnectionError, fate), (failure.Error.Code, failure.Error.Kind, failure.Error.Outcome));
        Assert.Contains(limit, failure.Error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Error.Advice);
    }

    private static byte[] Bomb(string encoding, int size)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true),
        })
        {
            stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"x\":\"{new string('0', size - 8)}\"}}")));
        }

        return compressed.ToArray();
    }
}
