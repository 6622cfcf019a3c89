using ZohoLock.Diagnostics;

namespace ZohoLock.Client.Tests.Diagnostics;

/// <summary>While nobody listens, telling costs no memory.</summary>
[Collection(Servers.ProcessWide.Name)]
public sealed class UntracedCostTests
{
    private readonly ConnectionTrace _trace = new(text => text);
    private readonly ZohoError _error = ZohoError.NoResponse("HTTP_503", "the server failed", "wait", CallOutcome.Unknown);

    [Fact]
    public void Nothing_is_allocated_for_what_nobody_is_told()
    {
        TellAll();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            TellAll();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private void TellAll()
    {
        using var scope = TraceContext.Begin(command: null);
        var subject = new CallSubject(CallSubject.Lock, "Deals", "5843104000000425565");
        _trace.Step(TraceKind.Limit, $"{subject}: {TimeSpan.FromSeconds(1)} {12} of {TraceKind.Call}");
        _trace.Step(operation: null, TraceKind.Pause, $"{subject}: {12}");
        _trace.StepOnce(_error, TraceKind.Token, $"{subject}: {12}");
        _trace.Retry(_error, TimeSpan.FromSeconds(1));
        Telemetry.CountTokenRequest("HTTP_503");
        Assert.False(ConnectionTrace.IsTellingCalls || Telemetry.IsMeasuringCalls || Telemetry.IsTracing || Telemetry.IsCountingRecords);
        Telemetry.Begin(subject)?.Dispose();
    }
}
