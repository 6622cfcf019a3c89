using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Locking;

/// <summary>Errors of the locking calls (protocol 1.6).</summary>
internal static class LockErrors
{
    public static readonly ApiError RelatedIdInvalid =
        new(400, "INVALID_DATA", "the related id given seems to be invalid", AtRecord);

    public static readonly ApiError RelatedLockIdInvalid =
        new(400, "INVALID_DATA", "the related id given seems to be invalid", AtLock);

    public static readonly ApiError LockIdInvalid = new(400, "INVALID_DATA", "the id given seems to be invalid", AtLock);

    public static readonly ApiError RelationNotFound = new(400, "INVALID_DATA", "relation not found");

    public static readonly ApiError RelationNotFoundAtLock = new(400, "INVALID_DATA", "relation not found", AtLock);

    public static readonly ApiError ConfigurationMissing =
        new(400, "NOT_ALLOWED", "Required Record Locking Configuration is not present", """{"resource_path_index":2}""");

    public static readonly ApiError ReasonMissing = new(400, "MANDATORY_NOT_FOUND", "required field not found", AtReason, "data");

    public static readonly ApiError ReasonNotText = new(
        400,
        "INVALID_DATA",
        "invalid data",
        """{"expected_data_type":"text","api_name":"Locked_Reason__s","json_path":"$.data[0].Locked_Reason__s"}""",
        "data");

    public static readonly ApiError ReasonTooLong = new(
        400,
        "INVALID_DATA",
        "invalid data",
        """{"maximum_length":3000,"api_name":"Locked_Reason__s","json_path":"$.data[0].Locked_Reason__s"}""",
        "data");

    public static readonly ApiError OnlyAutomatic =
        new(403, "NOT_ALLOWED", "record cannot be locked, only automatic locking is configured", AtRecord);

    public static readonly ApiError LockedAutomatically =
        new(403, "NOT_ALLOWED", "Automatically locked records can not be unlocked manually", AtRecord);

    public static readonly ApiError MayNotLock = new(
        403,
        "NO_PERMISSION",
        "Permission denied to customize record lock configurations. The user does not have permission.",
        AtRecord);

    public static readonly ApiError ProfileNotSupported = new(
        403, "NO_PERMISSION", "Record Locking Configuration is not supported for the profile of the user", AtRecord);

    private const string AtRecord = """{"resource_path_index":1}""";

    private const string AtLock = """{"resource_path_index":3}""";

    private const string AtReason = """{"api_name":"Locked_Reason__s","json_path":"$.data[0].Locked_Reason__s"}""";

    public static ApiError AlreadyLocked(ErrorWording wording) => new(
        403, "NOT_ALLOWED", wording == ErrorWording.Examples ? "record is already locked" : "Record is already locked.", AtRecord);

    public static ApiError MayNotUnlock(ErrorWording wording) => new(
        403,
        "NO_PERMISSION",
        wording == ErrorWording.Examples
            ? "You do not have permission to unlock this record"
            : "The current user does not have permission to unlock record.",
        AtRecord);
}
