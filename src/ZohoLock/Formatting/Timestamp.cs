using System.Globalization;
using System.Management.Automation;

namespace ZohoLock.Formatting;

/// <summary>
/// A time of an output in PowerShell: a DateTimeOffset that converts to ISO 8601 text, independent of the culture and its calendar.
/// ZohoLock.Types.ps1xml refers to these methods.
/// </summary>
public static class Timestamp
{
    // No other format is read: 03.11.2026 is a day in November, and the invariant culture reads it as one in March.
    private const string Iso8601 = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    /// <summary><see cref="RecordLock.LockedTime"/>.</summary>
    public static object? LockedTime(PSObject instance) => Read<RecordLock>(instance, output => output.LockedTime);

    /// <summary><see cref="RecordUnlock.LockedTime"/>.</summary>
    public static object? RemovedLockTime(PSObject instance) => Read<RecordUnlock>(instance, output => output.LockedTime);

    /// <summary><see cref="SuspendedLock.LockedTime"/>.</summary>
    public static object? SuspendedLockedTime(PSObject instance) => Read<SuspendedLock>(instance, output => output.LockedTime);

    /// <summary><see cref="SuspendedLock.SuspendedTime"/>.</summary>
    public static object? SuspendedTime(PSObject instance) => Read<SuspendedLock>(instance, output => output.SuspendedTime);

    /// <summary><see cref="LockJournalEntry.Time"/>.</summary>
    public static object? JournalTime(PSObject instance) => Read<LockJournalEntry>(instance, output => output.Time);

    /// <summary><see cref="LockJournalEntry.LockedTime"/>.</summary>
    public static object? JournalLockedTime(PSObject instance) => Read<LockJournalEntry>(instance, output => output.LockedTime);

    /// <summary><see cref="LockConfiguration.CreatedTime"/>.</summary>
    public static object? CreatedTime(PSObject instance) => Read<LockConfiguration>(instance, output => output.CreatedTime);

    /// <summary><see cref="LockConfiguration.ModifiedTime"/>.</summary>
    public static object? ModifiedTime(PSObject instance) => Read<LockConfiguration>(instance, output => output.ModifiedTime);

    /// <summary><see cref="Connection.TokenExpires"/>.</summary>
    public static object? TokenExpires(PSObject instance) => Read<Connection>(instance, output => output.TokenExpires);

    /// <summary><see cref="Connection.TokenThrottledSince"/>.</summary>
    public static object? TokenThrottledSince(PSObject instance) => Read<Connection>(instance, output => output.TokenThrottledSince);

    /// <summary>The text of a timestamp: <c>2026-09-30T23:04:31+02:00</c>.</summary>
    public static string ToString(PSObject instance) => Parse(instance) is { } time ? ToIso8601(time) : string.Empty;

    /// <summary>The timestamp in a table: the local time, to the minute.</summary>
    public static object? Local(PSObject instance) =>
        Parse(instance)?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Creates a timestamp; null for no time.</summary>
    internal static PSObject? From(DateTimeOffset? time)
    {
        if (time is null)
        {
            return null;
        }

        var timestamp = new PSObject(time.Value);
        timestamp.TypeNames.Insert(0, typeof(Timestamp).FullName!);
        timestamp.Methods.Add(new TimestampText(time.Value));
        return timestamp;
    }

    /// <summary>The time of a timestamp, or of its ISO 8601 text in a copy; null for anything else.</summary>
    internal static DateTimeOffset? Parse(object? timestamp) => PowerShellValue.Unwrap(timestamp) switch
    {
        DateTimeOffset time => time,
        string text when DateTimeOffset.TryParseExact(text, Iso8601, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => time,
        _ => null,
    };

    internal static string ToIso8601(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static PSObject? Read<T>(PSObject instance, Func<T, DateTimeOffset?> read)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return From(read((T)instance.BaseObject));
    }
}
