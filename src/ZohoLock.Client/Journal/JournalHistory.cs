using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Journal;

/// <summary>
/// What a journal's file has of earlier runs: lines of any version of the format, of one run or of several, whole or damaged
/// (docs/journal.md).
/// </summary>
internal sealed class JournalHistory
{
    // How much of a file is read before it is known to be a journal.
    private const long MaxUnrecognized = 1_000_000;

    private readonly string _path;
    private readonly JournalHeader _wanted;

    // How each run ended, by when it began; null if it was interrupted.
    private readonly Dictionary<DateTimeOffset, JournalEnd?> _runs = [];

    private RecordIndex _failed = new();
    private DateTimeOffset _run = Unknown;
    private DateTimeOffset _firstOutcome = DateTimeOffset.MaxValue;
    private JournalEnd? _lastEnd;
    private uint _seed;
    private bool _isRecognized;

    // Versions 1 and 2 of the format have no checksums.
    private bool _isOldVersion;

    private JournalHistory(string path, JournalHeader wanted)
    {
        _path = path;
        _wanted = wanted;
        _seed = JournalLine.GetSeed(wanted);
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
    public bool NeedsHeader => _run == Unknown || _isOldVersion || (End is not null && !IsSuspension);

    // Suspending is one run and resuming another, so an end without failures is no error, and nothing is written after it.
    private bool IsSuspension => _wanted.Operation == RecordOperation.Suspend;

    // When a run began whose header can't be read.
    private static DateTimeOffset Unknown => DateTimeOffset.MinValue;

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

    /// <summary>Reads the record's line that a text begins with; null if there is none.</summary>
    public static JournalEntry? ReadEntry(ReadOnlySpan<byte> text) =>
        JournalJson.TryParse(text, JournalJson.Default.JournalEntry, out _) is { RecordId: not null } entry ? entry : null;

    /// <summary>The first header in a file, which tells the module; null if none can be read.</summary>
    public static JournalHeader? FindHeader(SafeFileHandle file)
    {
        var reader = new JournalReader(file);
        while (reader.Read() && reader.Offset <= MaxUnrecognized)
        {
            var start = reader.Text.IsEmpty ? -1 : JournalLine.FindStart(reader.Text);
            if (start >= 0 && reader.Text[start..].StartsWith(JournalLine.HeaderStart)
                && JournalJson.TryParse(reader.Text[start..], JournalJson.Default.JournalHeader, out _) is { Module: not null, Organization: not null } header)
            {
                return header;
            }
        }

        return null;
    }

    // A run that was killed while writing its header leaves the beginning of one; anything else is another file.
    private static bool MayBeTornHeader(ReadOnlySpan<byte> text) => text.Length < JournalLine.HeaderStart.Length
        ? JournalLine.HeaderStart.StartsWith(text)
        : text.StartsWith(JournalLine.HeaderStart) && JournalLine.FindStart(text[1..]) < 0;

    // Other programs write a byte order mark, and Windows line breaks.
    private static int CountBlanks(ReadOnlySpan<byte> text)
    {
        var mark = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        var length = text[mark..].IndexOfAnyExcept(" \t\r"u8);
        return length < 0 ? text.Length : mark + length;
    }

    private void Read(SafeFileHandle file)
    {
        var reader = new JournalReader(file);
        var mayBeTornHeader = true;

        // Not told if it is the last line: it is what an interrupted run leaves.
        var damagedLine = 0L;
        while (reader.Read() && (_isRecognized || reader.Offset <= MaxUnrecognized))
        {
            Damage.Add(damagedLine);
            mayBeTornHeader &= !reader.IsEnded && (reader.Text.IsEmpty || (reader.Offset == 0 && MayBeTornHeader(reader.Text)));
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
                _runs[_run] = null;
            }
        }

        Done.Complete();
        _failed.Complete();
        FailedCount = _failed.CountExcept(Done);
        _failed = new();
        if (_isRecognized)
        {
            CompleteRuns(File.GetCreationTimeUtc(file));
        }
        else if (!mayBeTornHeader)
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
        Begun = _runs.Keys.Select(begun => begun != Unknown ? begun : created < _firstOutcome ? created : _firstOutcome).Min();
    }

