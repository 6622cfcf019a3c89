using System.Text.Json.Serialization;

namespace ZohoLock.Journal;

/// <summary>What a line of a suspended lock says (docs/journal.md).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SuspensionState>))]
public enum SuspensionState
{
    /// <summary>The lock is about to be removed. Whether it was isn't known unless another line follows.</summary>
    Unlocking,

    /// <summary>The lock was removed.</summary>
    Unlocked,

    /// <summary>The lock wasn't removed by this journal's run: Zoho refused that, or the lock was found again.</summary>
    Kept,

    /// <summary>A run begins that locks the records again; the line is of no record.</summary>
    Resuming,

    /// <summary>The record was locked again.</summary>
    Resumed,
}
