namespace ZohoLock.Throttling;

/// <summary>What the end of a call says about how many concurrent calls Zoho accepts.</summary>
internal enum ThrottlingSignal
{
    /// <summary>Nothing: there was no response, or the call was not sent.</summary>
    None,

    /// <summary>The call was accepted, so this many concurrent calls are allowed.</summary>
    Accepted,

    /// <summary>The call was refused with 429, so this many concurrent calls are too many.</summary>
    Throttled,
}
