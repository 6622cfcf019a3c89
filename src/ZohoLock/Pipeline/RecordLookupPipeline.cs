using ZohoLock.Bulk;
using ZohoLock.Finding;
using ZohoLock.Formatting;

namespace ZohoLock.Pipeline;

/// <summary>Connects a <see cref="RecordLookup"/> to a cmdlet: writes a record or an error for each input, in the order of the input.</summary>
/// <param name="cmdlet">The cmdlet that writes.</param>
/// <param name="lookup">Looks the records up.</param>
internal sealed class RecordLookupPipeline(ZohoCmdlet cmdlet, RecordLookup lookup) : IDisposable
{
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
    }

    /// <summary>Cancels the calls.</summary>
    public void Dispose() => cmdlet.Await(lookup.DisposeAsync().AsTask());

    private void WriteNext()
    {
        foreach (var outcome in cmdlet.Await(lookup.TakeAsync()))
        {
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
