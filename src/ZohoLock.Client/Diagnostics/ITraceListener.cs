namespace ZohoLock.Diagnostics;

/// <summary>Is told what happens during the calls of a command; see <see cref="TraceContext"/>. Used by several threads at once.</summary>
public interface ITraceListener
{
    /// <summary>What it is told; asked before each event is put into words.</summary>
    TraceLevels Levels { get; }

    /// <summary>Takes an event. It must not throw or wait, because a call does.</summary>
    void Write(TraceEvent traced);
}
