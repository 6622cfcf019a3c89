using System.Globalization;

namespace ZohoCrm.Emulator.Records;

/// <summary>Makes up ids as Zoho's are: 19 digits, those of one organisation beginning alike.</summary>
internal sealed class IdSequence(int prefix)
{
    private const long FirstMadeUp = 900000;

    private readonly long _start = prefix * 1_000_000_000_000;
    private long _last = (prefix * 1_000_000_000_000) + FirstMadeUp;

    public string Next() => Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    /// <summary>The organisation's id for something that every organisation has.</summary>
    public string Of(long number) => (_start + number).ToString(CultureInfo.InvariantCulture);
}
