using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>The first line of a run in a journal. A run can continue only a journal with a matching header.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Module">The API name of the records' module.</param>
/// <param name="Organization">The organisation's id, or its API host if the id isn't known.</param>
public sealed record JournalHeader(
    [property: JsonPropertyName("operation")] RecordOperation Operation,
    [property: JsonPropertyName("module")] string Module,
    [property: JsonPropertyName("organization")] string Organization)
{
    /// <summary>The format version that this library writes; it reads this one and those before.</summary>
    public const int CurrentVersion = 3;

    /// <summary>The format version.</summary>
    [JsonPropertyName("zohoLockJournal")]
    [JsonPropertyOrder(-1)]
    public int Version { get; init; } = CurrentVersion;

    /// <summary>The reason for all records; null if there is none, or if each row has its own.</summary>
    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    /// <summary>When the first run started, by this machine's clock.</summary>
    [JsonPropertyName("begun")]
    public DateTimeOffset Begun { get; init; }

    /// <summary>Whether the other header has the same operation and module, and no different organisation or reason.</summary>
    public bool IsSameKind(JournalHeader other) => other is not null
        && Operation == other.Operation && Module == other.Module && MayBeSameOrganization(Organization, other.Organization)
        && (Reason is null || other.Reason is null || Reason == other.Reason);

    // The API host stands for an organisation that couldn't be read, so it may be any.
    private static bool MayBeSameOrganization(string one, string other) => one == other || !IsId(one) || !IsId(other);

    private static bool IsId(string organization) => organization.All(char.IsAsciiDigit);
}
