using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Win32.SafeHandles;
using ZohoLock.Files;
using ZohoLock.Retrying;

namespace ZohoLock.Journal;

/// <summary>
/// A file with the outcome of every record of a run, one line each, written immediately (docs/journal.md). An interrupted run can be
/// resumed with it without doing anything twice. The first line is a header, and a run that has processed all of its input writes a last
/// line. Thread-safe; only one process can open it.
/// </summary>
public sealed class RunJournal : IDisposable
{
    // Longer than most lines, so that one read is enough.
    private const int UsualLineLength = 1024;

    private readonly object _lock = new();
    private readonly FileStream _file;
    private readonly JournalHistory _history;
    private readonly DateTimeOffset[] _runs;
    private readonly uint _seed;

    private RunJournal(FileStream file, JournalHeader header, JournalHistory history)
    {
        _file = file;
        _history = history;
        _runs = [.. history.Runs.Append(header.Begun).Distinct()];
        _seed = JournalLine.GetSeed(header);
        Header = header;
        InterruptedRun = history.Begun is { } begun ? new(begun, header.Operation == RecordOperation.Lock ? history.UserId : null) : null;
    }

    /// <summary>The header.</summary>
    public JournalHeader Header { get; }

    /// <summary>The run that is resumed; null for a new journal.</summary>
    public InterruptedRun? InterruptedRun { get; }

    /// <summary>The path of the file.</summary>
    internal string Path => _file.Name;

    /// <summary>The suspended locks.</summary>
    internal SuspensionTable Suspensions => _history.Suspensions;

    /// <summary>How the earlier run ended; null if it was interrupted.</summary>
    public JournalEnd? EarlierEnd => _history.End;

    /// <summary>The number of records that earlier runs have done.</summary>
    public int DoneCount => _history.Done.Count;

    /// <summary>The number of records that failed in earlier runs and haven't been done since.</summary>
    public int FailedCount => _history.FailedCount;

    /// <summary>
    /// The number of damaged lines. Which records they were of can't be told, so each record that isn't done must be verified first.
    /// </summary>
    public long DamagedCount => _history.Damage.Count;

    /// <summary>The numbers of the first damaged lines, counted from 1.</summary>
    public IReadOnlyList<long> DamagedLines => _history.Damage.Lines;

    /// <summary>Opens a journal, or creates it for its owner only. An incomplete last line of an interrupted run is removed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The header of the new run, which an existing journal must match.</param>
    /// <exception cref="ZohoException">
    /// The file can't be opened or written, isn't a regular file of the current user, isn't a journal or one of a later version, belongs to
    /// another operation, module, organisation or reason, or to a run that has done all of its records.
    /// </exception>
    public static RunJournal Open(string path, JournalHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return OpenAndRead(path, FileMode.OpenOrCreate, _ => header);
    }

