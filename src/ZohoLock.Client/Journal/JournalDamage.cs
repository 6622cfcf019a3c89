using System.Globalization;

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

    /// <summary>Which lines are damaged, as a sentence after others; null if none is.</summary>
    /// <param name="consequence">What that means for the reader.</param>
    public string? Describe(string consequence)
    {
        var numbers = string.Join(", ", _lines);
        var more = Count - _lines.Count;
        return (Count, more) switch
        {
            (0, _) => null,
            (1, _) => $" Line {numbers} of the journal is damaged: {consequence}",
            (_, 0) => $" Lines {numbers} of the journal are damaged: {consequence}",
            _ => string.Create(CultureInfo.InvariantCulture, $" Lines {numbers} and {more:N0} more of the journal are damaged: {consequence}"),
        };
    }
}
