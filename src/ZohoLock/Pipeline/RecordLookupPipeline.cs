using ZohoLock.Bulk;
using ZohoLock.Finding;
using ZohoLock.Formatting;

namespace ZohoLock.Pipeline;

/// <summary>Connects a <see cref="RecordLookup"/> to a cmdlet: writes a record or an error for each input, in the order of the input.</summary>
/// <param name="cmdlet">The cmdlet that writes.</param>
/// <param name="connection">The connection that is used.</param>
/// <param name="lookup">Looks the records up.</param>
internal sealed class RecordLookupPipeline(ZohoCmdlet cmdlet, Connection connection, RecordLookup lookup) : IDisposable
{
    private readonly RunSummary _summary = new();
    private readonly ProgressDisplay _progress = new(cmdlet, connection);

    /// <summary>How many records there are; null if it isn't known.</summary>
    public RunExpectation? Expected { get; set; }

    /// <summary>Adds a record, and writes what is ready.</summary>
    /// <exception cref="ZohoException">The records can't be looked up.</exception>
    public void Add(RecordInput input)
    {
        while (!lookup.IsEmpty && (lookup.IsFull || lookup.IsHeadReady))
        {
            WriteNext();
        }

        lookup.Add(input);
    }

    /// <summary>Ends the input, and writes what is left.</summary>
    /// <exception cref="ZohoException">The records can't be looked up.</exception>
    public void Complete()
    {
        lookup.Complete();
        while (!lookup.IsEmpty)
        {
            WriteNext();
        }

        _progress.Hide();
    }

    /// <summary>Cancels the calls.</summary>
    public void Dispose() => cmdlet.Await(lookup.DisposeAsync().AsTask());

    private void WriteNext()
    {
        var next = lookup.TakeAsync();
        _progress.ShowUntilCompleted(next, _summary.Counts, Expected);
        foreach (var outcome in cmdlet.Await(next))
        {
            _summary.Add(outcome);
            if (outcome.Failure is { } failure)
            {
                cmdlet.WriteError(failure, outcome.Input.Target, outcome.Input.Name);
            }
            else if (outcome.Output is Record record)
            {
                cmdlet.WriteObject(RecordOutput.From(record));
            }
        }
    }
}
