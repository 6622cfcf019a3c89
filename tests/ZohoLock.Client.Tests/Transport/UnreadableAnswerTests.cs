using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>Answers that are not what the protocol promises: never a success, and always a <see cref="ZohoException"/>.</summary>
public sealed class UnreadableAnswerTests
{
    private const string Page = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>";

    public static TheoryData<LockingCall> Calls { get; } = new(LockingCalls.All);

    /// <summary>JSON, and not an answer of any of the calls.</summary>
    public static TheoryData<string> OddBodies { get; } = new(
        "null", "[]", "\"text\"", "17", "{}", """{"data":null}""", """{"data":{}}""", """{"data":"x"}""", """{"data":[null]}""",
        """{"data":[1]}""", """{"data":[[]]}""", """{"data":[{"id":{}}]}""", """{"data":[{"id":null}]}""", "{\"data\":[{\"id\":\"1\"}");

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_page_with_status_200_is_no_success(LockingCall call) =>
        AssertUnreadable(200, await FailAsync(call, Reply.Html(200, Page)));

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task An_empty_body_with_status_200_is_no_success(LockingCall call) =>
        AssertUnreadable(200, await FailAsync(call, Reply.Json(200, string.Empty)));

    [Theory]
    [InlineData(LockingCall.Lock)]
    [InlineData(LockingCall.Update)]
    [InlineData(LockingCall.Unlock)]
    public async Task No_content_is_no_success_for_a_call_that_changes_something(LockingCall call) =>
        AssertUnreadable(204, await FailAsync(call, Reply.NoContent));

    [Theory]
    [MemberData(nameof(OddBodies))]
    public async Task Json_of_another_shape_is_no_success(string body)
    {
        foreach (var call in LockingCalls.All)
        {
            AssertUnreadable(200, await FailAsync(call, Reply.Json(200, body)));
        }
    }

    [Fact]
    public async Task A_new_lock_without_an_id_is_no_success() => AssertUnreadable(
        201,
        await FailAsync(
            LockingCall.Lock, Reply.Json(201, """{"data":[{"code":"SUCCESS","details":{},"message":"record added","status":"success"}]}""")));

    [Theory]
    [InlineData(404)]
    [InlineData(413)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_page_with_an_error_status_is_an_error_of_that_status(int status)
    {
        foreach (var call in LockingCalls.All)
        {
            var failure = await FailAsync(call, Reply.Html(status, Page));

            Assert.Equal($"HTTP_{status}", failure.Error.Code);
            Assert.Equal(status, failure.Error.StatusCode);
            Assert.NotEmpty(failure.Error.Advice);
            Assert.False(failure.Error.EndsRun);
        }
    }

    [Theory]
    [InlineData(502, ZohoErrorKind.ConnectionError)]
    [InlineData(503, ZohoErrorKind.ConnectionError)]
    [InlineData(404, ZohoErrorKind.ObjectNotFound)]
    [InlineData(403, ZohoErrorKind.PermissionDenied)]
    [InlineData(409, ZohoErrorKind.ResourceExists)]
    [InlineData(400, ZohoErrorKind.InvalidArgument)]
    public async Task An_empty_body_with_an_error_status_is_judged_by_the_status(int status, ZohoErrorKind kind) =>
        Assert.Equal(kind, (await FailAsync(LockingCall.Lock, Reply.Json(status, string.Empty))).Error.Kind);

    [Fact]
    public async Task A_body_that_says_success_under_an_error_status_is_an_error() =>
        Assert.Equal("HTTP_500", (await FailAsync(LockingCall.Lock, Reply.Json(500, Sample.Locked))).Error.Code);

    [Fact]
    public async Task An_error_under_a_success_status_is_an_error()
    {
        var failure = await FailAsync(LockingCall.Lock, Reply.Json(
            200, """{"data":[{"code":"RECORD_LOCKED","details":{},"message":"Sorry, you cannot perform this operation as the record is locked.","status":"error"}]}"""));

        Assert.Equal(("RECORD_LOCKED", ZohoErrorKind.ResourceExists), (failure.Error.Code, failure.Error.Kind));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_body_that_breaks_off_is_a_broken_connection_and_no_success(LockingCall call)
    {
        using var server = LiteralServer.Always(Truncated(call));
        using var connection = await Opened.WithToken(server);

        var failure = await new RecordLockClient(connection.Api).FailAsync(call);

        Assert.Equal(("ConnectionBroken", ZohoErrorKind.ConnectionError), (failure.Error.Code, failure.Error.Kind));
        Assert.Null(failure.Error.StatusCode);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nno colon here\r\n\r\n{}")]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n")]
    public async Task What_is_not_http_is_a_broken_connection(string text)
    {
        var failure = await FailAsync(LockingCall.Lock, Reply.Raw(text));

        Assert.Equal(("ConnectionBroken", ZohoErrorKind.ConnectionError), (failure.Error.Code, failure.Error.Kind));
    }

    [Theory]
    [InlineData("""{"code":"INVALID_DATA","details":{},"message":"cut in the middle of an emoji \ud83d","status":"error"}""")]
    [InlineData("""{"code":"INVALID_DATA\udd12","details":{"api_name":"\ud83d"},"message":"m","status":"error"}""")]
    public async Task Half_a_character_in_an_error_is_an_error_all_the_same(string body) =>
        Assert.Equal(400, (await FailAsync(LockingCall.Lock, Reply.Json(400, body))).Error.StatusCode);

    [Fact]
    public async Task Half_a_character_in_a_lock_is_no_crash()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """{"data":[{"id":"1","Locked_Reason__s":"cut \ud83d"}]}"""));
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        var failure = await Xunit.Record.ExceptionAsync(() => client.ListAsync("Leads", "1"));

        Assert.True(failure is null or ZohoException, failure?.ToString());
    }

    [Theory]
    [InlineData("text/html; charset=windows-1252")]
    [InlineData("application/json; charset=no-such-thing")]
    [InlineData("text/html; charset=\"\"")]
    public async Task A_401_in_a_charset_that_is_not_known_is_still_a_401(string contentType)
    {
        using var accounts = LiteralServer.Always(Sample.Token());
        using var api = LiteralServer.Always(Reply.Whole(401, Page, $"Content-Type: {contentType}"));
        using var connection = await Opened.WithRefreshToken(accounts, api);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal((401, ZohoErrorKind.AuthenticationError), (failure.Error.StatusCode, failure.Error.Kind));
    }

    private static void AssertUnreadable(int status, ZohoException failure)
    {
        Assert.Equal("UnreadableAnswer", failure.Error.Code);
        Assert.Equal(ZohoErrorKind.ConnectionError, failure.Error.Kind);
        Assert.Equal(status, failure.Error.StatusCode);
        Assert.Contains("can't be read", failure.Error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Error.Advice);
    }

    private static Reply Truncated(LockingCall call) => call switch
    {
        LockingCall.List => Reply.Truncated(200, Sample.ManualList),
        LockingCall.One => Reply.Truncated(200, Sample.One),
        LockingCall.Lock => Reply.Truncated(201, Sample.Locked),
        LockingCall.Update => Reply.Truncated(200, Sample.Updated),
        _ => Reply.Truncated(200, Sample.Unlocked),
    };

    private static async Task<ZohoException> FailAsync(LockingCall call, Reply reply)
    {
        using var server = LiteralServer.Always(reply);
        using var connection = await Opened.WithToken(server);
        return await new RecordLockClient(connection.Api).FailAsync(call);
    }
}
