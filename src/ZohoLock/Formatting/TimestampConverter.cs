using System.Management.Automation;

namespace ZohoLock.Formatting;

/// <summary>Converts the text of a deserialized output, from Import-Clixml or a job, to a <see cref="Timestamp"/>.</summary>
public sealed class TimestampConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => Timestamp.Parse(sourceValue) is not null;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Timestamp.From(Timestamp.Parse(sourceValue)) ?? throw new InvalidCastException($"'{sourceValue}' is no time.");

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException();
}
