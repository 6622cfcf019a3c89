namespace ZohoLock.Throttling;

/// <summary>What the end of a call tells about how many calls Zoho takes at once.</summary>
internal enum CallEnd
{
    /// <summary>Nothing: there was no answer, or it never got there.</summary>
    Unclear,

    /// <summary>It was taken, so that many at once are allowed.</summary>
    Taken,

    /// <summary>It was turned away (429): that many at once are too many.</summary>
    TurnedAway,
}
