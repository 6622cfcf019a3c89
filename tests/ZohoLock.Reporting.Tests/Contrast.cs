using System.Globalization;

namespace ZohoLock.Reporting.Tests;

/// <summary>How well a text can be told from what is behind it.</summary>
internal static class Contrast
{
    /// <summary>The contrast ratio of two colours as WCAG 2 defines it: 1 to 21.</summary>
    public static double Get(string one, string other)
    {
        var (first, second) = (GetLuminance(one), GetLuminance(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double GetLuminance(string colour)
    {
        return (0.2126 * Channel(0)) + (0.7152 * Channel(2)) + (0.0722 * Channel(4));

        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }
}
