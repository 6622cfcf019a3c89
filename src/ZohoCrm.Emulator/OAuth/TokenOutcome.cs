namespace ZohoCrm.Emulator.OAuth;

/// <summary>What came of asking for an access token (protocol 4.3).</summary>
internal enum TokenOutcome
{
    Issued,
    InvalidCode,
    InvalidRedirectUri,
    AccessDenied,
    Throttled,
}
