using ZohoCrm.Emulator.Api.Protocol;

namespace ZohoCrm.Emulator.Api.Configurations;

/// <summary>Errors of the locking configuration calls (protocol 2.5).</summary>
internal static class ConfigurationErrors
{
    public const string Wrapper = "record_locking_configurations";

    /// <summary>The JSON path of the configuration in a body.</summary>
    public const string Root = "$.record_locking_configurations[0]";

    public static readonly ApiError ModuleNotSupported =
        new(400, "NOT_SUPPORTED", "the module name given is not supported for the  feature", AtModule);

    public static readonly ApiError AlreadyCreated =
        new(400, "LIMIT_EXCEEDED", "Configuration already created for this module", """{"param_name":"module","limit":1}""");

    public static readonly ApiError IdInvalid = new(400, "INVALID_DATA", IdInvalidMessage, """{"resource_path_index":2}""");

    public static readonly ApiError IdsInvalid = new(400, "INVALID_DATA", IdInvalidMessage, """{"param_name":"ids"}""");

    public static readonly ApiError WrapperMissing =
        new(400, "MANDATORY_NOT_FOUND", "required field not found", $$"""{{{At(Wrapper, $"$.{Wrapper}")}}}""");

    public static readonly ApiError WrapperNotArray = new(
        400, "INVALID_DATA", "invalid data", $$"""{"expected_data_type":"jsonarray",{{At(Wrapper, $"$.{Wrapper}")}}}""");

    public static readonly ApiError WrapperEmpty =
        new(400, "INVALID_DATA", "invalid data", $$"""{"minimum_length":1,{{At(Wrapper, $"$.{Wrapper}")}}}""");

    public static readonly ApiError WrapperTooLong =
        new(400, "INVALID_DATA", "invalid data", $$"""{"maximum_length":1,{{At(Wrapper, $"$.{Wrapper}")}}}""");

    private const string IdInvalidMessage = "the id given seems to be invalid";

    private const string AtModule = """{"param_name":"module"}""";

    public static ApiError NoPermission(int status) =>
        new(status, "NO_PERMISSION", "permission denied", """{"permissions":["Crm_Implied_Customize_Zoho_CRM"]}""");

    public static ApiError SystemDefined(int status, string action) =>
        new(status, "NOT_ALLOWED", $"Configuration created by system cannot be {action}", """{"resource_path_index":1}""");

    public static ApiError Missing(string name, string path) => InBody("MANDATORY_NOT_FOUND", "required field not found", At(name, path));

    public static ApiError DependentMissing(string name, string dependee, string message) => InBody(
        "DEPENDENT_FIELD_MISSING",
        message,
        $"\"dependee\":{{{At(dependee, $"{Root}.{dependee}")}}},{At(name, $"{Root}.{name}")}");

    public static ApiError NotOfType(string type, string name, string path) =>
        InBody("INVALID_DATA", "invalid data", $"\"expected_data_type\":\"{type}\",{At(name, path)}");

    public static ApiError TooLong(int max, string name, string path) =>
        InBody("INVALID_DATA", "invalid data", $"\"maximum_length\":{max},{At(name, path)}");

    public static ApiError Invalid(string name, string path) => InBody("INVALID_DATA", "invalid data", At(name, path));

    public static ApiError NotFound(string what, string name, string path) => InBody("INVALID_DATA", $"{what} not found", At(name, path));

    public static ApiError IdInvalidAt(string path) => InBody("INVALID_DATA", IdInvalidMessage, At("id", path));

    public static ApiError NotOneOf(IEnumerable<string> supported, string what, string name, string path)
    {
        var values = string.Join(',', supported.Select(value => $"\"{value}\""));
        return InBody("INVALID_DATA", $"{what} not found", $"\"supported_values\":[{values}],{At(name, path)}");
    }

    public static ApiError NotSupported(string message, string name, string path) => InBody("NOT_SUPPORTED", message, At(name, path));

    public static ApiError FieldNotNamed(string path) =>
        InBody("EXPECTED_FIELD_MISSING", "Field Id and apiname is missing.", $"\"expected_fields\":{NameAndId(path)}");

    public static ApiError FieldAmbiguous(string path) =>
        InBody("AMBIGUITY_DURING_PROCESSING", "Field Id and apiname are ambiguous", $"\"ambiguity_due_to\":{NameAndId(path)}");

    public static ApiError LimitExceeded(string what, int limit, int available, string name) => InBody(
        "LIMIT_EXCEEDED",
        $"Maximum limit for {what} exceeded",
        $"\"limit\":{limit},\"available_limit\":{available},{At(name, $"{Root}.{name}")}");

    public static ApiError Duplicate(string message, string name, string path) => InBody("DUPLICATE_DATA", message, At(name, path));

    private static ApiError InBody(string code, string message, string details) => new(400, code, message, $"{{{details}}}", Wrapper);

    private static string At(string name, string path) => $"\"api_name\":\"{name}\",\"json_path\":\"{path}\"";

    private static string NameAndId(string path) =>
        $$"""
        [{"json_path":"{{path}}.api_name","api_name":"api_name"},{"json_path":"{{path}}.id","api_name":"id"}]
        """;
}
