using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>The first line of a journal: what it is a journal of. A run goes on only with a journal of its own kind.</summary>
/// <param name="Operation">What is done to the records.</param>
/// <param name="Module">The API name of their module.</param>
/// <param name="Organization">The id of their organisation, or its API host where the id isn't known.</param>
public sealed record JournalHeader(
    [property: JsonPropertyName("operation")] RecordOperation Operation,
    [property: JsonPropertyName("module")] string Module,
    [property: JsonPropertyName("organization")] string Organization)
{
    /// <summary>The version of the format that this library reads and writes.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The version of the format.</summary>
    [JsonPropertyName("zohoLockJournal")]
    [JsonPropertyOrder(-1)]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The reason that all records get; null if there is none, or each row of the input has its own.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>When the first run began, by this machine's clock.</summary>
    [JsonPropertyName("begun")]
    public DateTimeOffset Begun { get; init; }

    /// <summary>Whether the other is of the same operation, module and organisation, and not of another reason.</summary>
    public bool IsSameKind(JournalHeader other) => other is not null
        && Operation == other.Operation && Module == other.Module && Organization == other.Organization
        && (Reason is null || other.Reason is null || Reason == other.Reason);
}
