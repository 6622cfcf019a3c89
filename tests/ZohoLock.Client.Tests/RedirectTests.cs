using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests;

/// <summary>A redirect would carry the token, or the secrets in the form, to whatever host it names: none is followed.</summary>
public sealed class RedirectTests
{
    public static TheoryData<int> Statuses { get; } = new(301, 302, 303, 307, 308);

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_call_is_not_redirected_to_another_host(int status)
    {
        using var elsewhere = LiteralServer.Always(Sample.Success(LockingCall.List));
        foreach (var call in LockingCalls.All)
        {
            using var api = LiteralServer.Always(Reply.Redirect(status, new(elsewhere.BaseUri, "/crm/v7/Leads")));
            using var connection = await Opened.WithToken(api);

            var failure = await new RecordLockClient(connection).FailAsync(call);

            Assert.Equal(($"HTTP_{status}", status), (failure.Error.Code, failure.Error.StatusCode));
            Assert.Single(api.Requests);
        }

        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_token_request_is_not_redirected_to_another_host(int status)
    {
        using var elsewhere = LiteralServer.Always(Sample.Token());
        using var accounts = LiteralServer.Always(Reply.Redirect(status, new(elsewhere.BaseUri, "/oauth/v2/token")));

        var failure = await Assert.ThrowsAsync<ZohoException>(() => Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri)));

        Assert.Equal(($"HTTP_{status}", true), (failure.Error.Code, failure.Error.EndsRun));
        Assert.Equal(0, elsewhere.Connections);
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_revocation_is_not_redirected_to_another_host(int status)
    {
        using var elsewhere = LiteralServer.Always(Reply.Json(200, """{"status":"success"}"""));
        using var accounts = LiteralServer.Always(Reply.Redirect(status, new(elsewhere.BaseUri, "/oauth/v2/token/revoke")));
        using var connection = await Opened.WithToken(accounts);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => connection.RevokeAsync());

        Assert.Equal("not_revoked", failure.Error.Code);
        Assert.Equal(0, elsewhere.Connections);
    }

    [Fact]
    public async Task A_redirect_that_brings_a_success_along_is_no_success()
    {
        using var api = LiteralServer.Always(Reply.Json(302, Sample.Locked, "Location: /elsewhere"));
        using var connection = await Opened.WithToken(api);

        Assert.Equal("HTTP_302", (await new RecordLockClient(connection).FailAsync(LockingCall.Lock)).Error.Code);
    }
}
