using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZohoLock.Api;
using ZohoLock.Files;

namespace ZohoLock.Journal;

/// <summary>
/// A file that has the outcome of every record of a run, a line each, written as it happens: a run that was cut off goes on with it, and does nothing
/// twice. The first line says what it is a journal of, and a run that has had all of its input writes a last one. It may be written to from several
/// threads at once, and by one process.
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

    /// <summary>What it is a journal of.</summary>
    public JournalHeader Header { get; }

    /// <summary>The run that it goes on with; null for a journal that was begun just now.</summary>
    public EarlierRun? EarlierRun { get; private init; }

    /// <summary>How the earlier runs ended; null if the last one was cut off.</summary>
    public JournalEnd? EarlierEnd { get; private init; }

    /// <summary>How many records the earlier runs have done.</summary>
    public int DoneCount => _done.Count;

    /// <summary>How many records failed in the earlier runs and weren't done since.</summary>
    public int FailedCount { get; private init; }

    /// <summary>
    /// Opens a journal, and begins it where there is none, for its owner only. A last line that was torn when a run was cut off is taken out.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What it is to be a journal of.</param>
    /// <exception cref="ZohoException">
    /// The file can't be opened or written, is no regular file of the current user, is none of ZohoLock's, is of another operation, module, organisation
    /// or reason, or of a run that has ended with everything done.
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

    /// <summary>What an earlier run did to a record; null if it is still to be done.</summary>
    /// <param name="recordId">The record's id.</param>
    /// <param name="reason">The reason that it is to have now; null for none of its own.</param>
    /// <exception cref="ZohoException">It was done with another reason.</exception>
    public JournalEntry? FindDone(string recordId, string? reason = null) =>
        _done.GetValueOrDefault(recordId) is not { } done ? null
        : done.HasOtherReason(reason) ? throw JournalErrors.DifferentReason(_file.Name, done, reason!)
        : done;

    /// <summary>Writes a line; it has left this process when the call returns.</summary>
    /// <exception cref="ZohoException">It can't be written: the disk is full, or gone.</exception>
    public void Append(JournalEntry entry) => Write(entry, JournalJson.Default.JournalEntry);

    /// <summary>Writes that the run has had all of its input.</summary>
    /// <inheritdoc cref="Append" path="/exception"/>
    public void AppendEnd(JournalEnd end) => Write(end, JournalJson.Default.JournalEnd);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static FileStream OpenFile(string path)
    {
        // Unbuffered, so that a line is out of this process when it is written; and for one process alone.
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
            // Empty, or torn in its very first line.
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
        return new(file, begun, done) { EarlierRun = new(begun.Begun, user), EarlierEnd = end, FailedCount = failed.Count };
    }

    // A run that dies while it writes the header leaves the beginning of one; anything else is somebody's file.
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
            // Said below, with the place.
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

/// <summary>What is read of a header before anything else.</summary>
internal sealed record JournalVersion([property: JsonPropertyName("zohoLockJournal")] int Version);

/// <summary>The serializer's code for journals.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalVersion))]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(JournalEnd))]
internal sealed partial class JournalJson : JsonSerializerContext;
