using ZohoLock.Bulk;
using ZohoLock.Client.Tests.Servers;

namespace ZohoLock.Client.Tests.Faulty;

/// <summary>Drives a run over the records of a <see cref="FaultyCrm"/> as a cmdlet does.</summary>
internal static class FaultyRun
{
    /// <summary>Adds records, and takes outcomes where the run is full.</summary>
    public static async Task AddAllAsync(this RecordRun run, IEnumerable<string> ids)
    {
        long number = 0;
        foreach (var id in ids)
        {
            run.Add(new RecordInput(id, ++number) { Module = FaultyCrm.Module, RecordId = id, GivenId = id, Reason = FaultyCrm.Reason });
            while (run.IsFull)
            {
                await run.TakeToSummaryAsync();
            }
        }
    }

    /// <summary>Takes all outcomes.</summary>
    public static async Task TakeAllAsync(this RecordRun run)
    {
        while (!run.IsEmpty)
        {
            await run.TakeToSummaryAsync();
        }
    }

    private static async Task TakeToSummaryAsync(this RecordRun run) => run.Summary.Add(await run.TakeAsync().WaitAsync(Hang.Guard));
}
