using System.Text.Json.Serialization;

namespace ZohoLock;

/// <summary>What a step of a <c>LockPlan</c> does to its record.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LockPlanAction>))]
public enum LockPlanAction
{
    /// <summary>Locks it.</summary>
    Lock,

    /// <summary>Removes its manual lock.</summary>
    Unlock,

    /// <summary>Changes the reason of its manual lock.</summary>
    ChangeReason,

    /// <summary>Nothing: it is as it should be.</summary>
    Keep,

    /// <summary>Nothing: it should not be locked, but a rule has locked it, and no call can undo that.</summary>
    Blocked,
}
