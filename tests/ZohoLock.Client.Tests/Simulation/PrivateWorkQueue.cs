using System.Reflection;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>
/// Runs on the calling thread what code on it gives to the thread pool, so that a simulated world is one thread and a seed always gives the same run.
/// </summary>
/// <remarks>
/// .NET has no documented way to catch continuations of <c>ConfigureAwait(false)</c>. But each thread may have a queue of its own, into which it puts
/// such work first, for other threads to steal. This gives the thread one that no other thread sees.
/// </remarks>
internal sealed class PrivateWorkQueue
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Assembly Core = typeof(ThreadPool).Assembly;
    private static readonly Type Locals = Find("System.Threading.ThreadPoolWorkQueueThreadLocals");
    private static readonly Type Queue = Find("System.Threading.ThreadPoolWorkQueue");
    private static readonly Type Stealing = Find("System.Threading.ThreadPoolWorkQueue+WorkStealingQueue");
    private static readonly MethodInfo StopStealing = Method(Find("System.Threading.ThreadPoolWorkQueue+WorkStealingQueueList"), "Remove");
    private static readonly Action<object, Thread> Run = Method(Queue, "DispatchWorkItem").CreateDelegate<Action<object, Thread>>();

    private readonly Dequeue _dequeue;
    private readonly Thread _thread = Thread.CurrentThread;

    private PrivateWorkQueue(object queue) => _dequeue = Method(Stealing, "TrySteal").CreateDelegate<Dequeue>(queue);

    private delegate object? Dequeue(ref bool isMissed);

    /// <summary>Gives the calling thread its queue.</summary>
    public static PrivateWorkQueue Create()
    {
        var pool = Field(typeof(ThreadPool), "s_workQueue").GetValue(null)!;
        var locals = Activator.CreateInstance(Locals, Any, binder: null, [pool], culture: null)!;
        Field(Locals, "threadLocals").SetValue(null, locals);
        var queue = Field(Locals, "workStealingQueue").GetValue(locals)!;
        StopStealing.Invoke(null, [queue]);
        return new(queue);
    }

    /// <summary>Runs all that is queued, and what that queues, in order.</summary>
    public void Drain()
    {
        var isMissed = false;
        while (_dequeue(ref isMissed) is { } work)
        {
            Run(work, _thread);
        }
    }

    private static Type Find(string name) => Core.GetType(name, throwOnError: true)!;

    private static FieldInfo Field(Type type, string name) => type.GetField(name, Any) ?? throw new MissingFieldException(type.FullName, name);

    private static MethodInfo Method(Type type, string name) => type.GetMethod(name, Any) ?? throw new MissingMethodException(type.FullName, name);
}
