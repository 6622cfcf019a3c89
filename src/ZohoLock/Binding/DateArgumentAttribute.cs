using System.Globalization;
using System.Management.Automation;

namespace ZohoLock.Binding;

/// <summary>Reads a date or a time in the form 2026-07-01 the same in every culture: PowerShell would read it by the culture's calendar.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateArgumentAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) is string text && IsYearFirst(text.AsSpan().Trim())
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : inputData;

    private static bool IsYearFirst(ReadOnlySpan<char> text) => text.Length > 4 && text[4] == '-' && !text[..4].ContainsAnyExceptInRange('0', '9');
}
