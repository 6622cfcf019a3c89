using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ZohoLock.Pipeline;

/// <summary>
/// Reads record ids from values, and from objects that have them in a property. PowerShell's own binding would turn an object into text before it
/// looked at a property that is a number.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RecordIdArgumentAttribute : ArgumentTransformationAttribute
{
    /// <summary>The properties that have an id, the first that is there counts.</summary>
    /// <param name="properties">Their names.</param>
    public RecordIdArgumentAttribute(params string[] properties) => Properties = properties;

    /// <summary>The properties that have an id.</summary>
    public IReadOnlyList<string> Properties { get; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var ids = new List<string?>(1);
        Read(inputData, ids);
        return ids.ToArray();
    }

    private void Read(object? input, List<string?> ids)
    {
        switch (input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input)
        {
            case null:
                ids.Add(null);
                break;
            case string text:
                ids.Add(text);
                break;
            case IFormattable number and ValueType:
                ids.Add(number.ToString(null, CultureInfo.InvariantCulture));
                break;
            case IList list:
                foreach (var item in list)
                {
                    Read(item, ids);
                }

                break;
            case var whole:
                Read(Find(PSObject.AsPSObject(whole)), ids);
                break;
        }
    }

    private object? Find(PSObject whole)
    {
        foreach (var name in Properties)
        {
            if (whole.Properties[name] is { } property)
            {
                var value = property.Value is PSObject wrapped ? wrapped.BaseObject : property.Value;
                return value is string or ValueType or IList ? value : null;
            }
        }

        return null;
    }
}
