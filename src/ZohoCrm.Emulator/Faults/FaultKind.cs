namespace ZohoCrm.Emulator;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>An answer with <see cref="Fault.StatusCode"/>, and the body that fits it (protocol 8).</summary>
    StatusAnswer,

    /// <summary>The connection is reset (RST) instead of an answer.</summary>
    ConnectionReset,

    /// <summary>Nothing is answered; the connection stays open until the client gives up.</summary>
    NoAnswer,

    /// <summary>The answer's body arrives in pieces, over <see cref="Fault.Duration"/>.</summary>
    SlowBody,

    /// <summary>The connection closes in the middle of the body, short of its Content-Length.</summary>
    TruncatedBody,

    /// <summary>An HTML page instead of JSON, with <see cref="Fault.StatusCode"/> or the status of success.</summary>
    HtmlBody,

    /// <summary>The answer's status, but not its body.</summary>
    EmptyBody,

    /// <summary>A body in plain text under a <c>Content-Encoding</c> that says gzip, with <see cref="Fault.StatusCode"/> or the answer's own status.</summary>
    FalseEncoding,
}
