namespace ZohoCrm.Emulator.OAuth;

/// <summary>A device's request for access, and its user's decision (protocol 4.1).</summary>
internal sealed class DeviceRequest(ScopeSet scope, bool isOffline, DateTimeOffset expires)
{
    private DateTimeOffset? _polled;

    public string DeviceCode { get; } = ZohoSecret.CreateToken();

    public string UserCode { get; } = ZohoSecret.CreateUserCode();

    public ScopeSet Scope { get; } = scope;

    public bool IsOffline { get; } = isOffline;

    /// <summary>Whether the user accepted; null until the user decides.</summary>
    public bool? IsAccepted { get; set; }

    public bool IsValid(DateTimeOffset now) => now < expires;

    /// <summary>Records a poll; returns false if it comes too soon after the previous one.</summary>
    public bool TryPoll(TimeSpan interval, DateTimeOffset now)
    {
        var isInTime = now - _polled is not { } since || since >= interval;
        _polled = now;
        return isInTime;
    }
}
