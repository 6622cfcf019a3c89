using System.Collections.Concurrent;
using ZohoLock.Diagnostics;

namespace ZohoLock.Client.Tests.Diagnostics;

/// <summary>Keeps what a command is told.</summary>
internal sealed class RecordingListener(TraceLevels levels = TraceLevels.Steps | TraceLevels.Calls) : ITraceListener
{
    private readonly ConcurrentQueue<TraceEvent> _events = new();
    private CommandTrace? _command;

    public TraceLevels Levels => levels;

    public CommandTrace Command => _command ??= new(this);

    public IReadOnlyCollection<TraceEvent> Events => _events;

    public void Write(TraceEvent traced) => _events.Enqueue(traced);

    /// <summary>The texts of a kind, in their order.</summary>
    public IReadOnlyList<string> Texts(TraceKind kind) => [.. _events.Where(traced => traced.Kind == kind).Select(traced => traced.Text)];

    public int Count(TraceKind kind) => Texts(kind).Count;

    /// <summary>The looks that found that nothing was done, so that the call was made again.</summary>
    public int CountLooksBeforeTry() => Texts(TraceKind.Look).Count(text => text.EndsWith("is made.", StringComparison.Ordinal));
}
