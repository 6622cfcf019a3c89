using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace ZohoLock.Client.Tests.Servers;

/// <summary>
/// What .NET logs of its network for whoever listens. Its internal diagnostics, which show whole requests, are for those who debug .NET itself.
/// </summary>
internal sealed class NetworkLog : EventListener
{
    // Sources are announced before the fields of this class are set.
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name.StartsWith("System.Net.", StringComparison.Ordinal) || eventSource.Name.StartsWith("Microsoft-Extensions", StringComparison.Ordinal))
        {
            EnableEvents(eventSource, EventLevel.LogAlways, EventKeywords.All);
            EnableEvents(eventSource, EventLevel.Verbose, EventKeywords.All);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        _lines?.Enqueue($"{eventData.EventName} {eventData.Message} {string.Join(' ', eventData.Payload ?? new([]))}");
}
