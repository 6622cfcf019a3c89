using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace ZohoLock.Journal;

/// <summary>
/// The beginning of a line, and its checksum (docs/journal.md): the last property is <c>"crc"</c>, the CRC-32C of everything before it. The
/// checksum also covers which run the line belongs to, so that no line counts for another run.
/// </summary>
internal static class JournalLine
{
    /// <summary>The seed of a header's checksum, which belongs to no run yet.</summary>
    public const uint HeaderSeed = uint.MaxValue;

    /// <summary>The beginning of a header, the longest of them all.</summary>
    public static ReadOnlySpan<byte> HeaderStart => "{\"zohoLockJournal\":"u8;

    /// <summary>The beginning of a record's line.</summary>
    public static ReadOnlySpan<byte> EntryStart => "{\"record\":"u8;

    /// <summary>The beginning of a run's last line.</summary>
    public static ReadOnlySpan<byte> EndStart => "{\"ended\":"u8;

    /// <summary>The beginning of a line of a suspended lock.</summary>
    public static ReadOnlySpan<byte> SuspensionStart => "{\"suspension\":"u8;

    private static ReadOnlySpan<byte> PropertyStart => ",\"crc\":\""u8;

    /// <summary>The seed of the checksums of a run's lines.</summary>
    public static uint GetSeed(JournalHeader header) =>
        Update(HeaderSeed, Encoding.UTF8.GetBytes($"{header.Operation}\n{header.Module}\n{header.Organization}\n"));

    /// <summary>Adds the checksum and the line break to a JSON object.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> json, uint seed)
    {
        var content = json[..^1];
        return [.. content, .. CreateProperty(content, seed), (byte)'\n'];
    }

    /// <summary>Whether a text has a checksum, right or wrong.</summary>
    public static bool HasChecksum(ReadOnlySpan<byte> text) => text.IndexOf(PropertyStart) >= 0;

    /// <summary>The length of the line with a right checksum that a text begins with; 0 if there is none.</summary>
    public static int FindSealed(ReadOnlySpan<byte> text, uint seed)
    {
        var end = text.IndexOf(PropertyStart);
        if (end < 0)
        {
            return 0;
        }

        var property = CreateProperty(text[..end], seed);
        return text[end..].StartsWith(property) ? end + property.Length : 0;
    }

    /// <summary>The length of the line without a checksum that a text begins with; 0 if there is none, or its checksum is wrong.</summary>
    public static int FindUnsealed(ReadOnlySpan<byte> text)
    {
        if (!IsStart(text))
        {
            return 0;
        }

        var reader = new Utf8JsonReader(text);
        try
        {
            reader.Read();
            reader.Skip();
        }
        catch (JsonException)
        {
            return 0;
        }

        var length = (int)reader.BytesConsumed;
        return HasChecksum(text[..length]) ? 0 : length;
    }

    /// <summary>The first place in a text where a line begins; -1 if there is none.</summary>
    public static int FindStart(ReadOnlySpan<byte> text)
    {
        for (var start = 0; text[start..].IndexOf("{\""u8) is var found and >= 0; start++)
        {
            start += found;
            if (IsStart(text[start..]))
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>The last place in a text where a line begins; -1 if there is none.</summary>
    public static int FindLastStart(ReadOnlySpan<byte> text)
    {
        var start = text.LastIndexOf("{\""u8);
        while (start >= 0 && !IsStart(text[start..]))
        {
            start = text[..start].LastIndexOf("{\""u8);
        }

        return start;
    }

    private static bool IsStart(ReadOnlySpan<byte> text) =>
        text.StartsWith(HeaderStart) || text.StartsWith(EntryStart) || text.StartsWith(SuspensionStart) || text.StartsWith(EndStart);

    // With the end of the JSON object.
    private static byte[] CreateProperty(ReadOnlySpan<byte> content, uint seed) =>
        [.. PropertyStart, .. Encoding.ASCII.GetBytes((~Update(seed, content)).ToString("x8", CultureInfo.InvariantCulture)), .. "\"}"u8];

    private static uint Update(uint register, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return register;
    }
}
