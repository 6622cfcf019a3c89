using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ZohoLock.Diagnostics;

/// <summary>
/// The activities and metrics of all connections of the process, for OpenTelemetry (docs/tracing.md). Nothing is measured or allocated while nobody
/// listens. They have no secrets, no reasons and no names of records.
/// </summary>
internal static class Telemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "ZohoLock";

    private const string Operation = "zoholock.operation";
    private const string Module = "zoholock.module";
    private const string ErrorType = "error.type";
    private const string ServerAddress = "server.address";

    // With its version, because .NET 8 has no other constructor.
    private static readonly ActivitySource Source = new(Name, typeof(Telemetry).Assembly.GetName().Version?.ToString(3));
    private static readonly Meter Meter = new(Name);

    private static readonly Histogram<double> Calls = Meter.CreateHistogram<double>(
        "zoholock.call.duration", "s", "Calls to Zoho, each attempt counted, from sending to the end of the answer's body.");

    private static readonly Counter<long> Retries = Meter.CreateCounter<long>("zoholock.retries", "{retry}", "Calls that were made again, by cause.");

    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("zoholock.token.requests", "{request}", "Requests for access tokens.");

    private static readonly Counter<long> Records = Meter.CreateCounter<long>("zoholock.records", "{record}", "Records that a run has finished, by outcome.");

    // Weak, so that a connection that nobody closes isn't kept.
    private static readonly ConditionalWeakTable<object, CallGauge> Gauges = [];

    static Telemetry()
    {
        Meter.CreateObservableUpDownCounter("zoholock.calls.in_flight", () => Observe(gauge => gauge.InFlight()), "{call}", "Calls in flight.");
        Meter.CreateObservableGauge("zoholock.calls.limit", () => Observe(gauge => gauge.Limit()), "{call}", "Calls that may be in flight at once.");
    }

    /// <summary>Whether somebody listens to activities.</summary>
    public static bool IsTracing => Source.HasListeners();

    /// <summary>Whether somebody measures calls.</summary>
    public static bool IsMeasuringCalls => Calls.Enabled;

    /// <summary>Whether somebody counts records.</summary>
    public static bool IsCountingRecords => Records.Enabled;

    /// <summary>Begins the activity of an operation, which disposing ends; null if nobody wants it.</summary>
    public static Activity? Begin(CallSubject subject)
    {
        var activity = Source.StartActivity(subject.Operation ?? "call");
        activity?.SetTag(Module, subject.Module).SetTag("zoholock.record.id", subject.RecordId);
        return activity;
    }

    /// <summary>Records that an operation failed.</summary>
    public static void Fail(Activity? activity, string errorType) => activity?.SetTag(ErrorType, errorType).SetStatus(ActivityStatusCode.Error);

    /// <summary>Counts a retry, and adds it to the activity that it belongs to.</summary>
    public static void CountRetry(string errorType)
    {
        if (Retries.Enabled)
        {
            Retries.Add(1, new KeyValuePair<string, object?>(ErrorType, errorType));
        }

        if (Activity.Current is { } activity && activity.Source == Source)
        {
            activity.SetTag("http.request.resend_count", (activity.GetTagItem("http.request.resend_count") as int? ?? 0) + 1);
            activity.AddEvent(new("retry", tags: new() { [ErrorType] = errorType }));
        }
    }

    /// <summary>Records a call; <see cref="IsMeasuringCalls"/> says whether it is worth the time.</summary>
    public static void RecordCall(TimeSpan duration, string method, string host, int? status, string? errorType)
    {
        TagList tags = new() { { "http.request.method", method }, { ServerAddress, host } };
        if (status is not null)
        {
            tags.Add("http.response.status_code", status);
        }

        if (errorType is not null)
        {
            tags.Add(ErrorType, errorType);
        }

        Calls.Record(duration.TotalSeconds, tags);
    }

    /// <summary>Counts a request for an access token.</summary>
    /// <param name="errorType">Why none was given; null if one was.</param>
    public static void CountTokenRequest(string? errorType)
    {
        if (Tokens.Enabled)
        {
            Tokens.Add(1, errorType is null ? default(ReadOnlySpan<KeyValuePair<string, object?>>) : [new(ErrorType, errorType)]);
        }
    }

    /// <summary>Counts a record that a run has finished; <see cref="IsCountingRecords"/> says whether it is worth the time.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="module">The module; null if it isn't known.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="errorType">Why it failed; null if it didn't.</param>
    public static void CountRecord(string operation, string? module, string outcome, string? errorType)
    {
        TagList tags = new() { { Operation, operation }, { Module, module }, { "zoholock.outcome", outcome } };
        if (errorType is not null)
        {
            tags.Add(ErrorType, errorType);
        }

        Records.Add(1, tags);
    }

    /// <summary>Has the calls of a connection observed until <see cref="Remove"/>, or until the connection is collected.</summary>
    public static void Add(object limiter, CallGauge gauge) => Gauges.Add(limiter, gauge);

    /// <summary>Ends what <see cref="Add"/> began.</summary>
    public static void Remove(object limiter) => Gauges.Remove(limiter);

    private static IEnumerable<Measurement<int>> Observe(Func<CallGauge, int> value) =>
        [.. Gauges.Select(entry => new Measurement<int>(value(entry.Value), new KeyValuePair<string, object?>(ServerAddress, entry.Value.Host)))];
}

/// <summary>The calls of a connection, to be observed.</summary>
/// <param name="Host">The API host.</param>
/// <param name="InFlight">Returns the number of calls in flight.</param>
/// <param name="Limit">Returns the number of calls that may be in flight.</param>
internal sealed record CallGauge(string Host, Func<int> InFlight, Func<int> Limit);