    /// <summary>Opens a journal of suspended locks, which tells itself of which module it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="organization">The id of the organisation that it must be of, or its API host; null for any.</param>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static RunJournal OpenSuspended(string path, string? organization) => OpenAndRead(path, FileMode.Open, file =>
        JournalStart.FindHeader(file) is not { } header ? throw JournalStart.CreateNoHeader()
        : new JournalHeader(RecordOperation.Suspend, header.Module, organization ?? header.Organization) { Begun = header.Begun });

    private static RunJournal OpenAndRead(string path, FileMode mode, Func<SafeFileHandle, JournalHeader> getHeader)
    {
        FileStream? file = null;
        try
        {
            file = OpenFile(path, mode);
            if (OwnedFile.FindProblem(file.SafeFileHandle) is { } problem)
            {
                throw new InvalidDataException(problem);
            }

            var journal = Read(file, path, getHeader(file.SafeFileHandle));
            file = null;
            return journal;
        }
        catch (InvalidDataException failure)
        {
            throw JournalErrors.NotAJournal(path, failure.Message);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw JournalErrors.NotOpened(path, failure);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Whether an earlier run has done a record. Its line isn't read.</summary>
    public bool HasDone(string recordId) => _history.Done.Find(recordId) is not null;

    /// <summary>The entry of a record that an earlier run has done; null if it is still to be done.</summary>
    /// <param name="recordId">The record's id.</param>
    /// <param name="reason">The reason that is requested now; null for no particular reason.</param>
    /// <exception cref="ZohoException">It was done with a different reason, or its line can't be read.</exception>
    public JournalEntry? FindDone(string recordId, string? reason = null) =>
        _history.Done.Find(recordId) is not { } offset ? null
        : ReadEntry(recordId, offset) is var done && done.HasOtherReason(reason) ? throw JournalErrors.DifferentReason(_file.Name, done, reason!)
        : done;

    /// <summary>Writes a line to the file, without buffering in this process.</summary>
    /// <exception cref="ZohoException">It can't be written, for example because the disk is full.</exception>
    public void Append(JournalEntry entry) => Write(ToLine(entry, JournalJson.Default.JournalEntry, _seed));

    /// <summary>
    /// Writes a line of a suspended lock. One of a lock that is about to be removed is on the disk when this returns: it may be the only
    /// place that has the reason.
    /// </summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void AppendSuspension(SuspensionEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Write(ToLine(entry, JournalJson.Default.SuspensionEntry, _seed), isForced: entry.State == SuspensionState.Unlocking);
        Suspensions.Add(entry);
    }

    /// <summary>Writes the last line of a run that has processed all of its input.</summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void AppendEnd(JournalEnd end)
    {
        ArgumentNullException.ThrowIfNull(end);
        Write(ToLine(end with { Runs = _runs }, JournalJson.Default.JournalEnd, _seed));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <inheritdoc cref="JournalDamage.Describe"/>
    internal string? DescribeDamage(string consequence) => _history.Damage.Describe(consequence);

    private static FileStream OpenFile(string path, FileMode mode)
    {
        // Unbuffered, so that a written line survives the end of this process; not shared, so that only one process writes. Windows would keep
        // readers out too; on Unix they don't ask for the lock (RegularFile.OpenShared).
        var share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share, BufferSize = 0 };
        if (mode != FileMode.Open && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static RunJournal Read(FileStream file, string path, JournalHeader wanted)
    {
        var history = JournalHistory.Read(file.SafeFileHandle, path, wanted);
        var header = (history.Header ?? wanted) with { Begun = history.Begun ?? wanted.Begun };
        file.SetLength(history.KeptLength);
        file.Seek(0, SeekOrigin.End);
        if (!history.IsLineEnded)
        {
            file.WriteByte((byte)'\n');
        }

        if (history.NeedsHeader)
        {
            header = header with { Version = JournalHeader.CurrentVersion };
            file.Write(ToLine(header, JournalJson.Default.JournalHeader, JournalLine.HeaderSeed));
        }

        return new(file, header, history);
    }

    private static byte[] ToLine<T>(T value, JsonTypeInfo<T> type, uint seed) => JournalLine.Seal(JsonSerializer.SerializeToUtf8Bytes(value, type), seed);

    private JournalEntry ReadEntry(string recordId, long offset) =>
        (TryReadEntry(offset, UsualLineLength) ?? TryReadEntry(offset, JournalReader.MaxLineLength)) is { } entry && entry.RecordId == recordId
            ? entry
            : throw JournalErrors.LineChanged(_file.Name, recordId);

    // Null if the line is longer.
    private JournalEntry? TryReadEntry(long offset, int length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var count = RandomAccess.Read(_file.SafeFileHandle, buffer.AsSpan(0, length), offset);
            return JournalParser.ReadEntry(buffer.AsSpan(0, count));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw JournalErrors.NotRead(_file.Name, failure);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Write(byte[] line, bool isForced = false)
    {
        lock (_lock)
        {
            try
            {
                _file.Write(line);
                if (isForced)
                {
                    _file.Flush(flushToDisk: true);
                }
            }
            catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
            {
                throw JournalErrors.NotWritten(_file.Name, failure);
            }
        }
    }
}
