namespace ZohoCrm.Emulator.Settings;

/// <summary>What the organisation's edition and the user's profile allow (protocol 1.6).</summary>
public sealed class PermissionSettings
{
    internal PermissionSettings()
    {
    }

    /// <summary>If false, POST and PUT answer 403 NO_PERMISSION.</summary>
    public bool MayLock { get; set; } = true;

    /// <summary>If false, DELETE answers 403 NO_PERMISSION, <c>You do not have permission to unlock this record</c>.</summary>
    public bool MayUnlock { get; set; } = true;

    /// <summary>
    /// If false, GET answers 403 NO_PERMISSION, <c>Record Locking Configuration is not supported for the profile of the user</c>.
    /// </summary>
    public bool ProfileSupported { get; set; } = true;

    /// <summary>If false, all locking configuration calls answer NO_PERMISSION, <c>permission denied</c> (protocol 2.5).</summary>
    public bool MayCustomize { get; set; } = true;

    /// <summary>If false, all locking and locking configuration calls answer 400 FEATURE_NOT_SUPPORTED.</summary>
    public bool EditionSupported { get; set; } = true;
}
