using System.Text.Json;

namespace ZohoCrm.Emulator.Crm.Configurations;

/// <summary>A rule that locks records (protocol 2.2).</summary>
/// <param name="Id">The rule's id: <c>Record_Locking_Rule_Id__s</c> of its locks.</param>
/// <param name="Name">Its name, unique in the configuration.</param>
/// <param name="LocksExistingRecords">Whether it also locks the records that match when it is created or changed.</param>
/// <param name="Criteria">Which records it locks.</param>
/// <param name="UnknownKeys">JSON properties that were sent and are not documented, to be returned unchanged.</param>
internal sealed record LockingRule(
    string Id, string Name, bool LocksExistingRecords, Criteria Criteria, IReadOnlyDictionary<string, JsonElement> UnknownKeys);
