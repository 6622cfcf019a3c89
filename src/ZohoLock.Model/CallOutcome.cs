namespace ZohoLock;

/// <summary>Whether a failed call may have changed anything.</summary>
internal enum CallOutcome
{
    /// <summary>The server refused the call: nothing was changed.</summary>
    Refused,

    /// <summary>The call never left this machine: nothing was changed.</summary>
    NotSent,

    /// <summary>The response was lost or can't be understood: the call may have been carried out, or may still be.</summary>
    Unknown,
}
