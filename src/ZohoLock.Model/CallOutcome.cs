namespace ZohoLock;

/// <summary>What is known of a call that failed.</summary>
internal enum CallOutcome
{
    /// <summary>The server said no: nothing was changed.</summary>
    Refused,

    /// <summary>It never left this machine: nothing was changed.</summary>
    NotSent,

    /// <summary>Its response was lost, or says nothing: it may have been carried out, now or later.</summary>
    Unknown,
}
