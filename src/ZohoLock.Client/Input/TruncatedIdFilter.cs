namespace ZohoLock.Input;

/// <summary>
/// Detects input whose record ids a spreadsheet has truncated, before any call is made. The first items are held back while all their ids
/// look truncated; the first intact id releases them.
/// </summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
public sealed class TruncatedIdFilter<TItem>
{
    // The maximum number of items held back.
    private const int MaxHeld = 10;

    // Two truncated ids of 19 digits have eight zeros, by chance once in 100 million. Ids of 16 digits lose one digit each, so four are needed.
    private const int MinTruncatedDigits = 4;

    private readonly List<TItem> _held = [];
    private string? _example;
    private int _truncatedIds;
    private int _truncatedDigits;

    /// <summary>Whether all items pass, so that ids need no further check.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Adds an item and returns the items that are released, in order.</summary>
    /// <param name="item">The item.</param>
    /// <param name="recordId">The record id: digits; null if the item has none.</param>
    /// <exception cref="ZohoException">The ids have been truncated.</exception>
    public IReadOnlyList<TItem> Admit(TItem item, string? recordId)
    {
        _held.Add(item);
        if (recordId is not null && !IsOpen)
        {
            Examine(recordId);
        }

        return IsOpen ? Release() : _held.Count < MaxHeld ? [] : Complete();
    }

    /// <summary>Ends the input and returns the items that are still held back.</summary>
    /// <exception cref="ZohoException">The ids have been truncated.</exception>
    public IReadOnlyList<TItem> Complete()
    {
        if (!IsOpen && _truncatedIds > 1 && _truncatedDigits >= MinTruncatedDigits)
        {
            throw new ZohoException(CreateError());
        }

        IsOpen = true;
        return Release();
    }

    private void Examine(string recordId)
    {
        if (RecordId.LooksTruncated(recordId))
        {
            _example ??= recordId;
            _truncatedIds++;
            _truncatedDigits += RecordId.CountTruncatedDigits(recordId);
        }
        else
        {
            IsOpen = true;
        }
    }

    private TItem[] Release()
    {
        var released = _held.ToArray();
        _held.Clear();
        return released;
    }

    private ZohoError CreateError() => ZohoError.Input(
        "CutRecordIds",
        $"a spreadsheet has cut the record ids: all of the first {_truncatedIds} have zeros after their 15th digit, like {_example}. No call was made",
        $"The digits that are missing can't be had back. {RecordId.ExportAgain}") with { EndsRun = true };
}
