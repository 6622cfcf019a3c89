using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ZohoLock.Journal;

/// <summary>
/// A file that has the outcome of every record of a run, a line each, written as it happens: a run that was cut off goes on with it, and does nothing
/// twice. The first line says what it is a journal of. It may be written to from several threads at once, and by one process.
/// </summary>
public sealed class RunJournal : IDisposable
{
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

    /// <summary>How many records the earlier runs have done.</summary>
    public int DoneCount => _done.Count;

    /// <summary>Opens a journal, and begins it where there is none. A last line that was torn when a run was cut off is taken out.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What it is to be a journal of.</param>
    /// <exception cref="ZohoException">The file can't be opened or written, is none of ZohoLock's, or is of another operation, module or organisation.</exception>
    public static RunJournal Open(string path, JournalHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        FileStream? file = null;
        try
        {
            // Unbuffered, so that a line is out of this process when it is written; and for one process alone.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            var journal = Read(file, path, header);
            file = null;
            return journal;
        }
        catch (InvalidDataException failure)
        {
            throw new ZohoException(JournalErrors.NotAJournal(path, failure.Message), failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ZohoException(JournalErrors.NotOpened(path, failure), failure);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>What an earlier run did to a record; null where it is still to be done.</summary>
    public JournalEntry? FindDone(string recordId) => _done.GetValueOrDefault(recordId);

    /// <summary>Writes a line; it has left this process when the call returns.</summary>
    /// <exception cref="ZohoException">It can't be written: the disk is full, or gone.</exception>
    public void Append(JournalEntry entry)
    {
        var line = Line(JsonSerializer.SerializeToUtf8Bytes(entry, JournalJson.Default.JournalEntry));
        lock (_lock)
        {
            try
            {
                _file.Write(line);
            }
            catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
            {
                throw new ZohoException(JournalErrors.NotWritten(_file.Name, failure), failure);
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static RunJournal Read(FileStream file, string path, JournalHeader header)
    {
        using var reader = new JournalReader(file);
        if (reader.ReadLine() is not { } first)
        {
            // Empty, or torn in its very first line.
            file.SetLength(0);
            file.Write(Line(JsonSerializer.SerializeToUtf8Bytes(header, JournalJson.Default.JournalHeader)));
            return new(file, header, []);
        }

        var begun = Parse(first, JournalJson.Default.JournalHeader) is { Version: 1, Operation: not null } known
            ? known
            : throw new ZohoException(JournalErrors.NotAJournal(path, "Line 1 is none of its lines."));
        if (!begun.IsOfSameKind(header))
        {
            throw new ZohoException(JournalErrors.OfAnother(path, begun, header));
        }

        var done = new Dictionary<string, JournalEntry>();
        string? user = null;
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            var entry = Parse(line, JournalJson.Default.JournalEntry) ?? throw new ZohoException(JournalErrors.NotAJournal(path, $"Line {number} is none of its lines."));
            if (entry.IsDone)
            {
                done[entry.RecordId] = entry;
                user = entry.LockedById ?? user;
            }
        }

        file.SetLength(reader.EndOfWholeLines);
        file.Seek(0, SeekOrigin.End);
        return new(file, begun, done) { EarlierRun = new(begun.Begun, user) };
    }

    private static T? Parse<T>(ReadOnlySpan<byte> line, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(line, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Line(byte[] json) => [.. json, (byte)'\n'];
}

/// <summary>The serializer's code for journals.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JournalHeader))]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
