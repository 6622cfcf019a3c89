using ZohoCrm.Emulator.Api.Protocol;

namespace ZohoCrm.Emulator.Api.Records;

/// <summary>Errors of the record calls (protocol 3 and 9).</summary>
internal static class RecordErrors
{
    public static readonly ApiError IdInvalid =
        new(400, "INVALID_DATA", "the id given seems to be invalid", """{"resource_path_index":1}""");

    public static readonly ApiError Locked = new(
        400,
        "RECORD_LOCKED",
        "Sorry, you cannot perform this operation as the record is locked.",
        """{"api_name":"id","json_path":"$.data[0].id","action":"record_locking"}""",
        "data");

    public static readonly ApiError FieldNotText =
        new(400, "INVALID_DATA", "invalid data", """{"expected_data_type":"text","json_path":"$.data[0]"}""", "data");

    public static readonly ApiError TooManyFields = new(
        400, "LIMIT_EXCEEDED", "the limit of fields has been exceeded", """{"param":"fields","limit":50}""");

    public static readonly ApiError ViewAndSort = new(
        400,
        "AMBIGUITY_DURING_PROCESSING",
        "You cannot use both cvid and sort_by.",
        """{"ambiguity_due_to":[{"param_name":"cvid"},{"param_name":"sort_by"}]}""");

    public static readonly ApiError BeyondPages = new(
        400,
        "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
        "You can only get the first 2000 records without using page_token param.",
        """{"limit":2000}""");

    public static readonly ApiError BeyondTokens = new(
        400, "PAGINATION_LIMIT_EXCEEDED", "You can only get the first 100000 records.", """{"limit":100000}""");
}
