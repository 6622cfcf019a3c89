using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Journal;

/// <summary>What the beginning of a file tells before its lines are parsed: whose journal it is, or that it has nothing of a run yet.</summary>
internal static class JournalStart
{
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

    /// <summary>The error for a file in which no header can be read.</summary>
    public static InvalidDataException CreateNoHeader() => new("no line of it tells the operation, the module and the organisation");

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

    /// <summary>Whether what was just read is nothing of a run.</summary>
    public static bool IsUnwritten(JournalReader reader) =>
        !reader.IsEnded && (reader.Text.IsEmpty || (reader.Offset == 0 && MayBeTornHeader(reader.Text)));

    // A run that was killed while writing its header leaves the beginning of one; anything else is another file.
    private static bool MayBeTornHeader(ReadOnlySpan<byte> text) => text.Length < JournalLine.HeaderStart.Length
        ? JournalLine.HeaderStart.StartsWith(text)
        : text.StartsWith(JournalLine.HeaderStart) && JournalLine.FindStart(text[1..]) < 0;
}
