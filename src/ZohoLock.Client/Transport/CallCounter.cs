namespace ZohoLock.Transport;

/// <summary>
/// Counts the API calls, retries included, of one operation among others on the same connection: those that are made by work that was started
/// within its scope.
/// </summary>
public sealed class CallCounter
{
    private static readonly AsyncLocal<CallCounter?> Current = new();

    private long _count;

    /// <summary>The number of calls so far.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts what is started on this thread until the scope is disposed of, and all asynchronous work that comes of it.</summary>
    public IDisposable Begin()
    {
        var scope = new Scope(Current.Value);
        Current.Value = this;
        return scope;
    }

    /// <summary>Counts a call of the current operation, if there is one.</summary>
    internal static void CountCall()
    {
        if (Current.Value is { } counter)
        {
            Interlocked.Increment(ref counter._count);
        }
    }

    private sealed class Scope(CallCounter? outer) : IDisposable
    {
        public void Dispose() => Current.Value = outer;
    }
}
