namespace ZohoCrm.Emulator;

/// <summary>Whether what the request asked for has happened when its fault strikes.</summary>
public enum FaultTiming
{
    /// <summary>Nothing was done.</summary>
    BeforeChange,

    /// <summary>It was done; only the answer is lost.</summary>
    AfterChange,
}
