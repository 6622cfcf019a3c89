using System.Globalization;
using System.Management.Automation;
using ZohoLock.Formatting;
using ZohoLock.Input;
using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Binding;

/// <summary>
/// Reads locks from objects: the outputs of Get-ZohoRecordLock, copies of them (Import-Clixml, jobs, JSON) and rows of a CSV with their columns.
/// </summary>
internal static class RecordLockReader
{
    // Outputs that look like locks, of locks that are gone.
    private static readonly string[] GoneStates = [.. Enum.GetNames<RecordUnlockStatus>().Union(Enum.GetNames<SuspendedLockStatus>())];

    /// <summary>The error for an object that is no lock; null for a lock.</summary>
    public static ZohoError? FindMistake(PSObject? row) => DescribeMistake(row) is { } mistake
        ? ZohoError.Input(
            "NoRecordLock",
            mistake,
            "Pipe in locks: Get-ZohoRecordLock Deals -All | Export-ZohoRecordLockReport …, or a CSV or a copy that was made of them.")
        : null;

    /// <summary>Reads a lock.</summary>
    /// <exception cref="ZohoException">The object is no lock (code <c>NoRecordLock</c>), or one of its values is invalid.</exception>
    public static ReportedLock Read(PSObject? row)
    {
        if (FindMistake(row) is { } mistake)
        {
            throw new ZohoException(mistake);
        }

        ArgumentNullException.ThrowIfNull(row);
        var person = ReadValue(row, nameof(RecordLock.LockedBy));
        return new(
            ModuleName.Require(ReadText(row, nameof(RecordLock.Module))),
            RecordId.Parse(ReadText(row, nameof(RecordLock.RecordId))),
            RecordId.Parse(ReadText(row, nameof(RecordLock.LockId)), "lock id"))
        {
            RecordName = ReadText(row, nameof(RecordLock.RecordName)),
            Reason = ReadText(row, nameof(RecordLock.Reason)),
            Source = ReadSource(ReadText(row, nameof(RecordLock.Source))),
            LockedBy = ReadUser(person, nameof(User.Name)) ?? ReadUser(person, nameof(User.Id)) ?? ToText(person),
            LockedById = ReadUser(person, nameof(User.Id)),
            LockedTime = ReadTime(ReadValue(row, nameof(RecordLock.LockedTime))),
            RuleId = ReadText(row, nameof(RecordLock.RuleId)),
            RuleName = ReadText(row, nameof(RecordLock.RuleName)),
            RuleCriteria = ReadText(row, nameof(RecordLock.RuleCriteria)),
        };
    }

    /// <summary>Reads what an object has of a lock whose ids are known. What it hasn't, or has in a form that can't be read, is null.</summary>
    public static RecordLock ReadCopy(PSObject? row, string module, string recordId, string lockId)
    {
        if (row is null)
        {
            return new(module, recordId, lockId);
        }

        var person = FindValue(row, nameof(RecordLock.LockedBy));
        var isName = PowerShellValue.Unwrap(person) is string;
        return new LockCopy(module, recordId, lockId)
        {
            RecordName = FindText(row, nameof(RecordLock.RecordName)),
            Reason = FindText(row, nameof(RecordLock.Reason)),
            Source = FindText(row, nameof(RecordLock.Source)),
            LockedById = isName || person is null ? null : FindText(PSObject.AsPSObject(person), nameof(User.Id)),
            LockedByName = isName || person is null ? ToText(person) : FindText(PSObject.AsPSObject(person), nameof(User.Name)),
            LockedTime = FindTime(FindValue(row, nameof(RecordLock.LockedTime))),
            ConfigurationId = FindText(row, nameof(RecordLock.ConfigurationId)),
            RuleId = FindText(row, nameof(RecordLock.RuleId)),
            RuleName = FindText(row, nameof(RecordLock.RuleName)),
            RuleCriteria = FindText(row, nameof(RecordLock.RuleCriteria)),
            Editable = FindText(row, nameof(RecordLock.Editable)),
        }.ToLock();
    }

    private static string? DescribeMistake(PSObject? row) => row switch
    {
        null => "nothing ($null) was piped in",
        { BaseObject: Record } => "a record was piped in, and not its lock, as Find-ZohoRecord and Get-ZohoRecordLock -IdOnly bring it",
        { BaseObject: string or ValueType } => $"{QuotedText.From(ToText(row)!)} was piped in, which is no lock",
        _ when ReadText(row, "Status") is { } state && GoneStates.Contains(state, StringComparer.OrdinalIgnoreCase) =>
            "what was piped in is no lock any more: the output of Unlock-ZohoRecord, Suspend-ZohoRecordLock or Get-ZohoSuspendedLock",
        _ => new[] { nameof(RecordLock.Module), nameof(RecordLock.RecordId), nameof(RecordLock.LockId) }.FirstOrDefault(name => row.Properties[name] is null)
            is { } missing ? $"what was piped in is no lock: it has no property (column) {missing}" : null,
    };

    private static LockSource? ReadSource(string? text) => text switch
    {
        null => null,
        _ when Enum.TryParse<LockSource>(text, ignoreCase: true, out var source) && Enum.IsDefined(source) => source,
        _ => throw Invalid($"{QuotedText.From(text)} is no source of a lock", "Sources are Manual, Automatic and Both."),
    };

    private static DateTimeOffset? ReadTime(object? value) => FindTime(value) switch
    {
        { } time => time,
        null when ToText(value) is { } text => throw Invalid($"{QuotedText.From(text)} is no time", "Times are ISO 8601: 2026-09-30T23:04:31+02:00."),
        _ => null,
    };

    // ConvertFrom-Json makes DateTimes of times.
    private static DateTimeOffset? FindTime(object? value) => PowerShellValue.Unwrap(value) is DateTime time ? new DateTimeOffset(time) : Timestamp.Parse(value);

    // A copy or JSON has the user as an object with an id and a name; a CSV has the name alone.
    private static string? ReadUser(object? user, string property) => user is null ? null : ReadText(PSObject.AsPSObject(user), property);

    private static string? ReadText(PSObject row, string property) => ToText(ReadValue(row, property));

    private static object? ReadValue(PSObject row, string property)
    {
        try
        {
            return row.Properties[property]?.Value;
        }
        catch (GetValueException failure)
        {
            throw new ZohoException(
                ZohoError.Input(
                    "InvalidRecordLock",
                    $"the property {property} can't be read: {(failure.InnerException ?? failure).Message}",
                    "Look at the object with Select-Object *."),
                failure);
        }
    }

    private static string? FindText(PSObject row, string property) => ToText(FindValue(row, property));

    private static object? FindValue(PSObject row, string property)
    {
        try
        {
            return row.Properties[property]?.Value;
        }
        catch (GetValueException)
        {
            return null;
        }
    }

    private static string? ToText(object? value) =>
        Convert.ToString(PowerShellValue.Unwrap(value), CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null;

    private static ZohoException Invalid(string message, string advice) => new(ZohoError.Input("InvalidRecordLock", message, advice));
}
