using System.Text.Json;

namespace ZohoCrm.Emulator.Configurations;

/// <summary>A rule that locks records (protocol 2.2).</summary>
/// <param name="Id">The rule's id: <c>Record_Locking_Rule_Id__s</c> of its locks.</param>
/// <param name="Name">Its name, unique in the configuration.</param>
/// <param name="LocksExistingRecords">Whether it locks what matches already when it is made or changed.</param>
/// <param name="Criteria">What it locks.</param>
/// <param name="UnknownKeys">Keys that no document names, to be given back.</param>
internal sealed record LockingRule(
    string Id, string Name, bool LocksExistingRecords, Criteria Criteria, IReadOnlyDictionary<string, JsonElement> UnknownKeys);
