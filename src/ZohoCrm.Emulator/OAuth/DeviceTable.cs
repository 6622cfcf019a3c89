using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.OAuth;

/// <summary>The devices' requests for access (protocol 4.1).</summary>
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

    /// <summary>Records a user's decision; returns false if no device with this code waits for one.</summary>
    public bool Decide(string userCode, bool isAccepted)
    {
        var typed = Normalize(userCode);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var request = _requests.Values.FirstOrDefault(
                request => Normalize(request.UserCode) == typed && request.IsAccepted is null && request.IsValid(now));
            if (request is null)
            {
                return false;
            }

            request.IsAccepted = isAccepted;
            return true;
        }
    }

    /// <summary>Answers a device's poll. An accepted request is removed.</summary>
    public DeviceOutcome Poll(string deviceCode, out DeviceRequest? request)
    {
        lock (_lock)
        {
            if (!_requests.TryGetValue(deviceCode, out request))
            {
                return DeviceOutcome.Unknown;
            }

            var now = time.GetUtcNow();
            if (!request.IsValid(now))
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

    private static string Normalize(string userCode) =>
        userCode.Replace("-", "", StringComparison.Ordinal).Trim().ToUpperInvariant();
}

/// <summary>The result of a device's poll (protocol 4.1).</summary>
internal enum DeviceOutcome
{
    Accepted,
    Unknown,
    Expired,
    TooSoon,
    Pending,
    Rejected,
    OtherDataCenter,
}
