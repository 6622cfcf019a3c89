namespace ZohoLock.Api;

/// <summary>A run that was cut off, or ended with failures: what it may have done is looked for before it counts as somebody else's.</summary>
/// <param name="Begun">When it began, by this machine's clock.</param>
/// <param name="UserId">The id of the user it locked as; null if that isn't known.</param>
public sealed record EarlierRun(DateTimeOffset Begun, string? UserId)
{
    /// <summary>Whether the record is one of those that most likely were in flight when the run was cut off: it is looked at before anything is done.</summary>
    public bool MayBeInFlight { get; init; }
}
