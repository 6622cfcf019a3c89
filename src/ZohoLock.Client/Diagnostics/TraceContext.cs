namespace ZohoLock.Diagnostics;

/// <summary>
/// Has what happens told to the command that caused it. A connection is shared by several commands, so the listener belongs to the flow of execution:
/// calls that are started within a scope, and whatever they await, are told to the scope's command and to no other.
/// </summary>
public static class TraceContext
{
    private static readonly AsyncLocal<OperationTrace?> Local = new();

    /// <summary>The operation that is traced here; null if nobody listens.</summary>
    internal static OperationTrace? Current => Local.Value;

    /// <summary>Begins a scope, which ends when the result is disposed on the same thread.</summary>
    /// <param name="command">The command that runs in it; null for one that isn't traced, also within the scope of another.</param>
    public static TraceScope Begin(CommandTrace? command)
    {
        var outer = Local.Value;
        if (outer is null && command is null)
        {
            return default;
        }

        Local.Value = command?.Root;
        return new TraceScope(isSet: true, outer);
    }

    /// <summary>Names the operation of an asynchronous method, until that method ends.</summary>
    internal static OperationTrace? BeginOperation(CallSubject subject) =>
        Local.Value is { } outer ? Local.Value = new OperationTrace(outer.Command, subject) : null;

    internal static void End(OperationTrace? outer) => Local.Value = outer;
}

/// <summary>A part of a command; see <see cref="TraceContext.Begin"/>.</summary>
public readonly record struct TraceScope : IDisposable
{
    private readonly bool _isSet;
    private readonly OperationTrace? _outer;

    internal TraceScope(bool isSet, OperationTrace? outer) => (_isSet, _outer) = (isSet, outer);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isSet)
        {
            TraceContext.End(_outer);
        }
    }
}
