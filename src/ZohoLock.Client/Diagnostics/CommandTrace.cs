namespace ZohoLock.Diagnostics;

/// <summary>A command that is traced: it may run in several scopes of <see cref="TraceContext"/>. Thread-safe.</summary>
public sealed class CommandTrace
{
    private readonly HashSet<object> _told = [];

    /// <summary>Creates the trace of a command.</summary>
    /// <param name="listener">Who is told what happens.</param>
    public CommandTrace(ITraceListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        Listener = listener;
        Root = new OperationTrace(this, default);
    }

    internal ITraceListener Listener { get; }

    /// <summary>What is told outside of any operation.</summary>
    internal OperationTrace Root { get; }

    /// <summary>Whether something that concerns many calls alike, such as a new access token, hasn't been told to the command yet.</summary>
    internal bool IsNews(object what)
    {
        lock (_told)
        {
            return _told.Add(what);
        }
    }
}
