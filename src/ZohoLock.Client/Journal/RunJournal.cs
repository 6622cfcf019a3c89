using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZohoLock.Files;
using ZohoLock.Retrying;

namespace ZohoLock.Journal;

/// <summary>
/// A file with the outcome of every record of a run, one line each, written immediately. An interrupted run can be resumed with it without
/// doing anything twice. The first line is a header, and a run that has processed all of its input writes a last line. Thread-safe; only
/// one process can open it.
/// </summary>
public sealed class RunJournal : IDisposable
{
    private static readonly byte[] HeaderStart = [.. "{\"zohoLockJournal\":"u8];
    private static readonly byte[] EndStart = [.. "{\"ended\":"u8];

    private readonly object _lock = new();
    private readonly FileStream _file;
    private readonly Dictionary<string, JournalEntry> _done;

    private RunJournal(FileStream file, JournalHeader header, Dictionary<string, JournalEntry> done)
    {
        _file = file;
        _done = done;
        Header = header;
    }

    /// <summary>The header.</summary>
    public JournalHeader Header { get; }

    /// <summary>The run that is resumed; null for a new journal.</summary>
    public InterruptedRun? InterruptedRun { get; private init; }

    /// <summary>How the earlier run ended; null if it was interrupted.</summary>
    public JournalEnd? EarlierEnd { get; private init; }

    /// <summary>The number of records that earlier runs have done.</summary>
    public int DoneCount => _done.Count;

    /// <summary>The number of records that failed in earlier runs and haven't been done since.</summary>
    public int FailedCount { get; private init; }

    /// <summary>Opens a journal, or creates it for its owner only. An incomplete last line of an interrupted run is removed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The header of the new run, which an existing journal must match.</param>
    /// <exception cref="ZohoException">
    /// The file can't be opened or written, isn't a regular file of the current user, isn't a journal, belongs to another operation,
    /// module, organisation or reason, or to a run that has done all of its records.
    /// </exception>
    public static RunJournal Open(string path, JournalHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        FileStream? file = null;
        try
        {
            file = OpenFile(path);
            if (OwnedFile.FindProblem(file.SafeFileHandle) is { } problem)
            {
                throw new InvalidDataException(problem);
            }

            var journal = Read(file, path, header);
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

    /// <summary>The entry of a record that an earlier run has done; null if it is still to be done.</summary>
    /// <param name="recordId">The record's id.</param>
    /// <param name="reason">The reason that is requested now; null for no particular reason.</param>
    /// <exception cref="ZohoException">It was done with a different reason.</exception>
    public JournalEntry? FindDone(string recordId, string? reason = null) =>
        _done.GetValueOrDefault(recordId) is not { } done ? null
        : done.HasOtherReason(reason) ? throw JournalErrors.DifferentReason(_file.Name, done, reason!)
        : done;

    /// <summary>Writes a line to the file, without buffering in this process.</summary>
    /// <exception cref="ZohoException">It can't be written, for example because the disk is full.</exception>
    public void Append(JournalEntry entry) => Write(entry, JournalJson.Default.JournalEntry);

    /// <summary>Writes the last line of a run that has processed all of its input.</summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void AppendEnd(JournalEnd end) => Write(end, JournalJson.Default.JournalEnd);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream OpenFile(string path)
    {
        // Unbuffered, so that a written line survives the end of this process; not shared, so that only one process writes.
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static RunJournal Read(FileStream file, string path, JournalHeader header)
    {
        using var reader = new JournalReader(file);
        if (reader.ReadLine() is not { } first)
        {
            // The file is empty, or its first line is incomplete.
            if (!MayBeTornHeader(reader.TornLine))
            {
                throw new InvalidDataException("line 1 is none of its lines");
            }

            file.SetLength(0);
            file.Write(ToLine(header, JournalJson.Default.JournalHeader));
            return new(file, header, []);
        }

        var begun = ReadHeader(first);
        if (!begun.IsSameKind(header))
        {
            throw JournalErrors.DifferentRun(path, begun, header);
        }

        var done = new Dictionary<string, JournalEntry>();
        var failed = new HashSet<string>();
        JournalEnd? end = null;
        string? user = null;
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            if (line.AsSpan().StartsWith(EndStart))
            {
                end = Parse(line, number, JournalJson.Default.JournalEnd);
                continue;
            }

            end = null;
            var entry = Parse(line, number, JournalJson.Default.JournalEntry);
            if (entry.IsDone)
            {
                done[entry.RecordId] = entry;
                user = entry.LockedById ?? user;
            }
            else
            {
                failed.Add(entry.RecordId);
            }
        }

        if (end is { Failed: 0 })
        {
            throw JournalErrors.AlreadyCompleted(path, end);
        }

        failed.ExceptWith(done.Keys);
        file.SetLength(reader.EndOfWholeLines);
        file.Seek(0, SeekOrigin.End);
        return new(file, begun, done) { InterruptedRun = new(begun.Begun, user), EarlierEnd = end, FailedCount = failed.Count };
    }

    // A run that was killed while writing the header leaves the beginning of one; anything else is another file.
    private static bool MayBeTornHeader(ReadOnlySpan<byte> torn) => torn.Length < HeaderStart.Length
        ? HeaderStart.AsSpan().StartsWith(torn)
        : torn.StartsWith(HeaderStart);

    private static JournalHeader ReadHeader(byte[] line)
    {
        var header = line.AsSpan().StartsWith(HeaderStart) ? Parse(line, 1, JournalJson.Default.JournalVersion) : null;
        return header?.Version switch
        {
            JournalHeader.CurrentVersion => Parse(line, 1, JournalJson.Default.JournalHeader),
            { } other => throw new InvalidDataException($"it is of version {other} of the format, and this version of ZohoLock knows version {JournalHeader.CurrentVersion}"),
            null => throw new InvalidDataException("line 1 is none of its lines"),
        };
    }

    private static T Parse<T>(ReadOnlySpan<byte> line, int number, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(line, type) is { } value)
            {
                return value;
            }
        }
        catch (JsonException)
        {
            // Reported below, with the line's number.
        }

        throw new InvalidDataException($"line {number} is none of its lines");
    }

    private static byte[] ToLine<T>(T value, JsonTypeInfo<T> type) => [.. JsonSerializer.SerializeToUtf8Bytes(value, type), (byte)'\n'];

    private void Write<T>(T value, JsonTypeInfo<T> type)
    {
        var line = ToLine(value, type);
        lock (_lock)
        {
            try
            {
                _file.Write(line);
            }
            catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
            {
                throw JournalErrors.NotWritten(_file.Name, failure);
            }
        }
    }
}

/// <summary>The header's version, which is read first.</summary>
internal sealed record JournalVersion([property: JsonPropertyName("zohoLockJournal")] int Version);

/// <summary>The source-generated serializer for journals.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalVersion))]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(JournalEnd))]
internal sealed partial class JournalJson : JsonSerializerContext;
