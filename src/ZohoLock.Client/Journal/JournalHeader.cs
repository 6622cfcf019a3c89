using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>What a journal is of. A run goes on only with a journal of its own kind.</summary>
/// <param name="Operation">What is done to the records: the cmdlet's name.</param>
/// <param name="Module">The API name of their module.</param>
/// <param name="Organization">The id of their organisation, or its API host where the id isn't known.</param>
public sealed record JournalHeader(
    [property: JsonPropertyName("operation")] string Operation,
    [property: JsonPropertyName("module")] string Module,
    [property: JsonPropertyName("organization")] string Organization)
{
    /// <summary>The operation whose journal has unlocks; the others have locks.</summary>
    public const string Unlock = "Unlock-ZohoRecord";

    /// <summary>The version of the format.</summary>
    [JsonPropertyName("zohoLockJournal")]
    [JsonPropertyOrder(-1)]
    public int Version { get; init; } = 1;

    /// <summary>When the first run began, by this machine's clock.</summary>
    [JsonPropertyName("begun")]
    public DateTimeOffset Begun { get; init; }

    /// <summary>Whether the other is of the same operation, module and organisation.</summary>
    public bool IsOfSameKind(JournalHeader other) => other is not null
        && Operation == other.Operation && Module == other.Module && Organization == other.Organization;
}
