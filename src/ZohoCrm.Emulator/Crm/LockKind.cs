namespace ZohoCrm.Emulator.Crm;

/// <summary>Who locked a record: <c>Lock_Source__s</c> (protocol 1.4).</summary>
public enum LockKind
{
    /// <summary>A user, through the API or the user interface.</summary>
    Manual,

    /// <summary>A rule of the locking configuration. The API can't unlock it.</summary>
    Automatic,
}
