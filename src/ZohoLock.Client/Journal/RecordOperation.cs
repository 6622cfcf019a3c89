using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>The operation of a run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecordOperation>))]
public enum RecordOperation
{
    /// <summary>Lock the records.</summary>
    Lock,

    /// <summary>Change the reason of the records' locks.</summary>
    UpdateReason,

    /// <summary>Unlock the records.</summary>
    Unlock,

    /// <summary>Remove the records' locks for a while, and make them again.</summary>
    Suspend,
}
