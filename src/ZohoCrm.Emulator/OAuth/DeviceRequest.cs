namespace ZohoCrm.Emulator.OAuth;

/// <summary>A device that asked for access, and what its user decided (protocol 4.1).</summary>
internal sealed class DeviceRequest(ScopeSet scope, bool isOffline, DateTimeOffset expires)
{
    private DateTimeOffset? _polled;

    public string DeviceCode { get; } = ZohoSecret.Token();

    public string UserCode { get; } = ZohoSecret.UserCode();

    public ScopeSet Scope { get; } = scope;

    public bool IsOffline { get; } = isOffline;

    /// <summary>Whether the user accepted; null before the user decided.</summary>
    public bool? IsAccepted { get; set; }

    public bool IsAlive(DateTimeOffset now) => now < expires;

    /// <summary>Notes a poll; false where it follows the one before too soon.</summary>
    public bool TryPoll(TimeSpan interval, DateTimeOffset now)
    {
        var isInTime = now - _polled is not { } since || since >= interval;
        _polled = now;
        return isInTime;
    }
}
