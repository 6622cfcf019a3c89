using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Client.Tests.Configuration;

/// <summary>Every row of protocol section 2.5, as its literal body.</summary>
public sealed class LockConfigurationErrorTests
{
    private const string Root = "$.record_locking_configurations[0]";

    private static readonly LockConfiguration Valid = new() { Module = "Leads", LockType = LockType.Manual };

    /// <summary>The bare errors: status, code, message, details, kind, and what the advice names.</summary>
    public static TheoryData<int, string, string, string, ZohoErrorKind, string> Bare { get; } = new()
    {
        { 400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", """{"param_name":"module"}""", InvalidArgument, "of a module" },
        { 400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", """{"param":"module"}""", InvalidArgument, "of a module" },
        { 400, "INVALID_MODULE", "the module name given seems to be invalid", "{}", InvalidArgument, "API name" },
        { 400, "NOT_SUPPORTED", "the module name given is not supported for the  feature", """{"param_name":"module"}""", InvalidArgument, "Deals" },
        { 400, "FEATURE_NOT_SUPPORTED", "Record Locking Configuration is not supported in your edition", "{}", PermissionDenied, "edition" },
        { 400, "LIMIT_EXCEEDED", "Configuration already created for this module", """{"param_name":"module","limit":1}""", ResourceExists, "LockConfigurationClient.UpdateAsync" },
        { 400, "INVALID_DATA", "the id given seems to be invalid", """{"resource_path_index":2}""", ObjectNotFound, "LockConfigurationClient.GetAsync" },
        { 400, "NO_PERMISSION", "permission denied", """{"permissions":["Crm_Implied_Customize_Zoho_CRM"]}""", PermissionDenied, "Crm_Implied_Customize_Zoho_CRM" },
        { 403, "NO_PERMISSION", "permission denied", """{"permissions":["Crm_Implied_Customize_Zoho_CRM"]}""", PermissionDenied, "Crm_Implied_Customize_Zoho_CRM" },
        { 400, "NOT_ALLOWED", "Configuration created by system cannot be deleted", """{"resource_path_index":1}""", PermissionDenied, "Zoho made" },
        { 403, "NOT_ALLOWED", "Configuration created by system cannot be updated", """{"resource_path_index":1}""", PermissionDenied, "Zoho made" },
        { 403, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one", "{}", InvalidArgument, "-ApiVersion" },
        { 401, "OAUTH_SCOPE_MISMATCH", "Unauthorized", "{}", AuthenticationError, "ZohoCRM.settings.record_locking_configurations.CREATE" },
    };

    /// <summary>The errors within the wrapper: code, message, details, the place that the message must name, kind, and what the advice names.</summary>
    public static TheoryData<string, string, string, string, ZohoErrorKind, string> Wrapped { get; } = new()
    {
        { "MANDATORY_NOT_FOUND", "required field not found", Details("lock_type"), "lock_type", InvalidArgument, "lock type" },
        {
            "DEPENDENT_FIELD_MISSING", "locking_rules should have been given when lock_type is given as automatic or both",
            $$"""{"dependee":{"api_name":"lock_type","json_path":"{{Root}}.lock_type"},"api_name":"locking_rules","json_path":"{{Root}}.locking_rules"}""",
            "locking_rules", InvalidArgument, "needs a rule"
        },
        {
            "DEPENDENT_FIELD_MISSING", "lock_excluded_profiles should have been given when locked_for is given as all_profiles_except_excluded_profiles ",
            Details("lock_excluded_profiles"), "lock_excluded_profiles", InvalidArgument, "all_profiles"
        },
        { "INVALID_DATA", "lock_type not found", Details("lock_type"), "lock_type", InvalidArgument, "manual, automatic or both" },
        { "INVALID_DATA", "locked_for not found", Details("locked_for"), "locked_for", InvalidArgument, "all_profiles_except_excluded_profiles" },
        { "INVALID_DATA", "action not found", Details("restricted_actions[1]"), "restricted_actions[1]", InvalidArgument, "change_owner" },
        { "INVALID_DATA", "communications not found", Details("restricted_communications[0]"), "restricted_communications[0]", InvalidArgument, "send_survey" },
        { "NOT_SUPPORTED", "communications not found", Details("restricted_communications"), "restricted_communications", InvalidArgument, "can't send" },
        { "INVALID_DATA", "invalid data", Details("feature_type"), "feature_type", InvalidArgument, "record_locking" },
        {
            "INVALID_DATA", "field not found", Details("locking_rules[0].criteria.fields.api_name"), "locking_rules[0].criteria.fields.api_name",
            InvalidArgument, "no such field"
        },
        { "INVALID_DATA", "field not found", Details("excluded_fields[1].id"), "excluded_fields[1].id", InvalidArgument, "no such field" },
        { "INVALID_DATA", "custom button not found", Details("restricted_custom_buttons[2].id"), "restricted_custom_buttons[2].id", InvalidArgument, "custom button" },
        { "INVALID_DATA", "lock_excluded_profiles not found", Details("lock_excluded_profiles[0].id"), "lock_excluded_profiles[0].id", InvalidArgument, "Profiles" },
        { "NOT_SUPPORTED", "field not supported", Details("locking_rules[0].criteria.field"), "locking_rules[0].criteria.field", InvalidArgument, "Tag, Owner" },
        { "NOT_SUPPORTED", "Field not supported", Details("excluded_fields[0].api_name"), "excluded_fields[0].api_name", InvalidArgument, "Tag, Owner" },
        {
            "EXPECTED_FIELD_MISSING", "Field Id and apiname is missing.", $$"""{"expected_fields":[{{Details("excluded_fields[0].api_name")}},{{Details("excluded_fields[0].id")}}]}""",
            "excluded_fields[0].api_name", InvalidArgument, "API name or the id"
        },
        {
            "AMBIGUITY_DURING_PROCESSING", "Field Id and apiname are ambiguous", $$"""{"ambiguity_due_to":[{{Details("excluded_fields[0].api_name")}}]}""",
            "excluded_fields[0].api_name", InvalidArgument, "two fields"
        },
        {
            "LIMIT_EXCEEDED", "Maximum limit for locking rules exceeded",
            $$"""{"limit":5,"available_limit":2,"api_name":"locking_rules","json_path":"{{Root}}.locking_rules"}""", "locking_rules", LimitsExceeded, "5 rules"
        },
        { "LIMIT_EXCEEDED", "Maximum limit for restricted custom buttons exceeded", Details("restricted_custom_buttons"), "restricted_custom_buttons", LimitsExceeded, "30" },
        { "LIMIT_EXCEEDED", "Maximum limit for excluded fields exceeded", Details("excluded_fields"), "excluded_fields", LimitsExceeded, "15" },
        { "LIMIT_EXCEEDED", "Maximum limit for excluded profiles exceeded", Details("lock_excluded_profiles"), "lock_excluded_profiles", LimitsExceeded, "15" },
        { "DUPLICATE_DATA", "Duplicate criteria found, Enter unique criteria.", Details("locking_rules[1].criteria"), "locking_rules[1].criteria", ResourceExists, "criteria of its own" },
        { "DUPLICATE_DATA", "Duplicate rule name found, Enter unique rulename.", Details("locking_rules[1].name"), "locking_rules[1].name", ResourceExists, "name of its own" },
    };

    [Theory]
    [MemberData(nameof(Bare))]
    public async Task A_bare_error_has_its_code_kind_and_advice(int status, string code, string message, string details, ZohoErrorKind kind, string advice)
    {
        var error = await ErrorAsync(status, $$"""{"code":"{{code}}","details":{{details}},"message":"{{message}}","status":"error"}""");

        Assert.Equal((code, kind, status), (error.Code, error.Kind, error.StatusCode));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Wrapped))]
    public async Task A_wrapped_error_names_its_place_too(string code, string message, string details, string place, ZohoErrorKind kind, string advice)
    {
        var error = await ErrorAsync(
            400, $$$"""{"record_locking_configurations":[{"code":"{{{code}}}","details":{{{details}}},"message":"{{{message}}}","status":"error"}]}""");

        Assert.Equal((code, kind, 400), (error.Code, error.Kind, error.StatusCode));
        Assert.StartsWith(message.Trim(), error.Message, StringComparison.Ordinal);
        Assert.Contains($" at {Root}.{place})", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Advice, StringComparison.Ordinal);
    }

    private static string Details(string place) =>
        $$"""{"api_name":"{{place[(place.LastIndexOf('.') + 1)..].Split('[')[0]}}","json_path":"{{Root}}.{{place}}"}""";

    private static async Task<ZohoError> ErrorAsync(int status, string body)
    {
        using var server = LiteralServer.Always(Reply.Json(status, body));
        using var connection = await Opened.WithToken(server);
        var failure = await Assert.ThrowsAsync<ZohoException>(() => new LockConfigurationClient(connection.Api).CreateAsync(Valid));
        Assert.Single(server.Requests);
        return failure.Error;
    }
}
