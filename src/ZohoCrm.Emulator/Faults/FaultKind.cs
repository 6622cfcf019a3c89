namespace ZohoCrm.Emulator.Faults;

/// <summary>The kind of a fault.</summary>
public enum FaultKind
{
    /// <summary>A response with <see cref="Fault.StatusCode"/> and a matching body (protocol 8).</summary>
    StatusAnswer,

    /// <summary>The connection is reset (RST) instead of a response.</summary>
    ConnectionReset,

    /// <summary>No response; the connection stays open until the client gives up.</summary>
    NoAnswer,

    /// <summary>The body is sent in pieces, over <see cref="Fault.Duration"/>.</summary>
    SlowBody,

    /// <summary>The connection is closed in the middle of the body, before Content-Length bytes.</summary>
    TruncatedBody,

    /// <summary>An HTML page instead of JSON, with <see cref="Fault.StatusCode"/> or the status of success.</summary>
    HtmlBody,

    /// <summary>The status of the response with an empty body.</summary>
    EmptyBody,

    /// <summary>An uncompressed body with <c>Content-Encoding: gzip</c>, and <see cref="Fault.StatusCode"/> or the usual status.</summary>
    FalseEncoding,
}

/// <summary>Whether a fault occurs before or after the request has taken effect.</summary>
public enum FaultTiming
{
    /// <summary>The request has no effect.</summary>
    BeforeChange,

    /// <summary>The request takes effect; only the response is lost.</summary>
    AfterChange,
}
