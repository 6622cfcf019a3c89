namespace ZohoCrm.Emulator.Http;

/// <summary>How an answer travels back to the client.</summary>
internal enum Delivery
{
    Whole,

    /// <summary>The body comes in pieces, spread over a time.</summary>
    Slow,

    /// <summary>The connection closes before the announced length has been sent.</summary>
    Truncated,

    /// <summary>The connection is reset; nothing is sent.</summary>
    Reset,

    /// <summary>Nothing is sent, and the connection stays open until the client gives up.</summary>
    Silence,
}
