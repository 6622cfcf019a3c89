using System.Text;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Observation;

/// <summary>Keeps the latest requests.</summary>
internal sealed class RequestLog(int capacity)
{
    private readonly object _lock = new();
    private readonly Queue<RecordedRequest> _requests = new();

    public IReadOnlyList<RecordedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _requests];
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    public void Add(HttpRequest request)
    {
        var headers = request.Headers.ConvertAll(header => KeyValuePair.Create(request.Text(header.Name), request.Text(header.Value)));
        var recorded = new RecordedRequest(request.Method, request.Target, headers, Encoding.UTF8.GetString(request.Body.Span));
        lock (_lock)
        {
            if (_requests.Count == capacity)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(recorded);
        }
    }
}
