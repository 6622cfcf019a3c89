namespace ZohoLock.Journal;

/// <summary>Reads the complete lines of a journal and tracks where they end; an incomplete line may follow.</summary>
internal sealed class JournalReader(Stream file) : IDisposable
{
    /// <summary>The maximum length of a line in bytes, enough for two reasons of 3,000 escaped characters.</summary>
    public const int MaxLineLength = 65_536;

    private readonly BufferedStream _input = new(file, 65_536);
    private readonly MemoryStream _line = new();

    /// <summary>The position after the last complete line.</summary>
    public long EndOfWholeLines { get; private set; }

    /// <summary>What follows the last complete line, after <see cref="ReadLine"/> has returned null.</summary>
    public ReadOnlySpan<byte> TornLine => _line.GetBuffer().AsSpan(0, (int)_line.Length);

    /// <summary>Reads the next complete line; null if there is none.</summary>
    /// <exception cref="InvalidDataException">The line is too long for a journal.</exception>
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

    // The stream isn't closed, because the journal continues to write to it.
    public void Dispose() => _line.Dispose();
}
