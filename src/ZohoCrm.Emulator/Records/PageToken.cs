using System.Globalization;

namespace ZohoCrm.Emulator.Records;

/// <summary>Where a listing goes on: bound to its query and its user, and good for a day (protocol 9).</summary>
internal readonly record struct PageToken(int Offset, long ExpiresTicks, int Query)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(1);

    public static PageToken For(int offset, int query, DateTimeOffset now) => new(offset, (now + Lifetime).UtcTicks, query);

    public static bool TryRead(string text, out PageToken token)
    {
        token = default;
        if (text.Length != 32
            || !int.TryParse(text.AsSpan(0, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var offset)
            || !long.TryParse(text.AsSpan(8, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
            || !int.TryParse(text.AsSpan(24, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var query)
            || offset < 0
            || ticks < 0
            || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }

        token = new(offset, ticks, query);
        return true;
    }

    public DateTimeOffset Expires => new(ExpiresTicks, TimeSpan.Zero);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Offset:x8}{ExpiresTicks:x16}{Query:x8}");
}
