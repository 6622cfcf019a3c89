using System.Globalization;
using ZohoCrm.Emulator.Http;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>Reads the numeric parameters of a query.</summary>
internal static class QueryNumber
{
    /// <summary>Reads a number from 1 to <paramref name="max"/>; returns false if it is anything else.</summary>
    public static bool TryGetNumber(this HttpRequest request, string name, int defaultValue, int max, out int number)
    {
        number = defaultValue;
        return request.Query(name) is not { } text
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0 && number <= max);
    }
}
