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
    private readonly JournalIndex _index = new();

    private JournalListing(string path, SafeFileHandle file)
    {
        (Path, _file) = (path, file);
        _expected = JournalStart.FindHeader(file);
        if (_expected is not null)
        {
            _index.Read(file, _expected);
        }
        else if (!JournalStart.IsUnwritten(file))
        {
            throw JournalStart.CreateNoHeader();
        }
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Which lines are damaged, for a warning; null if none is.</summary>
    public string? Damage => _index.Damage.Describe(DamageConsequence) is { } damage ? $"{Path}:{damage}" : null;

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
        while (ReadLine(reader) && reader.Offset < _index.End)
        {
            entries.Clear();
            for (var position = 0; parser.TryRead(reader.Text, ref position, out var part);)
            {
                var offset = reader.Offset + part.Start;
                switch (part)
                {
                    case { IsDamaged: true }:
                        break;
                    case { Value: JournalEntry entry } when !isUndoneOnly || _index.IsFailed(entry, parser.Run, offset):
                        entries.Add(ToOutput(entry, parser.Header));
                        break;
                    case { Value: SuspensionEntry { RecordId: null } }:
                        isResumed = true;
                        break;
                    case { Value: SuspensionEntry entry }:
                        var output = ToOutput(entry, parser.Header, isResumed);
                        var isLast = _index.IsLast(entry.RecordId!, offset);
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
            LockedBy = entry.GetLockedBy(),
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
            LockedBy = entry.GetLockedBy(),
            LockedTime = entry.LockedTime,
        };
    }
}
