using ZohoLock.Locking;

namespace ZohoLock.Bulk;

/// <summary>What a run does to a record in place of one of its operations.</summary>
/// <param name="client">The run's client, which is closed when the run ends.</param>
/// <param name="input">The record.</param>
/// <param name="cancellationToken">Ends the calls.</param>
/// <returns>The record's outcome.</returns>
/// <exception cref="ZohoException">The record's error.</exception>
internal delegate Task<RecordOutcome> RecordWork(RecordLockClient client, RecordInput input, CancellationToken cancellationToken);
