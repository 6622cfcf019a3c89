namespace ZohoLock.Input;

/// <summary>
/// Holds back the first items of a run for as long as all their ids look as if a spreadsheet had cut them, so that a file of such ids is refused before
/// any call. The first id that is whole lets all through.
/// </summary>
/// <typeparam name="TItem">What is held back.</typeparam>
public sealed class TruncatedIdFilter<TItem>
{
    // As many items are held back at most.
    private const int MaxHeld = 10;

    // Two ids of 19 digits have eight zeros where they were cut, and have them by chance once in 100 million; ids of 16 digits have one each.
    private const int MinTruncatedDigits = 4;

    private readonly List<TItem> _held = [];
    private string? _example;
    private int _truncatedIds;
    private int _truncatedDigits;

    /// <summary>Whether all is let through, so that no further id need be looked at.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Takes the next item, and returns those that may go on, in their order.</summary>
    /// <param name="item">The item.</param>
    /// <param name="recordId">Its record's id: digits; null if the item hasn't got one.</param>
    /// <exception cref="ZohoException">The ids have been cut.</exception>
    public IReadOnlyList<TItem> Admit(TItem item, string? recordId)
    {
        _held.Add(item);
        if (recordId is not null && !IsOpen)
        {
            Examine(recordId);
        }

        return IsOpen ? Release() : _held.Count < MaxHeld ? [] : Complete();
    }

    /// <summary>Ends the input, and returns what was held back until then.</summary>
    /// <exception cref="ZohoException">The ids have been cut.</exception>
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
