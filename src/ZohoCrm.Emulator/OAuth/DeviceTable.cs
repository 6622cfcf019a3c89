namespace ZohoCrm.Emulator.OAuth;

/// <summary>The devices that asked for access (protocol 4.1).</summary>
internal sealed class DeviceTable(EmulatorSettings settings, TimeProvider time)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, DeviceRequest> _requests = [];

    public DeviceRequest Add(ScopeSet scope, bool isOffline)
    {
        var request = new DeviceRequest(scope, isOffline, time.GetUtcNow() + settings.DeviceCodeLifetime);
        lock (_lock)
        {
            _requests.Add(request.DeviceCode, request);
        }

        return request;
    }

    /// <summary>Takes a user's decision; false where no device waits for one under this code.</summary>
    public bool Decide(string userCode, bool isAccepted)
    {
        var typed = Plain(userCode);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var request = _requests.Values.FirstOrDefault(
                request => Plain(request.UserCode) == typed && request.IsAccepted is null && request.IsAlive(now));
            if (request is null)
            {
                return false;
            }

            request.IsAccepted = isAccepted;
            return true;
        }
    }

    /// <summary>Answers a device's poll; one that is told of its acceptance is forgotten.</summary>
    public DeviceOutcome Poll(string deviceCode, out DeviceRequest? request)
    {
        lock (_lock)
        {
            if (!_requests.TryGetValue(deviceCode, out request))
            {
                return DeviceOutcome.Unknown;
            }

            var now = time.GetUtcNow();
            if (!request.IsAlive(now))
            {
                return DeviceOutcome.Expired;
            }

            if (!request.TryPoll(settings.DevicePollInterval, now))
            {
                return DeviceOutcome.TooSoon;
            }

            if (request.IsAccepted is not { } isAccepted)
            {
                return DeviceOutcome.Pending;
            }

            if (!isAccepted)
            {
                return DeviceOutcome.Rejected;
            }

            if (settings.DeviceUserLocation is { } location && location != settings.Location)
            {
                return DeviceOutcome.OtherDataCenter;
            }

            _requests.Remove(deviceCode);
            return DeviceOutcome.Accepted;
        }
    }

    private static string Plain(string userCode) =>
        userCode.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
}
