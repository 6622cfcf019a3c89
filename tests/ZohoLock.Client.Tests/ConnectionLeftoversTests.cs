using System.Diagnostics;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests;

/// <summary>What connections leave behind in the process: timers, handles (sockets and files) and temporary files.</summary>
[Collection(ProcessWide.Name)]
public sealed class ConnectionLeftoversTests : IDisposable
{
    private const int Connections = 10;
    private const int Records = 30;

    private readonly FaultyCrm _crm = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public ConnectionLeftoversTests() => _crm.Emulator.Settings.TokensPerTenMinutes = 1000;

    public void Dispose()
    {
        _crm.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_connections_that_were_used_and_closed_nothing_is_left(bool areCallsInFlight)
    {
        await UseAsync(areCallsInFlight);
        await CollectAsync();
        var (timers, handles) = (Timer.ActiveCount, CountHandles());

        for (var i = 0; i < Connections; i++)
        {
            await UseAsync(areCallsInFlight);
        }

        // .NET itself and the test framework may take some more; one for each connection would be a leak.
        await CollectAsync();
        await Until.TrueAsync(() => Timer.ActiveCount < timers + Connections && CountHandles() < handles + Connections);
        Assert.Equal(Connections + 1, _folder.GetFiles().Length);
    }

    private async Task UseAsync(bool areCallsInFlight)
    {
        var ids = _crm.Deals.AddRecords(Records);
        var options = Opened.Options(_crm.Emulator) with { Edition = CrmEdition.Ultimate };
        var connection = await Opened.Open(options, FaultyCrm.Quick with { LongestWait = TimeSpan.FromHours(1) });
        _crm.LoseAnswer(Operation.LockRecord);
        _crm.Emulator.ExpireAccessTokens();
        var path = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        var run = connection.CreateRun(new() { Operation = RecordOperation.Lock, JournalPath = path }, CancellationToken.None);
        run.Journal!.Open(FaultyCrm.Module, "5843104000000020005");
        await run.AddAllAsync(ids);
        if (areCallsInFlight)
        {
            connection.Dispose();
        }

        await run.TakeAllAsync();
        await run.DisposeAsync();
        connection.Dispose();
    }

    private static async Task CollectAsync()
    {
        await Task.Yield();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }

    private static int CountHandles()
    {
        using var process = Process.GetCurrentProcess();
        return process.HandleCount;
    }
}
