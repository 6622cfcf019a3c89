using ZohoLock.Input;

namespace ZohoLock.Bulk;

/// <summary>
/// A compact set of record ids (at most 16 bytes per id), so that a run can remember all of its records: an open-addressing hash table of
/// numbers for ids of up to 19 digits. Not thread-safe.
/// </summary>
internal sealed class RecordIdSet
{
    // Zero marks a free slot, because no id starts with a zero.
    private const ulong Empty = 0;

    // The table grows by half when it is 80 % full, so it is at least 53 % full: 8 bytes / 0.53 = 15 bytes per id.
    private const double MaxFill = 0.8;
    private const double Growth = 1.5;

    private ulong[] _slots = new ulong[64];

    // Ids that don't fit into a number; Zoho has none today.
    private HashSet<string>? _others;

    private int _count;

    /// <summary>The size of the hash table, in bytes.</summary>
    public long Size => _slots.Length * (long)sizeof(ulong);

    /// <summary>Adds an id; false if it was in the set.</summary>
    public bool Add(string id)
    {
        if (!Identifier.TryGetNumber(id, out var number))
        {
            return (_others ??= []).Add(id);
        }

        if (_count >= _slots.Length * MaxFill)
        {
            Grow();
        }

        var slot = FindSlot(_slots, number);
        if (_slots[slot] == number)
        {
            return false;
        }

        _slots[slot] = number;
        _count++;
        return true;
    }

    /// <summary>Whether an id is in the set.</summary>
    public bool Contains(string id) => Identifier.TryGetNumber(id, out var number)
        ? _slots[FindSlot(_slots, number)] == number
        : _others?.Contains(id) == true;

    private static int FindSlot(ulong[] slots, ulong number)
    {
        // Fibonacci hashing spreads ids that are close to each other, as Zoho's are.
        var hash = (number * 0x9E3779B97F4A7C15) >> 32;
        var slot = (int)((hash * (ulong)slots.Length) >> 32);
        while (slots[slot] != Empty && slots[slot] != number)
        {
            slot = slot + 1 < slots.Length ? slot + 1 : 0;
        }

        return slot;
    }

    private void Grow()
    {
        var larger = new ulong[(int)(_slots.Length * Growth)];
        foreach (var number in _slots)
        {
            if (number != Empty)
            {
                larger[FindSlot(larger, number)] = number;
            }
        }

        _slots = larger;
    }
}
