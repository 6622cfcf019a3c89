using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>What a run does to each of its records.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordOperation>))]
public enum RecordOperation
{
    /// <summary>Locks it.</summary>
    Lock,

    /// <summary>Changes the reason of its lock.</summary>
    UpdateReason,

    /// <summary>Unlocks it.</summary>
    Unlock,
}
