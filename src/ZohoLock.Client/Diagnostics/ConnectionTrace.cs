using System.Globalization;
using System.Runtime.CompilerServices;

namespace ZohoLock.Diagnostics;

/// <summary>Tells what happens at a connection to the command whose call caused it. If nobody listens, no text is made.</summary>
/// <param name="redact">Removes the connection's secrets from a text.</param>
internal sealed class ConnectionTrace(Func<string, string> redact)
{
    /// <summary>Whether the command that runs here is told of each call.</summary>
    public static bool IsTellingCalls => IsOn(TraceContext.Current, TraceLevels.Calls);

    /// <summary>Tells the command that runs here.</summary>
    public void Step(TraceKind kind, ref TraceText text) => Write(TraceContext.Current, kind, ref text);

    /// <summary>Tells a command.</summary>
    /// <param name="operation">An operation of that command; null for nobody.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="text">What happened.</param>
    public void Step(OperationTrace? operation, TraceKind kind, [InterpolatedStringHandlerArgument(nameof(operation))] ref TraceText text) =>
        Write(operation, kind, ref text);

    /// <summary>Tells the command that runs here what is told once to each command, however many of its calls it concerns.</summary>
    /// <param name="news">What it is about.</param>
    /// <param name="kind">The kind of event.</param>
    /// <param name="text">What happened.</param>
    public void StepOnce(object news, TraceKind kind, ref TraceText text)
    {
        if (TraceContext.Current is { } operation && operation.Command.IsNews(news))
        {
            Write(operation, kind, ref text);
        }
    }

    /// <summary>Tells that the call that runs here is made again after a pause.</summary>
    /// <param name="cause">Why.</param>
    /// <param name="pause">The time until then.</param>
    public void Retry(ZohoError cause, TimeSpan pause)
    {
        Telemetry.CountRetry(cause.Code);
        if (TraceContext.Current is not { } operation)
        {
            return;
        }

        operation.Attempt++;
        Step(operation, TraceKind.Retry, $"{operation.Subject}: {FailureCause.Describe(cause)}; {DescribeNext(operation, pause)}.");
    }

    /// <summary>Tells of a call to the command that runs here.</summary>
    /// <param name="text">The method, the path and how it ended.</param>
    public void Call(string text)
    {
        if (TraceContext.Current is { } operation && IsOn(operation, TraceLevels.Calls))
        {
            Write(operation, TraceKind.Call, string.Create(CultureInfo.InvariantCulture, $"{text} (try {operation.Attempt})"));
        }
    }

    internal static bool IsOn(OperationTrace? operation, TraceLevels levels) => operation is not null && (operation.Command.Listener.Levels & levels) != 0;

    private static string DescribeNext(OperationTrace operation, TimeSpan pause) =>
        operation.IsLookNext ? $"a look in {DurationText.From(pause)}, and try {operation.Attempt} if nothing was done"
        : pause > TimeSpan.Zero ? $"try {operation.Attempt} in {DurationText.From(pause)}"
        : $"try {operation.Attempt} next";

    private void Write(OperationTrace? operation, TraceKind kind, ref TraceText text)
    {
        if (text.IsOn)
        {
            Write(operation!, kind, text.ToText());
        }
    }

    private void Write(OperationTrace operation, TraceKind kind, string text) => operation.Command.Listener.Write(new(kind, DisplayText.Line(redact(text))));
}

/// <summary>The text of an event, which is made only if somebody listens; numbers and dates are invariant.</summary>
[InterpolatedStringHandler]
internal ref struct TraceText
{
    private DefaultInterpolatedStringHandler _text;

    public TraceText(int literalLength, int formattedCount, out bool isOn)
        : this(literalLength, formattedCount, TraceContext.Current, out isOn)
    {
    }

    public TraceText(int literalLength, int formattedCount, OperationTrace? operation, out bool isOn)
    {
        isOn = IsOn = ConnectionTrace.IsOn(operation, TraceLevels.Steps);
        _text = isOn ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    /// <summary>Whether somebody listens.</summary>
    public bool IsOn { get; }

    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    public string ToText() => _text.ToStringAndClear();
}
