using System.Net.Sockets;

namespace ZohoCrm.Emulator.Tests.Http;

public sealed class ServerLifetimeTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private CrmEmulator Emulator => _emulation.Emulator;

    private string List =>
        $"GET {Emulation.Locks}?fields=id HTTP/1.1\r\nHost: x\r\nAuthorization: Zoho-oauthtoken {_emulation.Token}\r\n\r\n";

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Stopping_frees_the_port_and_keeps_the_state()
    {
        var port = Emulator.Port;
        await _emulation.LockAsync();
        for (var i = 0; i < 20; i++)
        {
            using var connection = new RawConnection(Emulator);
            await connection.SendAsync(List);
            Assert.Equal(200, (await connection.ReadAsync()).Status);

            Emulator.Stop();

            Assert.False(Emulator.IsRunning);
            Assert.Equal("", await connection.ReadToEndAsync());
            Assert.Throws<SocketException>(() => new RawConnection(Emulator));
            Emulator.Start(port);
            Assert.Equal((true, port), (Emulator.IsRunning, Emulator.Port));
        }
    }

    [Fact]
    public async Task Stopping_ends_all_requests()
    {
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            if (args.Exception.ToString().Contains("ZohoCrm.Emulator.Http", StringComparison.Ordinal))
            {
                unobserved.Add(args.Exception);
            }
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await StopWithOpenConnectionsAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.Empty(unobserved);
    }

    [Fact]
    public void It_starts_once_and_stops_any_number_of_times()
    {
        Assert.Throws<InvalidOperationException>(() => Emulator.Start());
        Emulator.Stop();
        Emulator.Stop();
        Emulator.Dispose();
        Emulator.Start();
        Assert.True(Emulator.IsRunning);
    }

    [Fact]
    public void A_port_in_use_is_refused()
    {
        using var other = new CrmEmulator();

        Assert.Throws<SocketException>(() => other.Start(Emulator.Port));
        Assert.False(other.IsRunning);
    }

    [Fact]
    public async Task Thousands_of_connections_are_served()
    {
        var connections = Enumerable.Range(0, 2000).Select(_ => new RawConnection(Emulator)).ToList();
        await Task.WhenAll(connections.Select(connection => connection.SendAsync(List)));
        var answers = await Task.WhenAll(connections.Select(connection => connection.ReadAsync()));

        Assert.All(answers, answer => Assert.Equal(204, answer.Status));
        connections.ForEach(connection => connection.Dispose());
    }

    private async Task StopWithOpenConnectionsAsync()
    {
        _emulation.Settings.TokenLatency = TimeSpan.FromMinutes(10);
        Emulator.Inject(new Fault { Kind = FaultKind.NoAnswer, Operations = [Operation.LockRecord], Count = 1 });
        Emulator.Inject(new Fault { Kind = FaultKind.SlowBody, Operations = [Operation.GetOrganization], Duration = TimeSpan.FromHours(1) });
        using var idle = new RawConnection(Emulator);
        using var silent = new RawConnection(Emulator);
        using var slow = new RawConnection(Emulator);
        using var delayed = new RawConnection(Emulator);
        using var halfway = new RawConnection(Emulator);
        await silent.SendAsync($"POST {Emulation.Locks} HTTP/1.1\r\nHost: x\r\n\r\n");
        await slow.SendAsync($"GET /crm/v7/org HTTP/1.1\r\nHost: x\r\nAuthorization: Zoho-oauthtoken {_emulation.Token}\r\n\r\n");
        await delayed.SendAsync("POST /oauth/v2/token HTTP/1.1\r\nHost: x\r\n\r\n");
        await halfway.SendAsync("POST /oauth/v2/token HTTP/1.1\r\nHost");
        await slow.ReadHeadAsync();
        await idle.SendAsync(List);
        await idle.ReadAsync();

        await Task.Run(Emulator.Stop).WaitAsync(Hang.Guard);
    }
}
