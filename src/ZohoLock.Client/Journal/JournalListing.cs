using Microsoft.Win32.SafeHandles;
using ZohoLock.Files;
using ZohoLock.Input;

namespace ZohoLock.Journal;

/// <summary>
/// Lists what a journal says of each record, without changing the file, also while a run writes it. The file is read twice: first to learn
/// which of a record's lines counts, at 16 bytes for each line, and then line by line.
/// </summary>
public sealed class JournalListing : IDisposable
{
    private const string DamageConsequence = "what is damaged isn't in the output.";

    private readonly SafeFileHandle _file;
    private readonly JournalHeader? _expected;
    private readonly JournalDamage _damage = new();
    private readonly RecordIndex _done = new();
    private readonly RecordIndex _failed = new();
    private readonly RecordIndex _suspended = new();

    // Where the last end without failures is, by when the run began that it ends.
    private readonly Dictionary<DateTimeOffset, long> _cleanEnds = [];

    // A run may go on writing behind it.
    private long _end;

    private JournalListing(string path, SafeFileHandle file)
    {
        (Path, _file) = (path, file);
        _expected = JournalHistory.FindHeader(file);
        if (_expected is not null)
        {
            Index(new JournalParser(_expected));
        }
        else if (!JournalHistory.IsUnwritten(file))
        {
            throw new InvalidDataException("no line of it tells the operation, the module and the organisation");
        }

        _done.Complete();
        _failed.Complete();
        _suspended.Complete();
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Which lines are damaged, for a warning; null if none is.</summary>
    public string? Damage => _damage.Describe(DamageConsequence) is { } damage ? $"{Path}:{damage}" : null;

    /// <summary>Opens a journal and learns what counts in it.</summary>
    /// <exception cref="ZohoException">The file can't be read, isn't a journal, or is one of a later version.</exception>
    public static JournalListing Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = RegularFile.OpenShared(path);
            var listing = new JournalListing(path, file);
            file = null;
            return listing;
        }
        catch (InvalidDataException failure)
        {
            throw JournalErrors.NotListed(path, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw JournalErrors.NotOpenedForReading(path, failure);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>
    /// What the journal says, in the order of the file: everything, or only what isn't done. A record that failed and was done later, or
    /// before, is done; of one that failed several times the last line counts; so it does of a suspended lock.
    /// </summary>
    /// <param name="isUndoneOnly">Whether only records are wanted that failed, or whose outcome isn't known.</param>
    /// <exception cref="ZohoException">The file can't be read any more.</exception>
    public IEnumerable<LockJournalEntry> Read(bool isUndoneOnly)
    {
        if (_expected is null)
        {
            yield break;
        }

        var parser = new JournalParser(_expected);
        var reader = new JournalReader(_file);
        List<LockJournalEntry> entries = [];
        var isResumed = false;
        while (ReadLine(reader) && reader.Offset < _end)
        {
            entries.Clear();
            for (var position = 0; parser.TryRead(reader.Text, ref position, out var part);)
            {
                var offset = reader.Offset + part.Start;
                switch (part)
                {
                    case { IsDamaged: true }:
                        break;
                    case { Value: JournalEntry entry } when !isUndoneOnly || IsFailed(entry, parser.Run, offset):
                        entries.Add(ToOutput(entry, parser.Header));
                        break;
                    case { Value: SuspensionEntry { RecordId: null } }:
                        isResumed = true;
                        break;
                    case { Value: SuspensionEntry entry }:
                        var output = ToOutput(entry, parser.Header, isResumed);
                        var isLast = _suspended.Find(entry.RecordId!) == offset;
                        if (output.Outcome == LockJournalOutcome.Done ? !isUndoneOnly : isLast || (output.Outcome == LockJournalOutcome.Failed && !isUndoneOnly))
                        {
                            entries.Add(output);
                        }

                        break;
                }
            }

            foreach (var entry in entries)
            {
                yield return entry;
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    // An input without a valid id is told from others by its place; in a journal without places each line is one of its own.
    private static string? FindKey(JournalEntry entry) => Identifier.IsValid(entry.RecordId) ? entry.RecordId
        : entry.Row is { } row ? $"{row} {entry.RecordId}"
        : null;

    private bool ReadLine(JournalReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw JournalErrors.NotOpenedForReading(Path, failure);
        }
    }

    private void Index(JournalParser parser)
    {
        var reader = new JournalReader(_file);

        // Not told if it is the last line: it is what an interrupted run leaves, or one that is writing.
        var damagedLine = 0L;
        while (reader.Read() && (parser.IsRecognized || reader.Offset <= JournalParser.MaxUnrecognized))
        {
            _damage.Add(damagedLine);
            damagedLine = 0;
            for (var position = 0; parser.TryRead(reader.Text, ref position, out var part);)
            {
                if (part.IsDamaged)
                {
                    damagedLine = reader.Number;
                }
                else
                {
                    Index(part.Value, parser.Run, reader.Offset + part.Start);
                    _end = reader.Offset + part.Start + part.Length;
                }
            }

            if (reader.IsFollowedByNul || (reader.IsEnded && damagedLine > 0))
            {
                _damage.Add(reader.Number);
                damagedLine = 0;
            }
        }

        if (!parser.IsRecognized)
        {
            throw new InvalidDataException("none of its lines is whole");
        }
    }

    private void Index(object? line, DateTimeOffset run, long offset)
    {
        switch (line)
        {
            case JournalEntry { IsDone: true } entry:
                _done.Add(entry.RecordId, offset);
                break;
            case JournalEntry entry when FindKey(entry) is { } key:
                _failed.Add(key, offset);
                break;
            case SuspensionEntry { RecordId: { } id }:
                _suspended.Add(id, offset);
                break;
            case JournalEnd { Failed: 0 } end:
                foreach (var ended in end.Runs ?? [run])
                {
                    _cleanEnds[ended] = offset;
                }

                break;
        }
    }

    // An input without a valid id that was corrected is known by its new one, so only the end of a run tells that no such input is left.
    private bool IsFailed(JournalEntry entry, DateTimeOffset run, long offset) => !entry.IsDone
        && (FindKey(entry) is not { } key || _failed.Find(key) == offset)
        && (Identifier.IsValid(entry.RecordId) ? _done.Find(entry.RecordId) is null : !(_cleanEnds.TryGetValue(run, out var end) && end > offset));

    private LockJournalEntry ToOutput(JournalEntry entry, JournalHeader header)
    {
        var isValid = Identifier.IsValid(entry.RecordId);
        var operation = header.Operation switch
        {
            RecordOperation.Lock => LockJournalOperation.Lock,
            RecordOperation.UpdateReason => LockJournalOperation.UpdateReason,
            RecordOperation.Unlock => LockJournalOperation.Unlock,
            _ => LockJournalOperation.Suspend,
        };
        return new(Path, header.Module, operation, entry.IsDone ? LockJournalOutcome.Done : LockJournalOutcome.Failed)
        {
            Row = entry.Row,
            RecordId = isValid ? entry.RecordId : null,
            GivenId = isValid ? null : entry.RecordId,
            ErrorCode = entry.Error,
            Message = entry.Message,
            Time = entry.At,
            LockId = entry.LockId,
            Reason = entry.Reason ?? (entry.IsDone ? null : header.Reason),
            LockedBy = ToUser(entry.LockedById, entry.LockedByName),
            LockedTime = entry.LockedTime,
        };
    }

    // A lock that was found again when the locks were made again is as it was to be; before that, Zoho had refused to remove it.
    private LockJournalEntry ToOutput(SuspensionEntry entry, JournalHeader header, bool isResumed)
    {
        var (operation, outcome) = entry.State switch
        {
            SuspensionState.Unlocking => (LockJournalOperation.Suspend, LockJournalOutcome.Unknown),
            SuspensionState.Unlocked => (LockJournalOperation.Suspend, LockJournalOutcome.Done),
            SuspensionState.Kept when !isResumed => (LockJournalOperation.Suspend, LockJournalOutcome.Failed),
            _ => (LockJournalOperation.Resume, LockJournalOutcome.Done),
        };
        return new(Path, header.Module, operation, outcome)
        {
            RecordId = entry.RecordId,
            Time = entry.At,
            LockId = entry.NewLockId ?? entry.LockId,
            Reason = entry.Reason,
            LockedBy = ToUser(entry.LockedById, entry.LockedByName),
            LockedTime = entry.LockedTime,
        };
    }

    private static User? ToUser(string? id, string? name) => id is null && name is null ? null : new User { Id = id, Name = name };
}
