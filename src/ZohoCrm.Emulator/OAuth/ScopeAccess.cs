namespace ZohoCrm.Emulator.OAuth;

/// <summary>The last part of a scope.</summary>
internal enum ScopeAccess
{
    Read,
    Create,
    Update,
    Delete,
}
