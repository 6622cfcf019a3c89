namespace ZohoLock.Journal;

/// <summary>A line of a journal, or what is there in its place.</summary>
/// <param name="Start">Where it begins in the text that is parsed.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="IsDamaged">Whether it isn't a whole line.</param>
/// <param name="Value">
/// A <see cref="JournalHeader"/> (of a damaged one what can be read), <see cref="JournalEntry"/>, <see cref="SuspensionEntry"/> or
/// <see cref="JournalEnd"/>; null for another kind of line.
/// </param>
internal readonly record struct JournalPart(int Start, int Length, bool IsDamaged, object? Value);

/// <summary>
/// Parses the lines of a journal in the order of the file, because a header tells how those after it are read (docs/journal.md). Several
/// lines may be in one text: a torn one and the next, or lines without a line break between them.
/// </summary>
internal sealed class JournalParser
{
    // How much of a file is read before it is known to be a journal.
    public const long MaxUnrecognized = 1_000_000;

    private uint _seed;

    /// <summary>Creates a parser.</summary>
    /// <param name="expected">The header of the run whose lines count where none of the file's headers can be read.</param>
    public JournalParser(JournalHeader expected)
    {
        Header = expected;
        _seed = JournalLine.GetSeed(expected);
    }

    /// <summary>When a run began whose header can't be read.</summary>
    public static DateTimeOffset Unknown => DateTimeOffset.MinValue;

    /// <summary>The header by which lines are read: the last whole one, or the expected one before it.</summary>
    public JournalHeader Header { get; private set; }

    /// <summary>When the run began that the lines are of; <see cref="Unknown"/> behind a header that can't be read.</summary>
    public DateTimeOffset Run { get; private set; } = Unknown;

    /// <summary>Whether the lines are of version 1 or 2 of the format, which have no checksums.</summary>
    public bool IsOldVersion { get; private set; }

    /// <summary>Whether a whole line has been parsed, so that the file is a journal.</summary>
    public bool IsRecognized { get; private set; }

    /// <summary>Reads the header that a text begins with, of any version; null if none can be read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">The header's length; 0 if there is none.</param>
    /// <exception cref="InvalidDataException">It is of a later version.</exception>
    public static JournalHeader? ReadHeader(ReadOnlySpan<byte> text, out int length)
    {
        var version = JournalJson.TryParse(text, JournalJson.Default.JournalVersion, out length)?.Version ?? 0;
        if (version > JournalHeader.CurrentVersion)
        {
            throw new InvalidDataException(
                $"it is of version {version} of the format, and this version of ZohoLock knows versions 1 to {JournalHeader.CurrentVersion}");
        }

        var header = version == 1
            ? JournalJson.TryParse(text, JournalJson.Default.JournalHeader1, out _)?.ToHeader()
            : JournalJson.TryParse(text, JournalJson.Default.JournalHeader, out _);
        return header is { Module: not null, Organization: not null } ? header : null;
    }

    /// <summary>Reads the record's line that a text begins with; null if there is none.</summary>
    public static JournalEntry? ReadEntry(ReadOnlySpan<byte> text) =>
        JournalJson.TryParse(text, JournalJson.Default.JournalEntry, out _) is { RecordId: not null } entry ? entry : null;

    /// <summary>Parses the next line of a text; false at its end.</summary>
    /// <param name="text">The text.</param>
    /// <param name="position">Where to go on; 0 at first.</param>
    /// <param name="part">The line.</param>
    /// <exception cref="InvalidDataException">It is a header of a later version.</exception>
    public bool TryRead(ReadOnlySpan<byte> text, ref int position, out JournalPart part)
    {
        position += CountBlanks(text[position..]);
        if (position >= text.Length)
        {
            part = default;
            return false;
        }

        var start = position;
        var length = Parse(text[start..], out var value);
        var isDamaged = length == 0;
        if (isDamaged)
        {
            var next = JournalLine.FindStart(text[(start + 1)..]);
            length = next < 0 ? text.Length - start : next + 1;
        }

        IsRecognized |= !isDamaged;
        part = new(start, length, isDamaged, value);
        position = start + length;
        return true;
    }

    // Other programs write a byte order mark, and Windows line breaks.
    private static int CountBlanks(ReadOnlySpan<byte> text)
    {
        var mark = text.StartsWith("\uFEFF"u8) ? 3 : 0;
        var length = text[mark..].IndexOfAnyExcept(" \t\r"u8);
        return length < 0 ? text.Length : mark + length;
    }

    // Returns the length of the line that a text begins with; 0 if it isn't whole.
    private int Parse(ReadOnlySpan<byte> text, out object? value)
    {
        if (text.StartsWith(JournalLine.HeaderStart))
        {
            return ParseHeader(text, out value);
        }

        var length = JournalLine.FindSealed(text, _seed);
        if (length == 0 && IsOldVersion)
        {
            length = JournalLine.FindUnsealed(text);
        }

        // A line that begins with something else is of a kind that a later version has added.
        var line = text[..length];
        value = null;
        if (line.StartsWith(JournalLine.EntryStart))
        {
            value = ReadEntry(line);
        }
        else if (line.StartsWith(JournalLine.SuspensionStart))
        {
            value = ReadSuspension(line);
        }
        else if (line.StartsWith(JournalLine.EndStart))
        {
            value = JournalJson.TryParse(line, JournalJson.Default.JournalEnd, out _);
        }
        else
        {
            return length;
        }

        return value is null ? 0 : length;
    }

    private static SuspensionEntry? ReadSuspension(ReadOnlySpan<byte> line) =>
        JournalJson.TryParse(line, JournalJson.Default.SuspensionEntry, out _) is { } entry
            && (entry.RecordId is not null || entry.State == SuspensionState.Resuming) ? entry : null;

    private int ParseHeader(ReadOnlySpan<byte> text, out object? value)
    {
        var header = ReadHeader(text, out var length);
        value = header;
        var isOldVersion = header?.Version is 1 or 2;
        var isIntact = header is not null
            && (isOldVersion ? !JournalLine.HasChecksum(text[..length]) : JournalLine.FindSealed(text, JournalLine.HeaderSeed) == length);
        if (!isIntact)
        {
            // The lines that follow are of a run that isn't known; their checksums tell whether it is the same.
            (IsOldVersion, Run) = (false, Unknown);
            return 0;
        }

        // Its organisation may be another than the expected one's, if one of the two couldn't be read.
        _seed = JournalLine.GetSeed(header!);
        Header = header!;
        (IsOldVersion, Run) = (isOldVersion, header!.Begun);
        return length;
    }
}
