namespace ZohoCrm.Emulator.OAuth;

/// <summary>What came of a device's poll (protocol 4.1).</summary>
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
