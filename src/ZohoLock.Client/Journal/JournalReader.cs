using Microsoft.Win32.SafeHandles;

namespace ZohoLock.Journal;

/// <summary>
/// Splits a file into lines. NUL bytes separate lines too, because a crash of the machine may leave blocks of them; a line that is too long
/// for a journal is split at the last place where one could begin.
/// </summary>
internal sealed class JournalReader(SafeFileHandle file)
{
    /// <summary>The maximum length of a line in bytes, enough for two reasons of 3,000 escaped characters.</summary>
    public const int MaxLineLength = 65_536;

    private readonly byte[] _buffer = new byte[2 * MaxLineLength];
    private int _start;
    private int _end;
    private int _length;
    private bool _isLineEnded = true;

    /// <summary>What was read, without the line break.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_start, _length);

    /// <summary>The position of <see cref="Text"/> in the file.</summary>
    public long Offset { get; private set; }

    /// <summary>The number of its line, counted from 1; the parts of a line that is split have the same number.</summary>
    public long Number { get; private set; }

    /// <summary>Whether a line break follows.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether a NUL byte follows.</summary>
    public bool IsFollowedByNul { get; private set; }

    /// <summary>Reads the next line; false at the end of the file.</summary>
    public bool Read()
    {
        Skip(_length + (IsEnded || IsFollowedByNul ? 1 : 0));
        Number += _isLineEnded ? 1 : 0;
        _isLineEnded = false;
        (_length, IsEnded, IsFollowedByNul) = (0, false, false);
        for (var searched = 0; ;)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOfAny((byte)'\n', (byte)0);
            if (found >= 0)
            {
                _length = searched + found;
                _isLineEnded = IsEnded = _buffer[_start + _length] == '\n';
                IsFollowedByNul = !IsEnded;
                return true;
            }

            searched = _end - _start;
            if (searched > MaxLineLength)
            {
                _length = FindSplit(_buffer.AsSpan(_start, searched));
                return true;
            }

            if (!Fill())
            {
                _length = searched;
                return _length > 0;
            }
        }
    }

    // Before the last beginning of a line, or before what may be the first bytes of one.
    private static int FindSplit(ReadOnlySpan<byte> text) =>
        JournalLine.FindLastStart(text) is var start and > 0 ? start : text.Length - JournalLine.HeaderStart.Length;

    private void Skip(int count)
    {
        _start += count;
        Offset += count;
    }

    private bool Fill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var count = RandomAccess.Read(file, _buffer.AsSpan(_end), Offset + _end);
        _end += count;
        return count > 0;
    }
}
