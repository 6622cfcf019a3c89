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
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: IList list } => Read(list),
        IList list => Read(list),
        _ => new[] { Read(inputData) },
    };

    private string?[] Read(IList list) => [.. list.Cast<object?>().Select(Read)];

    private string? Read(object? input) => (input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input) switch
    {
        null => null,
        string text => text,
        IFormattable number and ValueType => number.ToString(null, CultureInfo.InvariantCulture),
        var whole => Read(PSObject.AsPSObject(whole)),
    };

    private string? Read(PSObject whole) => Properties.Select(name => whole.Properties[name]).FirstOrDefault(property => property is not null) switch
    {
        { Value: PSObject { BaseObject: not PSCustomObject } value } => Read(value.BaseObject),
        { Value: string or ValueType } property => Read(property.Value),
        _ => null,
    };
}
