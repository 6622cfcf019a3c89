using System.IO.Compression;
using System.Text;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>Bodies that aren't encoded as their headers say: a lost answer, and never another exception than <see cref="ZohoException"/>.</summary>
public sealed class EncodedAnswerTests
{
    private const string Bom = "\uFEFF";

    /// <summary>Headers, and a body that they aren't true of.</summary>
    public static TheoryData<string, string> Lies { get; } = new()
    {
        { "Content-Encoding: gzip", Sample.Locked },
        { "Content-Encoding: br", Sample.Locked },
        { "Content-Encoding: deflate", Sample.Locked },
        { "Content-Encoding: gzip, gzip", Sample.Locked },
        { "Transfer-Encoding: chunked", "zz\r\n" + Sample.Locked },
        { "Content-Type: application/json; charset=no-such-thing\r\nContent-Encoding: gzip", Sample.Locked },
    };

    public static TheoryData<string> Encodings { get; } = new("gzip", "br", "deflate");

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_body_that_is_not_what_its_headers_say_is_a_lost_answer(string header, string body)
    {
        foreach (var status in new[] { 200, 201, 400, 403, 429, 500 })
        {
            using var server = LiteralServer.Always(Reply.Whole(status, body, header));
            using var connection = await Opened.WithToken(server);

            var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

            Assert.Equal((ZohoErrorKind.ConnectionError, CallOutcome.Unknown, false), (failure.Error.Kind, failure.Error.Outcome, failure.Error.EndsRun));
            Assert.Contains("the outcome is not known", failure.Error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_refused_token_whose_answer_is_falsely_encoded_is_a_lost_answer(string encoding)
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Whole(401, Sample.InvalidToken, $"Content-Encoding: {encoding}"));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal((ZohoErrorKind.ConnectionError, CallOutcome.Unknown), (failure.Error.Kind, failure.Error.Outcome));
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_token_whose_answer_is_falsely_encoded_is_asked_for_again(string encoding)
    {
        using var accounts = LiteralServer.InTurn(
            Reply.Whole(200, """{"access_token":"1000.access.lost"}""", $"Content-Encoding: {encoding}"), Sample.Token());
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        Assert.Equal(2, accounts.Requests.Count);
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task A_body_that_is_encoded_as_it_says_is_read(string encoding)
    {
        using var server = LiteralServer.Always(Reply.Whole(201, Encode(encoding, Sample.Locked), $"Content-Encoding: {encoding}"));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("5843104000000804020", (await new RecordLockClient(connection.Api).LockAsync("Leads", "5843104000000425566", "deal in progress")).LockId);
    }

    [Fact]
    public async Task A_change_whose_answer_was_falsely_encoded_is_looked_into_and_not_made_twice()
    {
        using var server = LiteralServer.InTurn(
            Reply.Whole(201, Sample.Locked, "Content-Encoding: gzip"), Reply.Json(200, Sample.ManualList.Replace("2023-", "2123-", StringComparison.Ordinal)));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);

        var made = await new RecordLockClient(connection.Api).LockAsync("Leads", "5843104000000425566", "deal in progress");

        Assert.Equal("5843104000000804005", made.LockId);
        Assert.Equal(["POST", "GET"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData("Date: Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("Date: Mon, 01 Jan 0001 00:00:00 GMT")]
    [InlineData("Date: the day before yesterday")]
    [InlineData("Retry-After: -1")]
    [InlineData("Retry-After: Fri, 31 Dec 9999 23:59:59 GMT")]
    [InlineData("X-API-CREDITS-REMAINING: 99999999999999999999999")]
    [InlineData("X-API-CREDITS-REMAINING: many")]
    [InlineData("Content-Type: text/html; charset=\"\"")]
    [InlineData("Content-Type: ;;;")]
    [InlineData("Content-Disposition: \u0001\u0002")]
    [InlineData("Set-Cookie: a=b; expires=never")]
    public async Task Headers_that_make_no_sense_do_no_harm(string header)
    {
        using var server = LiteralServer.InTurn(
            Reply.Whole(500, "{}", header), Reply.Whole(200, Sample.ManualList, header), Reply.Whole(200, Sample.ManualList, header));
        using var connection = await Opened.WithToken(server, policy: Opened.Repeating);
        var client = new RecordLockClient(connection.Api);

        var failure = await Xunit.Record.ExceptionAsync(() => client.LockAsync("Leads", "5843104000000425566", "deal in progress"));

        Assert.True(failure is null or ZohoException, failure?.ToString());
        Assert.Equal("5843104000000804005", (await client.FindAsync("Leads", "5843104000000425566"))!.LockId);
    }

    [Theory]
    [InlineData(Bom)]
    [InlineData(" \r\n\t")]
    [InlineData(Bom + "\r\n ")]
    public async Task A_byte_order_mark_and_blanks_before_json_make_no_difference(string before)
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, before + """{"access_token":"1000.access.first","expires_in":3600}"""));
        using var api = new LiteralServer(request => (request.Method, request.Path) switch
        {
            ("POST", _) => Reply.Json(201, before + Sample.Locked),
            ("PUT", _) => Reply.Json(403, before + """{"code":"NOT_ALLOWED","details":{},"message":"record is already locked","status":"error"}"""),
            (_, "/crm/v7/org") => Reply.Json(200, before + """{"org":[{"id":"17"}]}"""),
            _ => Reply.Json(200, before + Sample.ManualList),
        });
        using var connection = await Opened.WithRefreshToken(accounts, api);
        var client = new RecordLockClient(connection.Api);

        Assert.Equal("5843104000000804020", (await client.LockAsync("Leads", "1", "x")).LockId);
        Assert.Equal("5843104000000804005", (await client.FindAsync("Leads", "1"))!.LockId);
        Assert.Equal("NOT_ALLOWED", (await client.FailAsync(LockingCall.Update)).Error.Code);
        Assert.True(await connection.LearnOrganizationAsync());
        Assert.Equal(TimeSpan.Zero, connection.Api.Server.FailingFor);
    }

    [Theory]
    [InlineData(200, """{"data":[{"id":"1","Locked_Reason__s":"cut \ud83d"}]}""", "cut \uFFFD")]
    [InlineData(200, """{"data":[{"id":"1","Locked_Reason__s":"\ude00 cut \\ud83d \ud83d\ude00","\ud83d":1}]}""", "\uFFFD cut \\ud83d \U0001F600")]
    public async Task Half_a_character_costs_that_character_only(int status, string body, string reason)
    {
        using var server = LiteralServer.Always(Reply.Json(status, body));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(reason, (await new RecordLockClient(connection.Api).FindAsync("Leads", "1"))!.Reason);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_cost_those_bytes_only()
    {
        byte[] body = [.. """{"data":[{"id":"1","Locked_Reason__s":"M"""u8, 0xFC, .. """ller"}]}"""u8];
        using var server = LiteralServer.Always(Reply.Whole(200, body, "Content-Type: application/json"));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("M\uFFFDller", (await new RecordLockClient(connection.Api).FindAsync("Leads", "1"))!.Reason);
    }

    [Fact]
    public async Task A_half_character_in_a_key_of_an_error_hides_nothing_of_it()
    {
        using var server = LiteralServer.Always(Reply.Json(
            400, """{"\ud83d":1,"code":"INVALID_DATA","details":{"\ud83d":1,"api_name":"\ud83d"},"message":"cut \ud83d","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        var error = (await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock)).Error;

        Assert.Equal(("INVALID_DATA", "cut \uFFFD (\uFFFD)"), (error.Code, error.Message));
    }

    private static byte[] Encode(string encoding, string text)
    {
        using var encoded = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
            _ => new ZLibStream(encoded, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return encoded.ToArray();
    }
}
