using System.Globalization;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>A server that is down while a run is going on.</summary>
public sealed class OutageTests : IDisposable
{
    private const int Records = 5000;

    private readonly FaultyCrm _crm = new();
    private readonly string _journal = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public static TheoryData<FaultKind, int?> Outages => new()
    {
        { FaultKind.StatusAnswer, 503 },
        { FaultKind.HtmlBody, 502 },
        { FaultKind.EmptyBody, null },
        { FaultKind.ConnectionReset, null },
    };

    public void Dispose()
    {
        _crm.Dispose();
        File.Delete(_journal);
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task A_run_ends_with_one_error_that_tells_what_is_open_and_its_journal_goes_on(FaultKind kind, int? status)
    {
        var ids = _crm.Deals.AddRecords(Records).ToArray();
        var connection = await _crm.ConnectAsync(FaultyCrm.Hasty with { FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(100) });
        var before = await RunAsync(connection, ids[..100]);
        _crm.Fail(kind, FaultTiming.BeforeChange, times: null, status);
        var callsBefore = connection.CallsMade;

        var outage = await RunAsync(connection, ids);

        Assert.Equal(100, before.Succeeded);
        Assert.Equal((100, 0), (outage.Succeeded, outage.Failed));
        var error = outage.CreateError(isInputComplete: true, _journal).Error;
        Assert.True(error.EndsRun);
        Assert.Contains("no call has been answered properly for", error.Message, StringComparison.Ordinal);
        Assert.Contains("100 records were done before that", error.Message, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $", {Records - 105} after them."), error.Message, StringComparison.Ordinal);
        Assert.Contains(_journal, error.Advice, StringComparison.Ordinal);
        Assert.True(connection.CallsMade - callsBefore < Records / 4, $"{connection.CallsMade - callsBefore} calls");

        _crm.Emulator.Settings.Faults.Clear();
        Assert.Equal(Records, (await RunAsync(connection, ids)).Succeeded);
        Assert.Equal((Records, 0), (_crm.Deals.LockedCount, _crm.Emulator.Counters.RepeatedLocks));
    }

    [Fact]
    public async Task What_the_outage_left_open_is_told_with_the_records_whose_outcome_is_not_known()
    {
        var ids = _crm.Deals.AddRecords(20).ToArray();
        var connection = await _crm.ConnectAsync(FaultyCrm.Hasty);
        _crm.Fail(FaultKind.ConnectionReset, FaultTiming.AfterChange, times: null, status: null);

        var summary = await RunAsync(connection, ids, throttleLimit: 2);

        var message = summary.CreateError(isInputComplete: true).Error.Message;
        Assert.Contains($"Not done: Deals {ids[0]}, Deals {ids[1]}", message, StringComparison.Ordinal);
        Assert.Contains("is not known, because the answer was lost: Deals ", message, StringComparison.Ordinal);
        Assert.InRange(_crm.Deals.LockedCount, 1, 19);
    }

    [Fact]
    public async Task How_long_no_call_was_answered_is_told_once()
    {
        var ids = _crm.Deals.AddRecords(5).ToArray();
        var connection = await _crm.ConnectAsync(FaultyCrm.Hasty);
        _crm.Fail(FaultKind.ConnectionReset, FaultTiming.BeforeChange, times: null, status: null);

        var summary = await RunAsync(connection, ids, throttleLimit: 1);

        var message = summary.CreateError(isInputComplete: true).Error.Message;
        Assert.Equal(2, message.Split("no call has been answered properly").Length);
    }

    private async Task<RunSummary> RunAsync(Connection connection, IEnumerable<string> ids, int? throttleLimit = null)
    {
        var options = new RecordRunOptions { Operation = RecordOperation.Lock, JournalPath = _journal, ThrottleLimit = throttleLimit };
        await using var run = connection.CreateRun(options, CancellationToken.None);
        run.Journal!.Open(FaultyCrm.Module, "5843104000000020005");
        await run.AddAllAsync(ids);
        await run.TakeAllAsync();
        return run.Summary;
    }
}
