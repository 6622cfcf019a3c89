namespace ZohoCrm.Emulator.Faults;

/// <summary>Whether a fault occurs before or after the request has taken effect.</summary>
public enum FaultTiming
{
    /// <summary>The request has no effect.</summary>
    BeforeChange,

    /// <summary>The request takes effect; only the response is lost.</summary>
    AfterChange,
}
