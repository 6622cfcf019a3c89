using System.Globalization;

namespace ZohoLock.Reporting.Statistics;

/// <summary>Numbers, times and enums as a report shows them, in every culture alike.</summary>
internal static class ReportText
{
    /// <summary>A number of things: <c>12,000</c>.</summary>
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things with their name: <c>1 lock</c>, <c>12,000 locks</c>.</summary>
    public static string Count(long number, string thing) => $"{Count(number)} {thing}{(number == 1 ? "" : "s")}";

    /// <summary>A part of a whole in percent: <c>40%</c>; <c>&lt;1%</c> for less than a half that isn't zero.</summary>
    public static string Share(long part, long whole)
    {
        var percent = whole == 0 ? 0 : 100.0 * part / whole;
        return part > 0 && percent < 0.5 ? "<1%" : string.Create(CultureInfo.InvariantCulture, $"{percent:0}%");
    }

    /// <summary>A time to the minute, with its offset: <c>2026-09-30 23:04 +02:00</c>.</summary>
    public static string Minute(DateTimeOffset time) => $"{WallTime(time)} {Offset(time)}";

    /// <summary>A time to the minute, without its offset: <c>2026-09-30 23:04</c>.</summary>
    public static string WallTime(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The offset of a time: <c>+02:00</c>.</summary>
    public static string Offset(DateTimeOffset time) => time.ToString("zzz", CultureInfo.InvariantCulture);

    /// <summary>A time to the second in ISO 8601.</summary>
    public static string Iso8601(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>How old a lock is, in whole days.</summary>
    public static string Age(TimeSpan age) => age < TimeSpan.FromDays(1) ? "< 1 day" : Count((long)age.TotalDays, "day");

    /// <summary>How a lock was created.</summary>
    public static string Source(LockSource? source) => source switch
    {
        LockSource.Manual => "By hand",
        LockSource.Automatic => "By a rule",
        LockSource.Both => "Both",
        _ => "Not known",
    };
}
