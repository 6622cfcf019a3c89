namespace ZohoLock.Input;

/// <summary>Reads the ids of locks, and refuses one that is given for several records: a lock is of one, so the wrong record would be unlocked.</summary>
/// <param name="isForAll">Whether the id was given once for all records, not with each.</param>
public sealed class LockIdReader(bool isForAll)
{
    private string? _recordId;

    /// <summary>The digits of a lock's id; null if none is given.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="recordId">The record that it is given for: digits.</param>
    /// <param name="idCount">How many records it is given for at once.</param>
    /// <exception cref="ZohoException">It is no id, or is given for several records.</exception>
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
