using System.Globalization;
using ZohoLock.Transport;

namespace ZohoLock.Locking;

/// <summary>Collects the pages of a record's locks (protocol section 13); there is nearly always one.</summary>
internal sealed class LockPages
{
    // A page has 200 locks, and a record isn't known to have more than two.
    private const int MaxPages = 20;

    private readonly List<RecordLock> _locks = [];
    private readonly HashSet<string> _lockIds = [];
    private readonly HashSet<string> _tokens = [];
    private int _count;

    public IReadOnlyList<RecordLock> Locks => _locks;

    /// <summary>Adds a page.</summary>
    /// <returns>The query parameter of the next page; null if this is the last.</returns>
    /// <exception cref="ZohoException">The list doesn't end: code <c>EndlessList</c>.</exception>
    public string? Add(IReadOnlyList<RecordLock> locks, ListInfo? info)
    {
        _count++;
        var countBefore = _locks.Count;
        _locks.AddRange(locks.Where(one => _lockIds.Add(one.LockId)));
        if (info is not { HasMore: true })
        {
            return null;
        }

        if (_locks.Count == countBefore || _count == MaxPages || (info.NextPageToken is { } next && !_tokens.Add(next)))
        {
            throw LockErrors.EndlessList(_count);
        }

        return info.NextPageToken is { } token
            ? $"page_token={Uri.EscapeDataString(token)}"
            : string.Create(CultureInfo.InvariantCulture, $"page={_count + 1}");
    }
}
