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

    // How each run ended, by when it began; null if it was interrupted.
    private readonly Dictionary<DateTimeOffset, JournalEnd?> _runs = [];

    private RecordIndex _failed = new();
    private DateTimeOffset _firstOutcome = DateTimeOffset.MaxValue;
    private JournalEnd? _lastEnd;

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
    public IReadOnlyCollection<DateTimeOffset> Runs => _runs.Keys;

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

    /// <summary>The first header in a file, which tells the module; null if none can be read.</summary>
    public static JournalHeader? FindHeader(SafeFileHandle file)
    {
        var reader = new JournalReader(file);
        while (reader.Read() && reader.Offset <= JournalParser.MaxUnrecognized)
        {
            var start = reader.Text.IsEmpty ? -1 : JournalLine.FindStart(reader.Text);
            if (start >= 0 && reader.Text[start..].StartsWith(JournalLine.HeaderStart)
                && JournalParser.ReadHeader(reader.Text[start..], out _) is { } header)
            {
                return header;
            }
        }

        return null;
    }

    /// <summary>Whether a file has nothing of a run yet: it is empty, or has NUL bytes or the beginning of a header only.</summary>
    public static bool IsUnwritten(SafeFileHandle file)
    {
        var reader = new JournalReader(file);
        while (reader.Read())
        {
            if (!IsUnwritten(reader))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsUnwritten(JournalReader reader) =>
        !reader.IsEnded && (reader.Text.IsEmpty || (reader.Offset == 0 && MayBeTornHeader(reader.Text)));

    // A run that was killed while writing its header leaves the beginning of one; anything else is another file.
    private static bool MayBeTornHeader(ReadOnlySpan<byte> text) => text.Length < JournalLine.HeaderStart.Length
        ? JournalLine.HeaderStart.StartsWith(text)
        : text.StartsWith(JournalLine.HeaderStart) && JournalLine.FindStart(text[1..]) < 0;

    private void Read(SafeFileHandle file)
    {
        var reader = new JournalReader(file);
        var isUnwritten = true;

        // Not told if it is the last line: it is what an interrupted run leaves.
        var damagedLine = 0L;
        while (reader.Read() && (_parser.IsRecognized || reader.Offset <= JournalParser.MaxUnrecognized))
        {
            Damage.Add(damagedLine);
            isUnwritten &= IsUnwritten(reader);
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
                _runs[_parser.Run] = null;
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
        if (!IsSuspension && _runs.Values.All(end => end is { Failed: 0 }))
        {
            throw JournalErrors.AlreadyCompleted(_path, _lastEnd!);
        }

        End = _runs.ContainsValue(null) ? null : _lastEnd;
        Begun = _runs.Keys.Select(begun => begun != JournalParser.Unknown ? begun : created < _firstOutcome ? created : _firstOutcome).Min();
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
                _runs[_parser.Run] = null;
                continue;
            }

            (KeptLength, IsLineEnded) = (offset + part.Start + part.Length, false);
            switch (part.Value)
            {
                case JournalEntry entry:
                    AddEntry(entry, offset + part.Start);
                    break;
                case SuspensionEntry suspension:
                    AddSuspension(suspension);
                    break;
                case JournalEnd end:
                    AddEnd(end);
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
            _runs[header.Begun] = null;
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

        AddOutcome(entry.At);
    }

    private void AddSuspension(SuspensionEntry entry)
    {
        Suspensions.Add(entry);
        AddOutcome(entry.At);
    }

    private void AddOutcome(DateTimeOffset at)
    {
        _firstOutcome = at < _firstOutcome ? at : _firstOutcome;
        _runs[_parser.Run] = null;
    }

    private void AddEnd(JournalEnd end)
    {
        foreach (var run in end.Runs ?? [_parser.Run])
        {
            _runs[run] = end;
        }

        _lastEnd = end;
    }
}
