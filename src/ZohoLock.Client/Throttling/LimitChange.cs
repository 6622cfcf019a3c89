namespace ZohoLock.Throttling;

/// <summary>Why the limit of concurrent calls was changed.</summary>
internal enum LimitChange
{
    /// <summary>It wasn't.</summary>
    None,

    /// <summary>There is room: calls were accepted at the limit.</summary>
    Raised,

    /// <summary>One more is tried, after the limit has stood for a while.</summary>
    Probed,

    /// <summary>A try with one more was throttled.</summary>
    SteppedBack,

    /// <summary>Calls were throttled at a limit that had stood: others use the quota.</summary>
    GaveWay,

    /// <summary>Calls that were sent before it was lowered were throttled as well.</summary>
    Lowered,
}
