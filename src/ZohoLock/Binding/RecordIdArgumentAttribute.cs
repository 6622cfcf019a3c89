using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace ZohoLock.Binding;

/// <summary>
/// Converts text and numbers to record ids; one or several. Objects are left to the cmdlet: PowerShell would convert the whole object to text before it
/// tried the object's properties.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RecordIdArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>The result for an argument that has no ids, such as a row or a file. It is compared by reference.</summary>
    internal static string?[] NoIds { get; } = [null];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Read(inputData) ?? NoIds;

    /// <summary>Reads the ids of a value as text; null if it isn't text, a number or a list of these.</summary>
    internal static string?[]? Read(object? value)
    {
        switch (PowerShellValue.Unwrap(value))
        {
            case null or DBNull:
                return [null];
            case string text:
                return [text];
            case IFormattable number when IsNumber(number):
                return [number.ToString(null, CultureInfo.InvariantCulture)];
            case IList list:
                return ReadAll(list);
            default:
                return null;
        }
    }

    private static string?[]? ReadAll(IList list)
    {
        var ids = new List<string?>(list.Count);
        foreach (var item in list)
        {
            if (Read(item) is not { } some)
            {
                return null;
            }

            ids.AddRange(some);
        }

        return [.. ids];
    }

    // Numbers of 32 bits are too small for Zoho's ids; they are ids of processes or jobs. A double is accepted here, and rejected as rounded later.
    private static bool IsNumber(IFormattable value) => value is long or ulong or decimal or double or float or BigInteger or Int128 or UInt128;
}
