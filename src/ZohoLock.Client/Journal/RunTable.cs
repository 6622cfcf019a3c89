namespace ZohoLock.Journal;

/// <summary>The runs whose lines are in a journal, by when they began, and how each ended.</summary>
internal sealed class RunTable
{
    // Null for a run that was interrupted.
    private readonly Dictionary<DateTimeOffset, JournalEnd?> _ends = [];
    private DateTimeOffset _firstOutcome = DateTimeOffset.MaxValue;

    /// <summary>When each run began.</summary>
    public IReadOnlyCollection<DateTimeOffset> Begun => _ends.Keys;

    /// <summary>The last end; null if there is none.</summary>
    public JournalEnd? LastEnd { get; private set; }

    /// <summary>Whether a run was interrupted.</summary>
    public bool IsAnyInterrupted => _ends.ContainsValue(null);

    /// <summary>Whether each run has done all of its records.</summary>
    public bool AreCompleted => _ends.Values.All(end => end is { Failed: 0 });

    /// <summary>Adds a line of a run, or what may be one: unless an end follows, the run was interrupted.</summary>
    public void Add(DateTimeOffset run) => _ends[run] = null;

    /// <summary>Adds the outcome of a record.</summary>
    /// <param name="run">The run.</param>
    /// <param name="at">When it was.</param>
    public void AddOutcome(DateTimeOffset run, DateTimeOffset at)
    {
        _firstOutcome = at < _firstOutcome ? at : _firstOutcome;
        Add(run);
    }

    /// <summary>Adds an end.</summary>
    /// <param name="run">The run that it ends if it names none.</param>
    /// <param name="end">The end.</param>
    public void AddEnd(DateTimeOffset run, JournalEnd end)
    {
        foreach (var ended in end.Runs ?? [run])
        {
            _ends[ended] = end;
        }

        LastEnd = end;
    }

    /// <summary>When the first run began. For one whose header can't be read that is when the file was created, or its first outcome if that was earlier.</summary>
    /// <param name="created">When the file was created.</param>
    public DateTimeOffset FindFirst(DateTimeOffset created) =>
        _ends.Keys.Select(begun => begun != JournalParser.Unknown ? begun : created < _firstOutcome ? created : _firstOutcome).Min();

    /// <summary>Removes all runs.</summary>
    public void Clear() => _ends.Clear();
}
