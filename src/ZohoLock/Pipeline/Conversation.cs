using System.Collections.Concurrent;

namespace ZohoLock.Pipeline;

/// <summary>Says on the pipeline thread, which alone may write, what asynchronous work has to say while that thread waits for it.</summary>
internal sealed class Conversation : IDisposable
{
    private readonly BlockingCollection<Action> _sayings = [];

    /// <summary>Has something said on the pipeline thread; from any other.</summary>
    public void Say(Action saying) => _sayings.Add(saying);

    /// <summary>Says, on this thread, what is to be said until the work has ended; and returns the work.</summary>
    public Task<T> Have<T>(Task<T> work)
    {
        work.ContinueWith(_ => _sayings.CompleteAdding(), TaskScheduler.Default);
        foreach (var saying in _sayings.GetConsumingEnumerable())
        {
            saying();
        }

        return work;
    }

    /// <inheritdoc/>
    public void Dispose() => _sayings.Dispose();
}
