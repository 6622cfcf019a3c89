using System.Globalization;

namespace ZohoLock.Diagnostics;

/// <summary>Times in messages: <c>0.02 s</c>, <c>4 s</c>, <c>12 min</c>.</summary>
internal static class DurationText
{
    private static readonly TimeSpan LongestInSeconds = TimeSpan.FromMinutes(2);

    /// <summary>A time, to the hundredth of a second below a second, and to the tenth below ten.</summary>
    public static string From(TimeSpan time) => time switch
    {
        _ when time <= TimeSpan.Zero => "0 s",
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(time.TotalSeconds, 0.01):0.##} s"),
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        _ when time < LongestInSeconds => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} min"),
    };
}
