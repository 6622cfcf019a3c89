using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Diagnostics;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Diagnostics;

/// <summary>The activities and metrics that docs/tracing.md lists.</summary>
[Collection(ProcessWide.Name)]
public sealed class TelemetryTests : IDisposable
{
    private readonly FaultyCrm _crm = new();
    private readonly ConcurrentQueue<Activity> _activities = new();
    private readonly ConcurrentQueue<(string Instrument, double Value, string Tags)> _measurements = new();

    public void Dispose() => _crm.Dispose();

    [Fact]
    public async Task A_record_has_an_activity_with_its_retries_and_a_failed_one_its_error()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Telemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var client = await _crm.OpenAsync();
        _crm.Lose(Operation.LockRecord, FaultTiming.BeforeChange);
        await client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, "a reason that is nobody's business");
        await Assert.ThrowsAsync<ZohoException>(() => client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, "a reason that is nobody's business"));

        Assert.Equal(["request_token", "get_locks", "lock", "lock"], _activities.Select(activity => activity.OperationName));
        var (look, made, refused) = (_activities.ElementAt(1), _activities.ElementAt(2), _activities.ElementAt(3));
        Assert.Equal(made.Id, look.ParentId);
        Assert.Equal(
            ["zoholock.module=Deals", $"zoholock.record.id={FaultyCrm.RecordId}", "http.request.resend_count=1"], made.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
        Assert.Equal(["retry"], made.Events.Select(traced => traced.Name));
        Assert.Equal((ActivityStatusCode.Error, "NOT_ALLOWED"), (refused.Status, refused.GetTagItem("error.type")));
        Assert.Equal(ActivityStatusCode.Unset, made.Status);
        AssertDocumented(_activities.Select(activity => activity.OperationName).Concat(_activities.SelectMany(activity => activity.TagObjects).Select(tag => tag.Key)));
    }

    [Fact]
    public async Task Calls_retries_tokens_records_and_the_limit_are_measured()
    {
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        var connection = await _crm.ConnectAsync(edition: CrmEdition.Standard);
        _crm.Lose(Operation.LockRecord, FaultTiming.BeforeChange);
        var run = connection.CreateRun(new() { Operation = RecordOperation.Lock }, CancellationToken.None);
        await using (run)
        {
            await run.AddAllAsync(_crm.Deals.AddRecords(3).Append("5843104000000999999"));
            await run.TakeAllAsync();
        }

        listener.RecordObservableInstruments();

        Assert.Equal(_crm.Emulator.Counters.Total, Of("zoholock.call.duration").Length);
        Assert.All(Of("zoholock.call.duration"), call => Assert.InRange(call.Value, 0, Hang.Guard.TotalSeconds));
        Assert.Contains(Of("zoholock.call.duration"), call => call.Tags == "error.type=500 http.request.method=POST http.response.status_code=500 server.address=127.0.0.1");
        Assert.Equal([(1, "error.type=INTERNAL_ERROR")], Of("zoholock.retries"));
        Assert.Equal([(1, string.Empty)], Of("zoholock.token.requests"));
        Assert.Equal(3, Of("zoholock.records").Count(record => record.Tags == "zoholock.module=Deals zoholock.operation=lock zoholock.outcome=done"));
        Assert.Single(Of("zoholock.records"), record => record.Tags.EndsWith("zoholock.outcome=failed", StringComparison.Ordinal) && record.Tags.StartsWith("error.type=", StringComparison.Ordinal));

        // Connections of other tests that nobody has closed are observed too.
        var observed = Of("zoholock.calls.limit").Length;
        Assert.Contains((10, "server.address=127.0.0.1"), Of("zoholock.calls.limit"));
        Assert.Contains((0, "server.address=127.0.0.1"), Of("zoholock.calls.in_flight"));

        AssertDocumented(_measurements.Select(measured => measured.Instrument));
        AssertDocumented(_measurements.SelectMany(measured => measured.Tags.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(tag => tag.Split('=')[0]));

        connection.Dispose();
        listener.RecordObservableInstruments();
        Assert.True(Of("zoholock.calls.limit").Length - observed < observed);
    }

    private static void AssertDocumented(IEnumerable<string> names)
    {
        using var page = new StreamReader(typeof(TelemetryTests).Assembly.GetManifestResourceStream("tracing.md")!);
        var text = page.ReadToEnd();
        Assert.All(names.Distinct(), name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    private (double Value, string Tags)[] Of(string instrument) =>
        [.. _measurements.Where(measured => measured.Instrument == instrument).Select(measured => (measured.Value, measured.Tags))];

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal))));
}
