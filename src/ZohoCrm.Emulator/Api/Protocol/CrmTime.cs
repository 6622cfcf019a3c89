using System.Globalization;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>Formats times as Zoho does, with the organisation's UTC offset (protocol 1.4).</summary>
internal static class CrmTime
{
    public static string Format(DateTimeOffset time, TimeSpan offset) =>
        time.ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
}
