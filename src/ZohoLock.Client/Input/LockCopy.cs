namespace ZohoLock.Input;

/// <summary>A lock as a row of a file or a copy of an output has it. What isn't known of it is null.</summary>
/// <param name="Module">The API name of the record's module.</param>
/// <param name="RecordId">The record's id: digits.</param>
/// <param name="LockId">The lock's id: digits.</param>
public sealed record LockCopy(string Module, string RecordId, string LockId)
{
    /// <summary>The record's name.</summary>
    public string? RecordName { get; init; }

    /// <summary>The reason.</summary>
    public string? Reason { get; init; }

    /// <summary>How the lock was created: the name of a <see cref="LockSource"/>.</summary>
    public string? Source { get; init; }

    /// <summary>The id of the user who locked it.</summary>
    public string? LockedById { get; init; }

    /// <summary>The name of the user who locked it.</summary>
    public string? LockedByName { get; init; }

    /// <summary>When it was locked.</summary>
    public DateTimeOffset? LockedTime { get; init; }

    /// <summary>The id of the locking configuration.</summary>
    public string? ConfigurationId { get; init; }

    /// <summary>The id of the rule that locked it.</summary>
    public string? RuleId { get; init; }

    /// <summary>The name of the rule that locked it.</summary>
    public string? RuleName { get; init; }

    /// <summary>The condition of the rule that locked it.</summary>
    public string? RuleCriteria { get; init; }

    /// <summary>Whether the connected user may change the lock: <c>True</c> or <c>False</c>.</summary>
    public string? Editable { get; init; }

    /// <summary>Creates the lock. Nothing but its ids is needed for a call, so what is invalid of the rest is left out.</summary>
    public RecordLock ToLock() => new(Module, RecordId, LockId)
    {
        RecordName = KeepText(RecordName),
        Reason = KeepText(Reason),
        Source = Enum.TryParse<LockSource>(Source, ignoreCase: true, out var source) && Enum.IsDefined(source) ? source : null,
        LockedBy = (KeepId(LockedById), KeepText(LockedByName)) is var (id, name) && (id ?? name) is not null ? new User { Id = id, Name = name } : null,
        LockedTime = LockedTime,
        ConfigurationId = KeepId(ConfigurationId),
        RuleId = KeepId(RuleId),
        RuleName = KeepText(RuleName),
        RuleCriteria = KeepText(RuleCriteria),
        Editable = bool.TryParse(Editable, out var isEditable) ? isEditable : null,
    };

    private static string? KeepText(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static string? KeepId(string? text) => text is { Length: > 0 } && text.All(char.IsAsciiDigit) ? text : null;
}
