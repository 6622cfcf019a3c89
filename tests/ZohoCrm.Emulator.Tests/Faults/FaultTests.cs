using System.Net.Sockets;

namespace ZohoCrm.Emulator.Tests.Faults;

public sealed class FaultTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    private int Locked => _emulation.Leads.LockedCount;

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [InlineData(500, "INTERNAL_ERROR")]
    [InlineData(502, "BAD_GATEWAY")]
    [InlineData(503, "SERVICE_UNAVAILABLE")]
    [InlineData(504, "GATEWAY_TIMEOUT")]
    [InlineData(429, "TOO_MANY_REQUESTS")]
    [InlineData(401, "INVALID_TOKEN")]
    public async Task A_status_is_answered_before_or_after_the_change(int status, string code)
    {
        Inject(FaultKind.StatusAnswer, FaultTiming.BeforeChange, status);
        var before = await _emulation.LockAsync();
        Assert.Equal((status, code, 0), (before.Status, before.Code, Locked));

        Inject(FaultKind.StatusAnswer, FaultTiming.AfterChange, status);
        var after = await _emulation.LockAsync();
        Assert.Equal((status, code, 1), (after.Status, after.Code, Locked));

        Assert.Equal("record is already locked", (await _emulation.LockAsync()).Message);
    }

    [Fact]
    public async Task A_status_can_have_its_own_body()
    {
        const string Body = """{"data":[{"code":"RECORD_LOCKED","details":{"id":"1","action":"record_locking"},"message":"x","status":"error"}]}""";
        Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 400, Body = Body });

        (await _emulation.LockAsync()).Is(400, Body);
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, 0)]
    [InlineData(FaultTiming.AfterChange, 1)]
    public async Task The_connection_is_reset(FaultTiming timing, int locked)
    {
        Inject(FaultKind.ConnectionReset, timing);
        using var connection = new RawConnection(Emulator);
        await SendLockAsync(connection);

        var exception = await Assert.ThrowsAsync<SocketException>(connection.ReceiveAsync);

        Assert.Equal(SocketError.ConnectionReset, exception.SocketErrorCode);
        Assert.Equal(locked, Locked);
        Assert.Equal(1, Emulator.Counters.Count(Operation.LockRecord, 0));
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, 0)]
    [InlineData(FaultTiming.AfterChange, 1)]
    public async Task No_response_is_sent(FaultTiming timing, int locked)
    {
        Inject(FaultKind.NoAnswer, timing);
        using var connection = new RawConnection(Emulator);
        await SendLockAsync(connection);
        await Hang.UntilAsync(() => Task.FromResult(Emulator.Counters.Count(Operation.LockRecord, 0) > 0));

        // Once the client gives up, the emulator closes its side without a word.
        connection.CloseSending();
        Assert.Equal("", await connection.ReadToEndAsync());
        Assert.Equal(locked, Locked);
    }

    [Fact]
    public async Task The_body_is_sent_slowly()
    {
        Emulator.Inject(new Fault { Kind = FaultKind.SlowBody, Duration = TimeSpan.FromMilliseconds(200), Count = 1 });
        using var connection = new RawConnection(Emulator);
        await SendLockAsync(connection);
        await SendLockAsync(connection);

        var reading = connection.ReadAsync();
        var took = await _emulation.AdvanceUntilAsync(reading);
        var slow = await reading;

        Assert.True(took >= TimeSpan.FromMilliseconds(200), $"The body came after {took}.");
        Assert.Equal((201, "record added", 1), (slow.Status, slow.Message, Locked));
        Assert.Equal("record is already locked", (await connection.ReadAsync()).Message);
    }

    [Fact]
    public async Task A_response_without_a_body_is_sent_slowly()
    {
        Emulator.Inject(new Fault { Kind = FaultKind.SlowBody, Duration = TimeSpan.FromMilliseconds(50) });

        var listing = _emulation.ListAsync();
        await _emulation.AdvanceUntilAsync(listing);

        Assert.Equal(204, (await listing).Status);
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange)]
    [InlineData(FaultTiming.AfterChange)]
    public async Task The_body_is_truncated(FaultTiming timing)
    {
        Inject(FaultKind.TruncatedBody, timing);
        using var connection = new RawConnection(Emulator);
        await SendLockAsync(connection);

        var head = await connection.ReadHeadAsync();
        var body = await connection.ReadToEndAsync();

        var length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(body.Length, 1, length - 1);
        Assert.StartsWith("{\"data\":[{\"code\":\"SUCCESS\"", body, StringComparison.Ordinal);
        Assert.Equal(1, Locked);
    }

    [Fact]
    public async Task A_response_without_a_body_is_truncated()
    {
        Inject(FaultKind.TruncatedBody, FaultTiming.AfterChange);
        using var connection = new RawConnection(Emulator);
        await connection.SendAsync(
            $"GET {Emulation.Locks}?fields=id HTTP/1.1\r\nHost: x\r\nAuthorization: Zoho-oauthtoken {_emulation.Token}\r\n\r\n");

        var text = await connection.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 204 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, null, 201, 0)]
    [InlineData(FaultTiming.AfterChange, null, 201, 1)]
    [InlineData(FaultTiming.BeforeChange, 503, 503, 0)]
    [InlineData(FaultTiming.AfterChange, 502, 502, 1)]
    public async Task An_HTML_page_is_answered(FaultTiming timing, int? status, int expected, int locked)
    {
        Inject(FaultKind.HtmlBody, timing, status);

        var answer = await _emulation.LockAsync();

        Assert.Equal((expected, locked), (answer.Status, Locked));
        Assert.Equal("text/html; charset=UTF-8", answer.Headers["Content-Type"]);
        Assert.StartsWith("<!DOCTYPE html>", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, 0)]
    [InlineData(FaultTiming.AfterChange, 1)]
    public async Task An_empty_body_is_answered(FaultTiming timing, int locked)
    {
        Inject(FaultKind.EmptyBody, timing);

        var answer = await _emulation.LockAsync();

        Assert.Equal((201, "", locked), (answer.Status, answer.Body, Locked));
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange, null, 201, 0)]
    [InlineData(FaultTiming.AfterChange, null, 201, 1)]
    [InlineData(FaultTiming.BeforeChange, 401, 401, 0)]
    public async Task An_uncompressed_body_is_declared_as_gzip(FaultTiming timing, int? status, int expected, int locked)
    {
        Inject(FaultKind.FalseEncoding, timing, status);

        var answer = await _emulation.LockAsync();

        Assert.Equal((expected, "gzip", locked), (answer.Status, answer.Headers["Content-Encoding"], Locked));
        Assert.StartsWith("{", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Html_and_empty_bodies_of_a_204_are_200()
    {
        Inject(FaultKind.HtmlBody, FaultTiming.AfterChange);
        Assert.Equal(200, (await _emulation.ListAsync()).Status);
        Inject(FaultKind.EmptyBody, FaultTiming.AfterChange);
        Assert.Equal(200, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task Only_the_named_operations_are_affected()
    {
        Operation[] struck = [Operation.LockRecord, Operation.Token];
        Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 503, Operations = struck });

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        Assert.Equal(503, (await _emulation.LockAsync()).Status);
        Assert.Equal(503, (await _emulation.TokenAsync()).Status);
        Assert.Equal(1, Emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task After_the_change_a_token_is_issued_and_lost()
    {
        Emulator.Inject(new Fault { Kind = FaultKind.EmptyBody, Timing = FaultTiming.AfterChange, Operations = [Operation.Token] });

        Assert.Equal("", (await _emulation.TokenAsync()).Body);
        Assert.Equal(2, Emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task A_count_limits_the_affected_requests()
    {
        var fault = Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, Count = 3 });

        var statuses = new List<int>();
        for (var i = 0; i < 5; i++)
        {
            statuses.Add((await _emulation.ListAsync()).Status);
        }

        Assert.Equal([500, 500, 500, 204, 204], statuses);
        Assert.Equal(3, fault.Struck);
        Assert.Empty(_emulation.Settings.Faults);
    }

    [Fact]
    public async Task The_first_fault_that_applies_is_used_until_it_is_removed()
    {
        Inject(FaultKind.StatusAnswer, FaultTiming.BeforeChange, 502);
        Inject(FaultKind.StatusAnswer, FaultTiming.BeforeChange, 503);

        Assert.Equal(502, (await _emulation.ListAsync()).Status);
        Assert.Equal(503, (await _emulation.ListAsync()).Status);
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task A_fault_can_be_removed()
    {
        var fault = Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer });
        Assert.Equal(500, (await _emulation.ListAsync()).Status);

        Assert.True(_emulation.Settings.Faults.Remove(fault));

        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        Assert.False(_emulation.Settings.Faults.Remove(fault));
        Emulator.Inject(fault);
        _emulation.Settings.Faults.Clear();
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
    }

    [Fact]
    public async Task A_seed_repeats_the_random_numbers()
    {
        var first = await ByChanceAsync(seed: 7);
        var again = await ByChanceAsync(seed: 7);
        var other = await ByChanceAsync(seed: 8);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Count(status => status == 500), 60, 140);
    }

    [Fact]
    public void Invalid_faults_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fault { Kind = FaultKind.StatusAnswer, Probability = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fault { Kind = FaultKind.StatusAnswer, StatusCode = 99 });
    }

    private async Task<List<int>> ByChanceAsync(int seed)
    {
        var fault = Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, Probability = 0.5, Seed = seed });
        var statuses = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            statuses.Add((await _emulation.ListAsync()).Status);
        }

        _emulation.Settings.Faults.Remove(fault);
        return statuses;
    }

    private void Inject(FaultKind kind, FaultTiming timing, int? status = null) =>
        Emulator.Inject(new Fault { Kind = kind, Timing = timing, StatusCode = status, Count = 1 });

    private Task SendLockAsync(RawConnection connection) => connection.SendAsync(
        $"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\nAuthorization: Zoho-oauthtoken {_emulation.Token}\r\n" +
        $"Content-Length: {Emulation.ReasonBody.Length}\r\n\r\n{Emulation.ReasonBody}");
}
