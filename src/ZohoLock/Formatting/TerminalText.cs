using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace ZohoLock.Formatting;

/// <summary>
/// The texts of outputs as ZohoLock.Format.ps1xml shows them: in one line, without control characters. The properties themselves are as Zoho has them.
/// ZohoLock.Types.ps1xml refers to these methods, also for deserialized outputs.
/// </summary>
public static class TerminalText
{
    // In a copy of Import-Clixml or a job, these are note properties too; a job and a remote session add the last ones.
    private static readonly string[] OwnProperties =
    [
        nameof(Record.Module), nameof(Record.RecordId), nameof(Record.RecordName), nameof(Record.Owner), nameof(Record.IsLocked),
        "PSComputerName", "PSShowComputerName", "PSSourceJobInstanceId", "RunspaceId",
    ];

    private const int ExplanationWidth = 70;
    private const int ValueWidth = 27;

    /// <summary>The reason of a lock, or of one that was removed.</summary>
    public static string Reason(PSObject instance) => Read(instance, nameof(RecordLock.Reason));

    /// <summary>What was given as the id of a row without a valid one.</summary>
    public static string GivenId(PSObject instance) => Read(instance, nameof(LockJournalEntry.GivenId));

    /// <summary>The code of an error in a journal.</summary>
    public static string ErrorCode(PSObject instance) => Read(instance, nameof(LockJournalEntry.ErrorCode));

    /// <summary>The message of an error in a journal.</summary>
    public static string Message(PSObject instance) => Read(instance, nameof(LockJournalEntry.Message));

    /// <summary>The path of a journal.</summary>
    public static string JournalPath(PSObject instance) => Read(instance, nameof(LockJournalEntry.JournalPath));

    /// <summary>The reason of a lock, or the rule that has made it and when it does: <c>rule Won deals: Stage = 'Closed Won'</c>.</summary>
    public static string ReasonOrRule(PSObject instance) => Reason(instance) is { Length: > 0 } reason ? reason
        : RuleName(instance) is { Length: > 0 } rule ? $"rule {rule}: {RuleCriteria(instance)}"
        : string.Empty;

    /// <summary>The name of the rule that has locked a record.</summary>
    public static string RuleName(PSObject instance) => Read(instance, nameof(RecordLock.RuleName));

    /// <summary>The criteria of the rule that has locked a record.</summary>
    public static string RuleCriteria(PSObject instance) => Read(instance, nameof(RecordLock.RuleCriteria));

    /// <summary>The name of a locked record.</summary>
    public static string RecordName(PSObject instance) => Read(instance, nameof(RecordLock.RecordName));

    /// <summary>The fields that a found record was read with: <c>Amount: 5000, Stage: Closed Won</c>.</summary>
    public static string Fields(PSObject instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return DisplayText.Line(string.Join(
            ", ",
            instance.Properties.OfType<PSNoteProperty>()
                .Where(field => !OwnProperties.Contains(field.Name))
                .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name}: {field.Value}"))));
    }

    /// <summary>The state that a step of a plan was made from.</summary>
    public static string From(PSObject instance) => Read(instance, nameof(LockPlanStep.From));

    /// <summary>The state after a step of a plan.</summary>
    public static string To(PSObject instance) => Read(instance, nameof(LockPlanStep.To));

    /// <summary>Why a step is in a plan.</summary>
    public static string Why(PSObject instance) => Read(instance, nameof(LockPlanStep.Why));

    /// <summary>The value that locks are counted by.</summary>
    public static string Value(PSObject instance) => Read(instance, nameof(RecordLockCount.Value));

    /// <summary>The property that differs.</summary>
    public static string DifferentProperty(PSObject instance) => Read(instance, nameof(ConfigurationDifference.Property));

    /// <summary>The value in a file.</summary>
    public static string InFile(PSObject instance) => ReadOrNone(instance, nameof(ConfigurationDifference.InFile));

    /// <summary>The value in an organisation.</summary>
    public static string InOrganization(PSObject instance) => ReadOrNone(instance, nameof(ConfigurationDifference.InOrganization));

    /// <summary>The value in a file, in lines that fit the column of a table of 100 columns.</summary>
    public static string InFileLines(PSObject instance) => string.Join('\n', Wrap(InFile(instance), ValueWidth));

    /// <summary>The value in an organisation, in such lines.</summary>
    public static string InOrganizationLines(PSObject instance) => string.Join('\n', Wrap(InOrganization(instance), ValueWidth));

    /// <summary>The name of a rule.</summary>
    public static string Name(PSObject instance) => Read(instance, nameof(LockingRule.Name));

    /// <summary>The actions that a configuration restricts.</summary>
    public static string RestrictedActions(PSObject instance) => Read(instance, nameof(LockConfiguration.RestrictedActions));

    /// <summary>The communications that a configuration restricts.</summary>
    public static string RestrictedCommunications(PSObject instance) => Read(instance, nameof(LockConfiguration.RestrictedCommunications));

    /// <summary>The criteria of a rule.</summary>
    public static string Criteria(PSObject instance) => DisplayText.Line(instance?.ToString());

    /// <summary>What a check found and what to do about it, in lines that fit beside the other columns of a table of 100 columns.</summary>
    public static string Explanation(PSObject instance) =>
        string.Join('\n', new[] { nameof(LockingCheck.Message), nameof(LockingCheck.Advice) }.SelectMany(property => Wrap(Read(instance, property), ExplanationWidth)));

    // PowerShell itself breaks lines within words.
    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = string.Empty;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = string.Empty;
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private static string ReadOrNone(PSObject instance, string property) => instance?.Properties[property]?.Value is null ? "(none)" : Read(instance, property);

    private static string Read(PSObject instance, string property)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var value = instance.Properties[property]?.Value;
        return PowerShellValue.Unwrap(value) is IEnumerable list and not string
            ? DisplayText.Line(string.Join(", ", list.Cast<object>()))
            : DisplayText.Line(value?.ToString());
    }
}
