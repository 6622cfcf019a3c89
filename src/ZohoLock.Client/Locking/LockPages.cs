using System.Globalization;

namespace ZohoLock.Locking;

/// <summary>Puts the pages of a record's locks together (protocol section 13); nearly always there is one.</summary>
internal sealed class LockPages
{
    // 200 locks a page, where a record has two at most as far as is known.
    private const int MaxPages = 20;

    private readonly List<RecordLock> _locks = [];
    private readonly HashSet<string> _lockIds = [];
    private readonly HashSet<string> _tokens = [];
    private int _count;

    public IReadOnlyList<RecordLock> Locks => _locks;

    /// <summary>Takes in a page.</summary>
    /// <returns>The query's parameter that asks for the next one; null if this is the last.</returns>
    /// <exception cref="ZohoException">The list has no end: code <c>EndlessList</c>.</exception>
    public string? Add(IReadOnlyList<RecordLock> locks, LockListInfo? info)
    {
        _count++;
        var known = _locks.Count;
        _locks.AddRange(locks.Where(one => _lockIds.Add(one.LockId)));
        if (info is not { HasMore: true })
        {
            return null;
        }

        if (_locks.Count == known || _count == MaxPages || (info.NextPageToken is { } next && !_tokens.Add(next)))
        {
            throw LockErrors.EndlessList(_count);
        }

        return info.NextPageToken is { } token
            ? $"page_token={Uri.EscapeDataString(token)}"
            : string.Create(CultureInfo.InvariantCulture, $"page={_count + 1}");
    }
}
