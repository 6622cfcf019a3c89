using System.Text.RegularExpressions;

namespace ZohoLock.Completion;

/// <summary>Completes conditions: a field where one is expected, and the values of a picklist within quotes.</summary>
public sealed partial class ConditionCompleter : OrganizationCompleter
{
    private protected override async Task<IEnumerable<string?>> GetNamesAsync(
        Connection connection, string? module, string text, CancellationToken cancellationToken)
    {
        if (module is null)
        {
            return [];
        }

        var fields = await connection.GetMetadata().GetFieldsAsync(module, cancellationToken).ConfigureAwait(false);
        if (ValueAtEnd().Match(text) is { Success: true } value)
        {
            var start = text[..value.Groups["value"].Index];
            return fields.FirstOrDefault(field => value.Groups["field"].Value.Equals(field.ApiName, StringComparison.OrdinalIgnoreCase))?.PickListValues
                .Select(known => $"{start}{known.ActualValue.Replace("'", "''", StringComparison.Ordinal)}'") ?? [];
        }

        return FieldAtEnd().Match(text) is { Success: true } name
            ? fields.Select(field => field.ApiName is null ? null : text[..name.Groups["field"].Index] + field.ApiName)
            : [];
    }

    // Stage = 'Clo; Stage in ('Closed Won', 'Clo
    [GeneratedRegex(@"(?<field>[\p{L}_$][\p{L}\p{Nd}_$]*)\s*(=|!=|<>|\b(?:not\s+)?in\s*\((?:\s*'(?:[^']|'')*'\s*,)*)\s*'(?<value>(?:[^']|'')*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ValueAtEnd();

    // At the beginning, after a bracket, and after and or or.
    [GeneratedRegex(@"(\A|\(|\b(and|or)\s)\s*(?<field>[\p{L}\p{Nd}_$]*)\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex FieldAtEnd();
}
