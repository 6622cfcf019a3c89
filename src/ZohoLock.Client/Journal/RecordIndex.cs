using ZohoLock.Input;

namespace ZohoLock.Journal;

/// <summary>
/// Where in a file each record's line is: two arrays in the order of the ids, 16 bytes per id. Ids are added first, and found after
/// <see cref="Complete"/>; then it is thread-safe.
/// </summary>
internal sealed class RecordIndex
{
    private ulong[] _ids = [];
    private long[] _offsets = [];
    private int _count;

    // Ids that don't fit into a number; Zoho has none today.
    private Dictionary<string, long>? _others;

    /// <summary>The number of different ids, after <see cref="Complete"/>.</summary>
    public int Count => _count + (_others?.Count ?? 0);

    /// <summary>Adds an id; of several lines of a record the last one in the file counts.</summary>
    public void Add(string id, long offset)
    {
        if (!Identifier.TryGetNumber(id, out var number))
        {
            (_others ??= [])[id] = offset;
            return;
        }

        if (_count == _ids.Length)
        {
            Resize(Math.Max(64, _count * 2));
        }

        (_ids[_count], _offsets[_count]) = (number, offset);
        _count++;
    }

    /// <summary>Ends the adding.</summary>
    public void Complete()
    {
        Array.Sort(_ids, _offsets, 0, _count);
        var last = -1;
        for (var i = 0; i < _count; i++)
        {
            if (last >= 0 && _ids[last] == _ids[i])
            {
                _offsets[last] = Math.Max(_offsets[last], _offsets[i]);
            }
            else
            {
                last++;
                (_ids[last], _offsets[last]) = (_ids[i], _offsets[i]);
            }
        }

        _count = last + 1;
        Resize(_count);
    }

    /// <summary>The position of a record's line; null if there is none.</summary>
    public long? Find(string id)
    {
        if (!Identifier.TryGetNumber(id, out var number))
        {
            return _others?.TryGetValue(id, out var other) == true ? other : null;
        }

        var place = Array.BinarySearch(_ids, number);
        return place >= 0 ? _offsets[place] : null;
    }

    /// <summary>The number of ids that another index hasn't.</summary>
    public int CountExcept(RecordIndex other) =>
        _ids.Count(id => Array.BinarySearch(other._ids, id) < 0) + (_others?.Keys.Count(id => other.Find(id) is null) ?? 0);

    private void Resize(int length)
    {
        Array.Resize(ref _ids, length);
        Array.Resize(ref _offsets, length);
    }
}
