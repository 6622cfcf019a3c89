namespace ZohoCrm.Emulator.Crm.Configurations;

/// <summary>The kind of locking that a module is configured for (protocol 1.6 and 2.2).</summary>
public enum LockingConfiguration
{
    /// <summary>Never configured: <c>relation not found</c>.</summary>
    None,

    /// <summary>Deleted: NOT_ALLOWED, <c>Required Record Locking Configuration is not present</c>.</summary>
    Missing,

    /// <summary>Users lock.</summary>
    Manual,

    /// <summary>Rules lock: NOT_ALLOWED, <c>record cannot be locked, only automatic locking is configured</c>.</summary>
    Automatic,

    /// <summary>Users and rules lock.</summary>
    Both,
}
