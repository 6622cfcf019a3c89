using Microsoft.Extensions.Time.Testing;
using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>How many records of a run are under way while some of them wait before a repeat, and once the run has ended.</summary>
public sealed class RecordsUnderWayTests : IDisposable
{
    private const int Slots = 2;

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    private readonly FaultyCrm _crm = new();
    private readonly FakeTimeProvider _clock = new();
    private long _number;

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task One_that_waits_gives_its_slot_to_another_up_to_three_for_each_slot()
    {
        var connection = await ConnectAsync();
        await using var run = Begin(connection);
        for (var pausing = 1; pausing <= 4 * Slots; pausing++)
        {
            Add(run);
            await Until.TrueAsync(() => connection.CallsPausing == _number);
        }

        Add(run);

        Assert.Equal((4 * Slots, 0), (connection.CallsMade, connection.CallsInFlight));
    }

    [Fact]
    public async Task While_no_call_has_been_answered_for_a_second_it_keeps_its_slot()
    {
        var connection = await ConnectAsync();
        await using var run = Begin(connection);
        Add(run);
        Add(run);
        await Until.TrueAsync(() => connection.CallsPausing == Slots);
        _clock.Advance(TimeSpan.FromSeconds(1.1));

        Add(run);

        Assert.Equal((Slots, 0), (connection.CallsMade, connection.CallsInFlight));
    }

    [Fact]
    public async Task Once_the_run_has_ended_those_that_wait_for_a_slot_send_nothing()
    {
        const int Records = 25;
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new LiteralServer(async request =>
        {
            if (!request.Path.Contains("/1/", StringComparison.Ordinal))
            {
                await end.Task;
            }

            return Reply.Json(401, Sample.InvalidToken);
        });
        using var connection = await Opened.WithToken(server);
        await using var run = connection.CreateRun(new() { Operation = RecordOperation.Lock }, CancellationToken.None);
        for (var number = 1; number <= Records; number++)
        {
            run.Add(new RecordInput(number, number) { Module = FaultyCrm.Module, RecordId = $"{number}", Reason = FaultyCrm.Reason });
        }

        Assert.True((await run.TakeAsync().WaitAsync(Hang.Guard)).Failure!.Error.EndsRun);
        end.SetResult();
        while (!run.IsEmpty)
        {
            Assert.False((await run.TakeAsync().WaitAsync(Hang.Guard)).IsDone);
        }

        Assert.InRange(server.Requests.Count, 1, connection.ConcurrencyLimit + 2);
    }

    private static RecordRun Begin(Connection connection) =>
        connection.CreateRun(new() { Operation = RecordOperation.Lock, ThrottleLimit = Slots }, CancellationToken.None);

    // Each lock fails, and is repeated after a time that doesn't pass.
    private Task<Connection> ConnectAsync()
    {
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 500, Operation.LockRecord);
        return _crm.ConnectAsync(FaultyCrm.Quick with { Time = _clock, FirstPause = Long, LongestPause = Long });
    }

    private void Add(RecordRun run)
    {
        var id = _crm.Deals.AddRecords(1)[0];
        run.Add(new RecordInput(id, ++_number) { Module = FaultyCrm.Module, RecordId = id, GivenId = id, Reason = FaultyCrm.Reason });
    }
}
