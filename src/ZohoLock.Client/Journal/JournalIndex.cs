using Microsoft.Win32.SafeHandles;
using ZohoLock.Input;

namespace ZohoLock.Journal;

/// <summary>Which of a record's lines in a journal counts, and which lines are damaged. It takes 16 bytes for each line.</summary>
internal sealed class JournalIndex
{
    private readonly RecordIndex _done = new();
    private readonly RecordIndex _failed = new();
    private readonly RecordIndex _suspended = new();

    // Where the last end without failures is, by when the run began that it ends.
    private readonly Dictionary<DateTimeOffset, long> _cleanEnds = [];

    /// <summary>The damaged lines.</summary>
    public JournalDamage Damage { get; } = new();

    /// <summary>Where the last whole line ends. A run may go on writing behind it.</summary>
    public long End { get; private set; }

    /// <summary>Reads a file, once.</summary>
    /// <param name="file">The file.</param>
    /// <param name="expected">The header of the run whose lines count where none of the file's headers can be read.</param>
    /// <exception cref="InvalidDataException">It isn't a journal, or is one of a version that this library doesn't know.</exception>
    public void Read(SafeFileHandle file, JournalHeader expected)
    {
        var parser = new JournalParser(expected);
        var reader = new JournalReader(file);

        // Not told if it is the last line: it is what an interrupted run leaves, or one that is writing.
        var damagedLine = 0L;
        while (reader.Read() && (parser.IsRecognized || reader.Offset <= JournalParser.MaxUnrecognized))
        {
            Damage.Add(damagedLine);
            damagedLine = 0;
            for (var position = 0; parser.TryRead(reader.Text, ref position, out var part);)
            {
                if (part.IsDamaged)
                {
                    damagedLine = reader.Number;
                }
                else
                {
                    Add(part.Value, parser.Run, reader.Offset + part.Start);
                    End = reader.Offset + part.Start + part.Length;
                }
            }

            if (reader.IsFollowedByNul || (reader.IsEnded && damagedLine > 0))
            {
                Damage.Add(reader.Number);
                damagedLine = 0;
            }
        }

        if (!parser.IsRecognized)
        {
            throw new InvalidDataException("none of its lines is whole");
        }

        _done.Complete();
        _failed.Complete();
        _suspended.Complete();
    }

    /// <summary>Whether a line tells of a failure that nothing else in the file makes good.</summary>
    /// <param name="entry">The line.</param>
    /// <param name="run">When its run began.</param>
    /// <param name="offset">Where it is.</param>
    /// <remarks>An input without a valid id that was corrected is known by its new one, so only the end of a run tells that no such input is left.</remarks>
    public bool IsFailed(JournalEntry entry, DateTimeOffset run, long offset) => !entry.IsDone
        && (FindKey(entry) is not { } key || _failed.Find(key) == offset)
        && (Identifier.IsValid(entry.RecordId) ? _done.Find(entry.RecordId) is null : !(_cleanEnds.TryGetValue(run, out var end) && end > offset));

    /// <summary>Whether a line of a suspended lock is the last one of its record.</summary>
    public bool IsLast(string recordId, long offset) => _suspended.Find(recordId) == offset;

    // An input without a valid id is told from others by its place; in a journal without places each line is one of its own.
    private static string? FindKey(JournalEntry entry) => Identifier.IsValid(entry.RecordId) ? entry.RecordId
        : entry.Row is { } row ? $"{row} {entry.RecordId}"
        : null;

    private void Add(object? line, DateTimeOffset run, long offset)
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
}
