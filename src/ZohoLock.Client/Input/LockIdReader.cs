namespace ZohoLock.Input;

/// <summary>
/// Reads lock ids. A lock id that is given for several records is refused, because it belongs to one and the wrong record would be
/// unlocked.
/// </summary>
/// <param name="isForAll">Whether the id was given once for all records instead of with each.</param>
public sealed class LockIdReader(bool isForAll)
{
    private string? _recordId;

    /// <summary>Reads a lock id: digits; null if none is given.</summary>
    /// <param name="text">The id as given.</param>
    /// <param name="recordId">The id of its record: digits.</param>
    /// <param name="idCount">The number of records that it is given for.</param>
    /// <exception cref="ZohoException">It is invalid, or is given for several records.</exception>
    public string? Read(string? text, string recordId, int idCount)
    {
        var lockId = RecordId.ParseOptional(text, "lock id");
        var isOfAnother = isForAll && recordId != (_recordId ??= recordId);
        return lockId is null || (idCount <= 1 && !isOfAnother)
            ? lockId
            : throw new ZohoException(ZohoError.Input(
                "InvalidLockId",
                $"the lock id {lockId} is given for several records, and is that of one",
                "Leave the lock id out: it is looked up for each record. Or pipe in the locks themselves."));
    }
}
