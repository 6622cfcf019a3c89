namespace ZohoLock.Retrying;

/// <summary>A run that was interrupted or had failures. Its changes are recognised as its own instead of as somebody else's.</summary>
/// <param name="Begun">When it started, by this machine's clock.</param>
/// <param name="UserId">The id of the user that it locked records as; null if it isn't known. The user of a lock that it only found is another matter.</param>
public sealed record InterruptedRun(DateTimeOffset Begun, string? UserId)
{
    /// <summary>
    /// Whether the record may have been in flight when the run was interrupted, so that it must be verified before anything is done.
    /// </summary>
    public bool MayBeInFlight { get; init; }
}
