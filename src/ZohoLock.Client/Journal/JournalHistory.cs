using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Journal;

/// <summary>
/// What a journal's file has of earlier runs: lines of any version of the format, of one run or of several, whole or damaged
/// (docs/journal.md).
/// </summary>
internal sealed class JournalHistory
{
    private readonly string _path;
    private readonly JournalHeader _wanted;
    private readonly JournalParser _parser;
    private readonly RunTable _runs = new();
    private RecordIndex _failed = new();

    private JournalHistory(string path, JournalHeader wanted)
    {
        _path = path;
        _wanted = wanted;
        _parser = new JournalParser(wanted);
    }

    /// <summary>The first header; null if none can be read.</summary>
    public JournalHeader? Header { get; private set; }

    /// <summary>Where the lines of the records are that are done.</summary>
    public RecordIndex Done { get; } = new();

    /// <summary>The suspended locks.</summary>
    public SuspensionTable Suspensions { get; } = new();

    /// <summary>The number of records that failed and haven't been done since.</summary>
    public int FailedCount { get; private set; }

    /// <summary>When the first run began; null if the file has nothing of a run.</summary>
    public DateTimeOffset? Begun { get; private set; }

    /// <summary>The id of the user that the last lock was made as; null if no line has one. Means nothing in a journal of another operation.</summary>
    public string? UserId { get; private set; }

    /// <summary>How the last run ended; null if a run was interrupted.</summary>
    public JournalEnd? End { get; private set; }

    /// <summary>When each run began.</summary>
    public IReadOnlyCollection<DateTimeOffset> Runs => _runs.Begun;

    /// <summary>The damaged lines.</summary>
    public JournalDamage Damage { get; } = new();

    /// <summary>The length of the file without an incomplete last line.</summary>
    public long KeptLength { get; private set; }

    /// <summary>Whether a line break is at <see cref="KeptLength"/>.</summary>
    public bool IsLineEnded { get; private set; } = true;

    /// <summary>Whether a run that goes on writes its header first, because lines without it would be read as part of something else.</summary>
    public bool NeedsHeader => _parser.Run == JournalParser.Unknown || _parser.IsOldVersion || (End is not null && !IsSuspension);

    // Suspending is one run and resuming another, so an end without failures is no error, and nothing is written after it.
    private bool IsSuspension => _wanted.Operation == RecordOperation.Suspend;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path, for errors.</param>
    /// <param name="wanted">The header of the run that is to go on with it.</param>
    /// <exception cref="InvalidDataException">It isn't a journal, or is one of a version that this library doesn't know.</exception>
    /// <exception cref="ZohoException">It belongs to another run, or to runs that have done all of their records.</exception>
    public static JournalHistory Read(SafeFileHandle file, string path, JournalHeader wanted)
    {
        var history = new JournalHistory(path, wanted);
        history.Read(file);
        return history;
    }

    private void Read(SafeFileHandle file)
    {
        var reader = new JournalReader(file);
        var isUnwritten = true;

        // Not told if it is the last line: it is what an interrupted run leaves.
        var damagedLine = 0L;
        while (reader.Read() && (_parser.IsRecognized || reader.Offset <= JournalParser.MaxUnrecognized))
        {
            Damage.Add(damagedLine);
            isUnwritten &= JournalStart.IsUnwritten(reader);
            damagedLine = AddText(reader.Text, reader.Offset) ? 0 : reader.Number;
            if (reader.IsEnded)
            {
                Damage.Add(damagedLine);
                damagedLine = 0;
                (KeptLength, IsLineEnded) = (reader.Offset + reader.Text.Length + 1, true);
            }
            else if (reader.IsFollowedByNul)
            {
                Damage.Add(reader.Number);
                _runs.Add(_parser.Run);
            }
        }

        Done.Complete();
        _failed.Complete();
        FailedCount = _failed.CountExcept(Done);
        _failed = new();
        if (_parser.IsRecognized)
        {
            CompleteRuns(File.GetCreationTimeUtc(file));
        }
        else if (!isUnwritten)
        {
            throw new InvalidDataException("line 1 is none of its lines");
        }
        else if (Damage.Count > 0)
        {
            // The disk had nothing of a run when the machine crashed.
            Begun = File.GetCreationTimeUtc(file);
        }
        else
        {
            _runs.Clear();
        }
    }

    private void CompleteRuns(DateTimeOffset created)
    {
        if (!IsSuspension && _runs.AreCompleted)
        {
            throw JournalErrors.AlreadyCompleted(_path, _runs.LastEnd!);
        }

        End = _runs.IsAnyInterrupted ? null : _runs.LastEnd;
        Begun = _runs.FindFirst(created);
    }

    // Adds all whole lines of a text, and returns whether it has nothing else.
    private bool AddText(ReadOnlySpan<byte> text, long offset)
    {
        var isWhole = true;
        for (var position = 0; _parser.TryRead(text, ref position, out var part);)
        {
            if (part.Value is JournalHeader header)
            {
                AddHeader(header, part.IsDamaged);
            }

            if (part.IsDamaged)
            {
                // What isn't known may be the first line after an end.
                isWhole = false;
                _runs.Add(_parser.Run);
                continue;
            }

            (KeptLength, IsLineEnded) = (offset + part.Start + part.Length, false);
            switch (part.Value)
            {
                case JournalEntry entry:
                    AddEntry(entry, offset + part.Start);
                    break;
                case SuspensionEntry suspension:
                    Suspensions.Add(suspension);
                    _runs.AddOutcome(_parser.Run, suspension.At);
                    break;
                case JournalEnd end:
                    _runs.AddEnd(_parser.Run, end);
                    break;
            }
        }

        return isWhole;
    }

    private void AddHeader(JournalHeader header, bool isDamaged)
    {
        if (!header.IsSameKind(_wanted))
        {
            throw JournalErrors.DifferentRun(_path, header, _wanted);
        }

        if (!isDamaged)
        {
            Header ??= header;
            _runs.Add(header.Begun);
        }
    }

    private void AddEntry(JournalEntry entry, long offset)
    {
        if (entry.IsDone)
        {
            Done.Add(entry.RecordId, offset);
            UserId = entry.GetRunUserId() ?? UserId;
        }
        else
        {
            _failed.Add(entry.RecordId, offset);
        }

        _runs.AddOutcome(_parser.Run, entry.At);
    }
}
