using ZohoLock.Bulk;
using ZohoLock.Locking;

namespace ZohoLock.Pipeline;

/// <summary>What is done about one record.</summary>
/// <returns>The output: one object, a list of them, or null for none.</returns>
internal delegate Task<object?> RecordWork(RecordLockClient client, CancellationToken cancellationToken);

/// <summary>Carries the records of one cmdlet through a window of calls, and ends early where every further call would fail the same way.</summary>
internal sealed class RecordRun : IAsyncDisposable
{
    // Finished records that may wait behind a slow one; they are small, and the slots stay busy meanwhile.
    private const int Backlog = 1000;

    private readonly RecordLockClient _client;
    private readonly OrderedWindow<(RecordInput Input, RecordWork Work), RecordOutcome> _window;
    private volatile bool _hasEnded;

    public RecordRun(Connection connection, int throttleLimit, CancellationToken cancellationToken)
    {
        _client = new RecordLockClient(connection);
        _window = new(RunAsync, throttleLimit, throttleLimit + Backlog, cancellationToken);
    }

    public bool IsFull => _window.IsFull;

    public bool IsEmpty => _window.IsEmpty;

    public bool IsHeadReady => _window.IsHeadReady;

    public void Add(RecordInput input, RecordWork work) => _window.Add((input, work));

    /// <summary>The outcome of the first record that has not been taken yet.</summary>
    public Task<RecordOutcome> TakeAsync() => _window.TakeAsync();

    public ValueTask DisposeAsync() => _window.DisposeAsync();

    private async Task<RecordOutcome> RunAsync((RecordInput Input, RecordWork Work) record, CancellationToken cancellationToken)
    {
        if (_hasEnded)
        {
            return new(record.Input);
        }

        try
        {
            return new(record.Input) { IsDone = true, Output = await record.Work(_client, cancellationToken).ConfigureAwait(false) };
        }
        catch (ZohoException failure)
        {
            _hasEnded |= failure.Error.EndsRun;
            return new(record.Input) { IsDone = !failure.Error.EndsRun, Failure = failure };
        }
    }
}
