using System.Globalization;

namespace ZohoCrm.Emulator.Crm.Organization;

/// <summary>Creates ids that look like Zoho's: 19 digits, of which the first are the same in the whole organisation.</summary>
internal sealed class IdGenerator(int prefix)
{
    private const long FirstGenerated = 900000;

    private readonly long _start = prefix * 1_000_000_000_000;
    private long _last = (prefix * 1_000_000_000_000) + FirstGenerated;

    public string Next() => Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);

    /// <summary>The id of something that exists in every organisation, such as a standard module: the prefix and a fixed number.</summary>
    public string WithSuffix(long number) => (_start + number).ToString(CultureInfo.InvariantCulture);
}
