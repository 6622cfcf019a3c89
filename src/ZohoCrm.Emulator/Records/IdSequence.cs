using System.Globalization;

namespace ZohoCrm.Emulator.Records;

/// <summary>Makes up ids as Zoho's are: 19 digits, those of one organisation beginning alike.</summary>
internal sealed class IdSequence
{
    private long _last = 5843104000000900000;

    public string Next() => Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
}
