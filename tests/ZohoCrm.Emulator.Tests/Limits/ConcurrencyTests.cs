namespace ZohoCrm.Emulator.Tests.Limits;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Calls_above_the_limit_are_rejected_at_once()
    {
        // Answers that never come hold their places for as long as the test wants.
        _emulation.Settings.ConcurrencyLimit = 3;
        var hanging = Emulator.Inject(new Fault { Kind = FaultKind.NoAnswer, Operations = [Operation.LockRecord] });
        using var first = await HangAsync();
        using var second = await HangAsync();
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        using var third = await HangAsync();

        _emulation.Settings.Latency = TimeSpan.FromMinutes(10);
        (await _emulation.ListAsync().WaitAsync(Hang.Guard)).Is(429, """
            {"code":"TOO_MANY_REQUESTS","details":{},"message":"too many requests. please try again after some time","status":"error"}
            """);
        Assert.NotNull((string?)(await WithoutLatencyAsync(() => _emulation.TokenAsync())).Json["access_token"]);
        Assert.Equal((4, 3), (Emulator.Counters.PeakConcurrency, hanging.Struck));

        third.Dispose();
        await WithoutLatencyAsync(() => Hang.UntilAsync(async () => (await _emulation.ListAsync()).Status == 204));
    }

    [Fact]
    public async Task Calls_within_the_limit_are_never_rejected()
    {
        const int Limit = 8;
        _emulation.Settings.ConcurrencyLimit = Limit;
        var ids = _emulation.Leads.AddRecords(2000);
        var next = -1;

        await Task.WhenAll(Enumerable.Range(0, Limit).Select(_ => Task.Run(async () =>
        {
            int i;
            while ((i = Interlocked.Increment(ref next)) < ids.Count)
            {
                var answer = await _emulation.SendAsync("POST", $"/crm/v7/Leads/{ids[i]}/Locking_Information__s", Emulation.ReasonBody);
                Assert.Equal(201, answer.Status);
            }
        })));

        Assert.Equal(ids.Count, _emulation.Leads.LockedCount);
        Assert.InRange(Emulator.Counters.PeakConcurrency, 1, Limit);
    }

    [Fact]
    public async Task A_call_is_over_once_its_response_is_read()
    {
        _emulation.Settings.ConcurrencyLimit = 1;
        using var one = new RawConnection(Emulator);
        using var other = new RawConnection(Emulator);
        for (var i = 0; i < 3000; i++)
        {
            var connection = i % 2 == 0 ? one : other;
            await connection.SendAsync(
                $"GET {Emulation.Locks}?fields=id HTTP/1.1\r\nHost: x\r\nAuthorization: Zoho-oauthtoken {_emulation.Token}\r\n\r\n");
            Assert.Equal(204, (await connection.ReadAsync()).Status);
        }
    }

    [Fact]
    public async Task A_429_has_the_code_message_and_Retry_After_that_are_set()
    {
        _emulation.Settings.ConcurrencyLimit = 0;
        Assert.False((await _emulation.ListAsync()).Headers.ContainsKey("Retry-After"));

        _emulation.Settings.Contradictions.TooManyRequestsCode = TooManyRequestsCode.RateLimitExceeded;
        _emulation.Settings.RetryAfterSeconds = 7;
        var answer = await _emulation.ListAsync();
        answer.Is(429, """{"code":"RATE_LIMIT_EXCEEDED","details":{},"message":"Too many requests. Please try again later.","status":"error"}""");
        Assert.Equal("7", answer.Headers["Retry-After"]);

        _emulation.Settings.ConcurrencyMessage = "API rate limit exceeded. Please retry after some time";
        Assert.Equal("API rate limit exceeded. Please retry after some time", (await _emulation.ListAsync()).Message);

        _emulation.Settings.ConcurrencyLimit = null;
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        Assert.Equal(3, Emulator.Counters.Count("GET", 429));
    }

    [Fact]
    public async Task Latency_and_jitter_delay_the_response()
    {
        _emulation.Settings.Latency = TimeSpan.FromMilliseconds(60);
        _emulation.Settings.Jitter = TimeSpan.FromMilliseconds(20);
        _emulation.Settings.TokenLatency = TimeSpan.Zero;

        var took = await _emulation.AdvanceUntilAsync(_emulation.ListAsync());

        Assert.True(took >= TimeSpan.FromMilliseconds(60), $"The answer came after {took}.");
    }

    [Fact]
    public void Each_edition_has_its_limit()
    {
        Assert.Equal([5, 10, 15, 20, 20, 25, 25], Enum.GetValues<CrmEdition>().Select(edition => edition.ConcurrencyLimit()));
    }

    private async Task<T> WithoutLatencyAsync<T>(Func<Task<T>> act)
    {
        _emulation.Settings.Latency = TimeSpan.Zero;
        return await act();
    }

    private async Task WithoutLatencyAsync(Func<Task> act)
    {
        _emulation.Settings.Latency = TimeSpan.Zero;
        await act();
    }

    private async Task<RawConnection> HangAsync()
    {
        var before = Emulator.Counters.Count(Operation.LockRecord, 0);
        var connection = new RawConnection(Emulator);
        await connection.SendAsync($"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
        await Hang.UntilAsync(() => Task.FromResult(Emulator.Counters.Count(Operation.LockRecord, 0) > before));
        return connection;
    }
}
