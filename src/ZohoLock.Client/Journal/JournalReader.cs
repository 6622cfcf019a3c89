namespace ZohoLock.Journal;

/// <summary>Reads the whole lines of a journal, and knows where they end: what is behind that is the beginning of a line that was torn.</summary>
internal sealed class JournalReader(Stream file) : IDisposable
{
    /// <summary>The longest line, in bytes: above what two reasons of 3,000 characters make of one, each character escaped.</summary>
    public const int MaxLineLength = 65_536;

    private readonly BufferedStream _input = new(file, 65_536);
    private readonly MemoryStream _line = new();

    /// <summary>Where the last whole line ends.</summary>
    public long EndOfWholeLines { get; private set; }

    /// <summary>What follows the last whole line, once <see cref="ReadLine"/> has returned null.</summary>
    public ReadOnlySpan<byte> TornLine => _line.GetBuffer().AsSpan(0, (int)_line.Length);

    /// <summary>The next whole line; null if there is none.</summary>
    /// <exception cref="InvalidDataException">It is longer than any line of a journal.</exception>
    public byte[]? ReadLine()
    {
        _line.SetLength(0);
        int next;
        while ((next = _input.ReadByte()) >= 0)
        {
            if (next == '\n')
            {
                EndOfWholeLines += _line.Length + 1;
                return _line.ToArray();
            }

            _line.WriteByte((byte)next);
            if (_line.Length > MaxLineLength)
            {
                throw new InvalidDataException("a line is too long");
            }
        }

        return null;
    }

    // The file is the journal's, which goes on writing to it.
    public void Dispose() => _line.Dispose();
}