    // Adds all whole lines of a text, and returns whether it has nothing else. A torn line and the next one may be in one text.
    private bool AddText(ReadOnlySpan<byte> text, long offset)
    {
        var isWhole = true;
        for (var start = CountBlanks(text); start < text.Length; start += CountBlanks(text[start..]))
        {
            var length = AddLine(text[start..], offset + start);
            if (length == 0)
            {
                // What isn't known may be the first line after an end.
                isWhole = false;
                _runs[_run] = null;
                var next = JournalLine.FindStart(text[(start + 1)..]);
                length = next < 0 ? text.Length - start : next + 1;
            }
            else
            {
                _isRecognized = true;
                (KeptLength, IsLineEnded) = (offset + start + length, false);
            }

            start += length;
        }

        return isWhole;
    }

    // Adds the line that a text begins with, and returns its length; 0 if it isn't whole.
    private int AddLine(ReadOnlySpan<byte> text, long offset)
    {
        if (text.StartsWith(JournalLine.HeaderStart))
        {
            return AddHeader(text);
        }

        var length = JournalLine.FindSealed(text, _seed);
        if (length == 0 && _isOldVersion)
        {
            length = JournalLine.FindUnsealed(text);
        }

        // A line that begins with something else is of a kind that a later version has added.
        var line = text[..length];
        var isRead = line.StartsWith(JournalLine.EntryStart) ? AddEntry(line, offset)
            : line.StartsWith(JournalLine.SuspensionStart) ? AddSuspension(line)
            : !line.StartsWith(JournalLine.EndStart) || AddEnd(line);
        return isRead ? length : 0;
    }

    private int AddHeader(ReadOnlySpan<byte> text)
    {
        var version = JournalJson.TryParse(text, JournalJson.Default.JournalVersion, out var length)?.Version ?? 0;
        if (version > JournalHeader.CurrentVersion)
        {
            throw new InvalidDataException(
                $"it is of version {version} of the format, and this version of ZohoLock knows versions 1 to {JournalHeader.CurrentVersion}");
        }

        var header = version == 1
            ? JournalJson.TryParse(text, JournalJson.Default.JournalHeader1, out _)?.ToHeader()
            : JournalJson.TryParse(text, JournalJson.Default.JournalHeader, out _);
        var isKnown = header is { Module: not null, Organization: not null };
        if (isKnown && !header!.IsSameKind(_wanted))
        {
            throw JournalErrors.DifferentRun(_path, header, _wanted);
        }

        var isOldVersion = version is 1 or 2;
        var isIntact = isOldVersion ? !JournalLine.HasChecksum(text[..length]) : JournalLine.FindSealed(text, JournalLine.HeaderSeed) == length;
        if (!isKnown || !isIntact)
        {
            // The lines that follow are of a run that isn't known; their checksums tell whether it is the same.
            (_isOldVersion, _run) = (false, Unknown);
            return 0;
        }

        // Its organisation may be another than the wanted one's, if one of the two couldn't be read.
        _seed = JournalLine.GetSeed(header!);
        Header ??= header;
        (_isOldVersion, _run) = (isOldVersion, header!.Begun);
        _runs[_run] = null;
        return length;
    }

    private bool AddEntry(ReadOnlySpan<byte> line, long offset)
    {
        if (ReadEntry(line) is not { } entry)
        {
            return false;
        }

        if (entry.IsDone)
        {
            Done.Add(entry.RecordId, offset);
            UserId = entry.GetRunUserId() ?? UserId;
        }
        else
        {
            _failed.Add(entry.RecordId, offset);
        }

        _firstOutcome = entry.At < _firstOutcome ? entry.At : _firstOutcome;
        _runs[_run] = null;
        return true;
    }

    private bool AddSuspension(ReadOnlySpan<byte> line)
    {
        if (JournalJson.TryParse(line, JournalJson.Default.SuspensionEntry, out _) is not { } entry
            || (entry.RecordId is null && entry.State != SuspensionState.Resuming))
        {
            return false;
        }

        Suspensions.Add(entry);
        _firstOutcome = entry.At < _firstOutcome ? entry.At : _firstOutcome;
        _runs[_run] = null;
        return true;
    }

    private bool AddEnd(ReadOnlySpan<byte> line)
    {
        if (JournalJson.TryParse(line, JournalJson.Default.JournalEnd, out _) is not { } end)
        {
            return false;
        }

        foreach (var run in end.Runs ?? [_run])
        {
            _runs[run] = end;
        }

        _lastEnd = end;
        return true;
    }
}
