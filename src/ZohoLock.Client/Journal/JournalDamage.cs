namespace ZohoLock.Journal;

/// <summary>The damaged lines of a journal.</summary>
internal sealed class JournalDamage
{
    private const int MaxLines = 5;

    private readonly List<long> _lines = [];
    private long _last;

    /// <summary>The numbers of the first damaged lines.</summary>
    public IReadOnlyList<long> Lines => _lines;

    /// <summary>The number of damaged lines.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a line, once; 0 is none.</summary>
    public void Add(long line)
    {
        if (line == 0 || line == _last)
        {
            return;
        }

        _last = line;
        Count++;
        if (_lines.Count < MaxLines)
        {
            _lines.Add(line);
        }
    }
}
