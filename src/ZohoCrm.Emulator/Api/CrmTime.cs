using System.Globalization;

namespace ZohoCrm.Emulator.Api;

/// <summary>Times as Zoho writes them, with the organisation's offset (protocol 1.4).</summary>
internal static class CrmTime
{
    public static string Write(DateTimeOffset time, TimeSpan offset) =>
        time.ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
