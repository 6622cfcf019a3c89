using System.Management.Automation;

namespace ZohoLock.Formatting;

/// <summary>Makes a <see cref="Timestamp"/> of the text that stands for it in a copy, as Import-Clixml and jobs bring them.</summary>
public sealed class TimestampConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => Timestamp.Read(sourceValue) is not null;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Timestamp.From(Timestamp.Read(sourceValue)) ?? throw new InvalidCastException($"'{sourceValue}' is no time.");

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();
}
