using System.Text.Json;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api.Protocol;

/// <summary>Errors that several endpoints return (protocol 8).</summary>
internal static class ApiErrors
{
    public static readonly ApiError InvalidToken = new(401, "INVALID_TOKEN", "invalid oauth token");

    public static readonly ApiError InvalidOAuthToken = new(401, "INVALID_OAUTHTOKEN", "Access token is invalid or expired");

    public static readonly ApiError AuthenticationFailure = new(401, "AUTHENTICATION_FAILURE", "Authentication failed");

    public static readonly ApiError InvalidUrlPattern =
        new(404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one");

    public static readonly ApiError VersionNotSupported =
        new(400, "API_NOT_SUPPORTED", "the API version given is not supported", """{"supported_version":8}""");

    public static readonly ApiError InvalidModule =
        new(400, "INVALID_MODULE", "the module name given seems to be invalid", """{"resource_path_index":0}""");

    public static readonly ApiError ModuleNotSupported = new(400, "INVALID_MODULE", "the given module is not supported in api");

    public static readonly ApiError InternalError = new(500, "INTERNAL_ERROR", "Internal Server Error");

    public static readonly ApiError BodyNotJson =
        new(400, "INVALID_DATA", "invalid data", """{"expected_data_type":"jsonobject"}""");

    public static readonly ApiError DataMissing =
        new(400, "MANDATORY_NOT_FOUND", "required field not found", """{"api_name":"data","json_path":"$.data"}""");

    public static readonly ApiError DataNotArray = new(
        400, "INVALID_DATA", "invalid data", """{"expected_data_type":"jsonarray","api_name":"data","json_path":"$.data"}""");

    public static readonly ApiError DataEmpty = new(
        400, "INVALID_DATA", "invalid data", """{"minimum_length":1,"api_name":"data","json_path":"$.data"}""");

    public static readonly ApiError DataTooLong = new(
        400, "INVALID_DATA", "invalid data", """{"maximum_length":1,"api_name":"data","json_path":"$.data"}""");

    public static readonly ApiError ItemNotObject = new(
        400, "INVALID_DATA", "invalid data", """{"expected_data_type":"jsonobject","json_path":"$.data[0]"}""", "data");

    public static readonly ApiError EditionNotSupported =
        new(400, "FEATURE_NOT_SUPPORTED", "Record Locking Configuration is not supported in your edition");

    public static readonly ApiError PageAndToken = new(
        400,
        "AMBIGUITY_DURING_PROCESSING",
        "You cannot use both page and page_token.",
        """{"ambiguity_due_to":[{"param_name":"page"},{"param_name":"page_token"}]}""");

    public static readonly ApiError TokenOfOtherQuery = new(
        400,
        "TOKEN_BOUND_DATA_MISMATCH",
        "The page_token given seems to be invalid or input param is added or altered or deleted",
        """{"param_name":"page_token"}""");

    public static readonly ApiError TokenExpired = new(400, "EXPIRED_VALUE", "Page token expired", """{"api_name":"page_token"}""");

    public static ApiError WrongMethod(int status) =>
        new(status, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one");

    public static ApiError ParameterInvalid(string name) => new(400, "INVALID_DATA", "invalid data", $$"""{"param_name":"{{name}}"}""");

    public static ApiError ParameterMissing(string name, MissingParameterKey key) => new(
        400,
        "REQUIRED_PARAM_MISSING",
        "One of the expected parameter is missing",
        key == MissingParameterKey.ParamName ? $$"""{"param_name":"{{name}}"}""" : $$"""{"param":"{{name}}"}""");

    public static ApiError ScopeMismatch(string method, string target)
    {
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = JsonSerializer.Serialize(question < 0 ? target : target[..question]);
        return new(401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", $$"""{"method":"{{method}}","url":{{path}}}""");
    }

    public static ApiError TooManyRequests(TooManyRequestsCode code, string? message) => code switch
    {
        TooManyRequestsCode.TooManyRequests =>
            new(429, "TOO_MANY_REQUESTS", message ?? "too many requests. please try again after some time"),
        _ => new(429, "RATE_LIMIT_EXCEEDED", message ?? "Too many requests. Please try again later."),
    };
}
