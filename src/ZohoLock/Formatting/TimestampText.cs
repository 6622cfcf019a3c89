using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Reflection;

namespace ZohoLock.Formatting;

/// <summary>
/// The method ToString of a <see cref="Timestamp"/>: ISO 8601 by default; with a format or a culture, that of DateTimeOffset.
/// </summary>
internal sealed class TimestampText(DateTimeOffset time) : PSCodeMethod(nameof(ToString), Reference)
{
    private static readonly MethodInfo Reference = typeof(Timestamp).GetMethod(nameof(ToString), [typeof(PSObject)])!;

    // PowerShell's -f passes its format only to a method that has several overloads.
    public override Collection<string> OverloadDefinitions =>
    [
        "string ToString()", "string ToString(string format)", "string ToString(System.IFormatProvider formatProvider)",
        "string ToString(string format, System.IFormatProvider formatProvider)",
    ];

    public override object Invoke(params object?[] arguments) => Array.ConvertAll(arguments, PowerShellValue.Unwrap) switch
    {
        [string format] => time.ToString(format),
        [IFormatProvider culture] => time.ToString(culture),
        [string { Length: > 0 } format, var culture] => time.ToString(format, culture as IFormatProvider),
        _ => Timestamp.ToIso8601(time),
    };

    public override PSMemberInfo Copy() => new TimestampText(time);
}
