namespace ZohoCrm.Emulator.Api;

/// <summary>What a path names.</summary>
internal enum Resource
{
    Unknown,
    UnsupportedVersion,
    Token,
    Revocation,
    Organization,
    Records,
    Record,
    Locks,
    Lock,
}
