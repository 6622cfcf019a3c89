using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Numerics;

namespace ZohoLock.Binding;

/// <summary>
/// Reads record ids from text and numbers, one or several. PowerShell's own binding would turn an object into text before it looked at a property that
/// is a number, so objects are left to the cmdlet.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RecordIdArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>Stands for an argument that isn't made of ids: a row, a file. It is known by its reference.</summary>
    internal static string?[] NoIds { get; } = [null];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Read(inputData) ?? NoIds;

    /// <summary>The ids in a value, as text; null where it isn't made of ids.</summary>
    internal static string?[]? Read(object? value)
    {
        switch (value is PSObject wrapped ? wrapped.BaseObject : value)
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

    // Numbers of 32 bits are too small for an id of Zoho's, and mostly those of processes, jobs and the like. A double is told to be rounded later on.
    private static bool IsNumber(IFormattable value) => value is long or ulong or decimal or double or float or BigInteger or Int128 or UInt128;
}
