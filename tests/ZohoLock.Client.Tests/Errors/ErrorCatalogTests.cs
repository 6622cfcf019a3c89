using System.Text.Json.Nodes;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Errors;
using ZohoLock.Locking;
using static ZohoLock.ZohoErrorKind;

namespace ZohoLock.Client.Tests.Errors;

/// <summary>Every documented error, as its literal body, and what becomes of it (protocol sections 1.6 and 8).</summary>
public sealed class ErrorCatalogTests
{
    private static readonly LockingCall[] Every = [LockingCall.List, LockingCall.One, LockingCall.Lock, LockingCall.Update, LockingCall.Unlock];

    /// <summary>The table of protocol section 1.6, row by row, in both wordings; the calls are those that the table names.</summary>
    public static TheoryData<int, string, string, string, LockingCall[], ZohoErrorKind> LockingErrors { get; } = new()
    {
        { 400, "INVALID_MODULE", "the module name given seems to be invalid", """{"resource_path_index":0}""", Every, InvalidArgument },
        { 400, "INVALID_MODULE", "The module name given seems to be invalid", """{"resource_path_index":0}""", Every, InvalidArgument },
        { 400, "INVALID_DATA", "the related id given seems to be invalid", """{"resource_path_index":1}""", Every, ObjectNotFound },
        { 400, "INVALID_DATA", "The related id given seems to be invalid", "{}", Every, ObjectNotFound },
        { 400, "INVALID_DATA", "relation not found", "{}", [LockingCall.List, LockingCall.One, LockingCall.Lock, LockingCall.Update], ObjectNotFound },
        { 400, "INVALID_DATA", "relation not found", """{"resource_path_index":3}""", [LockingCall.Unlock], ObjectNotFound },
        { 400, "INVALID_DATA", "the id given seems to be invalid", """{"resource_path_index":3}""", [LockingCall.Update, LockingCall.Unlock], ObjectNotFound },
        { 400, "INVALID_DATA", "The relation id given seems to be invalid", "{}", [LockingCall.List, LockingCall.One], ObjectNotFound },
        { 400, "NOT_ALLOWED", "Required Record Locking Configuration is not present", """{"resource_path_index":2}""", Every, ObjectNotFound },
        { 400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", """{"param_name":"fields"}""", [LockingCall.List], InvalidArgument },
        { 400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", """{"param":"fields"}""", [LockingCall.List], InvalidArgument },
        { 400, "FEATURE_NOT_SUPPORTED", "Record Locking Configuration is not supported in your edition", "{}", [LockingCall.List, LockingCall.One], PermissionDenied },
        { 403, "NOT_ALLOWED", "record is already locked", """{"resource_path_index":1}""", [LockingCall.Lock, LockingCall.Update], ResourceExists },
        { 403, "NOT_ALLOWED", "Record is already locked.", """{"resource_path_index":1}""", [LockingCall.Lock, LockingCall.Update], ResourceExists },
        {
            403, "NOT_ALLOWED", "record cannot be locked, only automatic locking is configured", """{"resource_path_index":1}""",
            [LockingCall.Lock, LockingCall.Update], PermissionDenied
        },
        {
            403, "NOT_ALLOWED", "Automatically locked records can not be unlocked manually", """{"resource_path_index":1}""",
            [LockingCall.Unlock], PermissionDenied
        },
        {
            403, "NO_PERMISSION", "You do not have permission to unlock this record", """{"resource_path_index":1}""",
            [LockingCall.Unlock], PermissionDenied
        },
        {
            403, "NO_PERMISSION", "The current user does not have permission to unlock record.", """{"resource_path_index":1}""",
            [LockingCall.Unlock], PermissionDenied
        },
        {
            403, "NO_PERMISSION", "Permission denied to customize record lock configurations. The user does not have permission.",
            """{"resource_path_index":1}""", [LockingCall.Lock, LockingCall.Update], PermissionDenied
        },
        {
            403, "NO_PERMISSION", "Record Locking Configuration is not supported for the profile of the user",
            """{"resource_path_index":1}""", [LockingCall.List, LockingCall.One], PermissionDenied
        },
        { 403, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one", "{}", Every, InvalidArgument },
        { 400, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one", "{}", Every, InvalidArgument },
        { 405, "INVALID_REQUEST_METHOD", "The http request method type is not a valid one", "{}", Every, InvalidArgument },
        { 404, "INVALID_URL_PATTERN", "Please check if the URL trying to access is a correct one", "{}", Every, ObjectNotFound },
        { 500, "INTERNAL_ERROR", "Internal Server Error", "{}", Every, ConnectionError },
    };

    /// <summary>The rows of protocol section 8 that locking can meet besides.</summary>
    public static TheoryData<int, string, string, string, ZohoErrorKind, bool> GenericErrors { get; } = new()
    {
        { 401, "INVALID_TOKEN", "invalid oauth token", "{}", AuthenticationError, true },
        { 401, "INVALID_TOKEN", "Invalid OAuth token", "{}", AuthenticationError, true },
        { 401, "AUTHENTICATION_FAILURE", "Authentication failed", "{}", AuthenticationError, true },
        { 401, "INVALID_OAUTHTOKEN", "Access token is invalid or expired", "{}", AuthenticationError, true },
        {
            401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", """{"method":"GET","url":"/crm/v8/Leads"}""",
            AuthenticationError, true
        },
        { 401, "OAUTH_SCOPE_MISMATCH", "Unauthorized", "{}", AuthenticationError, true },
        { 403, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", "{}", AuthenticationError, true },
        { 400, "INVALID_HOST", "the host given seems to be invalid", "{}", InvalidArgument, true },
        { 400, "INVALID_MODULE", "the given module is not supported in api", "{}", InvalidArgument, false },
        {
            400, "INVALID_DATA", "invalid data", """{"maximum_length":1,"api_name":"data","json_path":"$.data"}""", InvalidArgument, false
        },
        { 403, "NO_PERMISSION", "permission denied", """{"permissions":["Crm_Implied_View_Leads"]}""", PermissionDenied, false },
        { 400, "AUTHORIZATION_FAILED", "User does not have sufficient privilege to lock", "{}", PermissionDenied, false },
        { 400, "LIMIT_EXCEEDED", "limit exceeded", """{"maximum_length":100,"api_name":"data"}""", LimitsExceeded, false },
        { 400, "LIMIT_REACHED", "limit reached", "{}", LimitsExceeded, false },
        { 400, "NOT_APPROVED", "Cannot update record that is not approved yet", "{}", PermissionDenied, false },
        { 400, "NOT_REVIEWED", "record in review", "{}", PermissionDenied, false },
        {
            412, "ALREADY_MODIFIED", "record updated time has already passed if-unmodified-since time", "{}", ResourceExists, false
        },
        { 400, "API_NOT_SUPPORTED", "unsupported version", """{"supported_version":8}""", InvalidArgument, false },
        { 500, "INTERNAL_ERROR", "Internal server error occurred.", "{}", ConnectionError, false },
        { 500, "INTERNAL_SERVER_ERROR", "Internal Server Error", "{}", ConnectionError, false },
        { 502, "BAD_GATEWAY", "Bad Gateway", "{}", ConnectionError, false },
        { 503, "SERVICE_UNAVAILABLE", "Service Unavailable", "{}", ConnectionError, false },
    };

    [Theory]
    [MemberData(nameof(LockingErrors))]
    public async Task An_error_of_the_locking_pages_is_recognised_in_each_call(
        int status, string code, string message, string details, LockingCall[] calls, ZohoErrorKind kind)
    {
        foreach (var call in calls)
        {
            var error = await ErrorAsync(call, status, Bare(code, message, details));

            Assert.Equal((code, kind, status, false), (error.Code, error.Kind, error.StatusCode, error.EndsRun));
            Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.Advice);
            AssertJson(details, error.Details);
        }
    }

    [Theory]
    [MemberData(nameof(GenericErrors))]
    public async Task An_error_of_the_general_catalogue_is_recognised(
        int status, string code, string message, string details, ZohoErrorKind kind, bool endsRun)
    {
        var error = await ErrorAsync(LockingCall.Lock, status, Bare(code, message, details));

        Assert.Equal((code, kind, status, endsRun), (error.Code, error.Kind, error.StatusCode, error.EndsRun));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        AssertJson(details, error.Details);
    }

    [Theory]
    [InlineData(LockingCall.Lock)]
    [InlineData(LockingCall.Update)]
    [InlineData(LockingCall.Unlock)]
    public async Task An_error_wrapped_in_data_is_recognised(LockingCall call)
    {
        var error = await ErrorAsync(call, 400, """
            {"data":[{"code":"MANDATORY_NOT_FOUND",
              "details":{"api_name":"Locked_Reason__s","json_path":"$.data[0].Locked_Reason__s"},
              "message":"required field not found","status":"error"}]}
            """);

        Assert.Equal(("MANDATORY_NOT_FOUND", InvalidArgument, 400, false), (error.Code, error.Kind, error.StatusCode, error.EndsRun));
        Assert.Equal("required field not found (Locked_Reason__s at $.data[0].Locked_Reason__s)", error.Message);
        AssertJson("""{"api_name":"Locked_Reason__s","json_path":"$.data[0].Locked_Reason__s"}""", error.Details);
    }

    [Theory]
    [InlineData(400, """{"api_name":"id","json_path":"$.data[0].id","action":"record_locking"}""")]
    [InlineData(400, """{"id":"5843104000000425566","action":"record_locking"}""")]
    [InlineData(207, """{"id":"5843104000000425566","action":"record_locking"}""")]
    public async Task A_locked_record_in_data_is_recognised_whatever_its_details(int status, string details)
    {
        var error = await ErrorAsync(LockingCall.Lock, status, $$"""
            {"data":[{"code":"RECORD_LOCKED","details":{{details}},
              "message":"Sorry, you cannot perform this operation as the record is locked.","status":"error"}]}
            """);

        Assert.Equal(("RECORD_LOCKED", ResourceExists), (error.Code, error.Kind));
        AssertJson(details, error.Details);
    }

    [Theory]
    [InlineData("Sorry, you cannot perform this operation as the record is locked.", """{"action":"zia_vision_processing"}""")]
    [InlineData("Cannot update record that is not approved yet", "{}")]
    public async Task A_record_that_Zoho_is_still_working_on_is_no_lock_to_remove(string message, string details)
    {
        var error = await ErrorAsync(LockingCall.Lock, 400, $$"""{"data":[{"code":"RECORD_LOCKED","details":{{details}},"message":"{{message}}","status":"error"}]}""");

        Assert.Equal("RECORD_LOCKED", error.Code);
        Assert.Contains("try again", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("unlock it", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"param_name":"fields"}""")]
    [InlineData("""{"param":"fields"}""")]
    public async Task The_missing_parameter_is_named_whichever_key_names_it(string details)
    {
        var error = await ErrorAsync(LockingCall.List, 400, Bare("REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", details));

        Assert.Equal("One of the expected parameter is missing (fields)", error.Message);
    }

    [Theory]
    [InlineData(400, InvalidArgument, false)]
    [InlineData(401, AuthenticationError, true)]
    [InlineData(403, PermissionDenied, false)]
    [InlineData(404, ObjectNotFound, false)]
    [InlineData(409, ResourceExists, false)]
    [InlineData(412, InvalidArgument, false)]
    [InlineData(418, InvalidArgument, false)]
    [InlineData(500, ConnectionError, false)]
    [InlineData(503, ConnectionError, false)]
    public async Task A_code_that_nobody_knows_is_judged_by_its_status(int status, ZohoErrorKind kind, bool endsRun)
    {
        var error = await ErrorAsync(LockingCall.Lock, status, Bare("BRAND_NEW", "something new", """{"why":"because"}"""));

        Assert.Equal(("BRAND_NEW", kind, endsRun), (error.Code, error.Kind, error.EndsRun));
        Assert.StartsWith("something new", error.Message, StringComparison.Ordinal);
        Assert.NotEmpty(error.Advice);
        AssertJson("""{"why":"because"}""", error.Details);
    }

    [Theory]
    [InlineData("""{"code":"NOT_ALLOWED"}""")]
    [InlineData("""{"code":"NOT_ALLOWED","details":null,"message":null,"status":"error"}""")]
    [InlineData("""{"code":"NOT_ALLOWED","details":[],"message":"  ","status":"error"}""")]
    [InlineData("""{"code":"NOT_ALLOWED","details":"text","message":7,"status":"error"}""")]
    public async Task An_error_without_message_or_details_is_named_by_its_code(string body)
    {
        var error = await ErrorAsync(LockingCall.Lock, 403, body);

        Assert.Equal(("NOT_ALLOWED", "NOT_ALLOWED", PermissionDenied, null), (error.Code, error.Message, error.Kind, error.Details));
    }

    [Theory]
    [InlineData("""{"resource_path_index":"3"}""")]
    [InlineData("""{"resource_path_index":3.5}""")]
    [InlineData("""{"resource_path_index":null}""")]
    [InlineData("""{"resource_path_index":99999999999}""")]
    public async Task A_place_that_cannot_be_read_does_not_matter(string details)
    {
        var error = await ErrorAsync(LockingCall.Unlock, 400, Bare("INVALID_DATA", "the id given seems to be invalid", details));

        Assert.Equal(("INVALID_DATA", ObjectNotFound), (error.Code, error.Kind));
    }

    /// <summary>The rows of 401 and 403 in protocol sections 1.6, 2.5 and 8, and what their advice has to name: what is missing, and where to change it.</summary>
    public static TheoryData<int, string, string, string, string[]> Refusals { get; } = new()
    {
        { 401, "INVALID_TOKEN", "invalid oauth token", "{}", ["Connection.OpenAsync", "-DataCenter", "-Environment"] },
        { 401, "INVALID_OAUTHTOKEN", "Access token is invalid or expired", "{}", ["Connection.OpenAsync", "15 access tokens"] },
        { 401, "AUTHENTICATION_FAILURE", "Authentication failed", "{}", ["Connection.OpenAsync", "Authorization header", "proxy"] },
        { 401, "OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", "{}", ["ZohoCRM.modules.lockinginformation.CREATE", "API console", "Generate Code"] },
        { 403, "OAUTH_SCOPE_MISMATCH", "Unauthorized", "{}", ["ZohoCRM.modules.leads.CREATE", "authorise again"] },
        {
            403, "NO_PERMISSION", "permission denied", """{"permissions":["Crm_Implied_View_Leads"]}""",
            ["Crm_Implied_View_Leads", "Setup > Security Control > Profiles"]
        },
        { 403, "NO_PERMISSION", "permission denied", "{}", ["Setup > Security Control > Profiles"] },
        {
            400, "AUTHORIZATION_FAILED", "User does not have sufficient privilege to lock", """{"permissions":["Crm_Implied_Edit_Leads"]}""",
            ["Crm_Implied_Edit_Leads", "Setup > Security Control > Profiles"]
        },
        { 403, "NO_PERMISSION", "You do not have permission to unlock this record", "{}", ["unlock", "Setup > Security Control > Profiles"] },
        { 403, "NO_PERMISSION", "The current user does not have permission to unlock record.", "{}", ["unlock", "Setup > Security Control > Profiles"] },
        {
            403, "NO_PERMISSION", "Permission denied to customize record lock configurations. The user does not have permission.", "{}",
            ["Crm_Implied_Customize_Zoho_CRM", "Setup > Security Control > Profiles"]
        },
        {
            403, "NO_PERMISSION", "Record Locking Configuration is not supported for the profile of the user", "{}",
            ["excluded", "Modules and Fields > the module > Record Locking"]
        },
        { 403, "NOT_ALLOWED", "record cannot be locked, only automatic locking is configured", "{}", ["'both'", "Modules and Fields > the module > Record Locking"] },
        { 403, "NOT_ALLOWED", "Automatically locked records can not be unlocked manually", "{}", ["rule", "Modules and Fields > the module > Record Locking"] },
        { 403, "NOT_ALLOWED", "Configuration created by system cannot be deleted", "{}", ["Zoho made this configuration"] },
        { 403, "NOT_SUPPORTED", "the module name given is not supported for the  feature", "{}", ["Deals", "custom modules"] },
        { 403, "BRAND_NEW", "something new", "{}", ["Setup > Security Control > Profiles"] },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task A_refusal_says_what_is_missing_and_where_to_change_it(int status, string code, string message, string details, string[] named)
    {
        var error = await ErrorAsync(LockingCall.Lock, status, Bare(code, message, details));

        Assert.All(named, part => Assert.Contains(part, error.Advice, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_of_another_data_centre_says_which_parameters_to_look_at()
    {
        foreach (var call in Every)
        {
            var error = await ErrorAsync(call, 400, Bare("INVALID_HOST", "the host given seems to be invalid", "{}"));

            Assert.All((string[])["-DataCenter", "-ApiDomain", ".eu"], part => Assert.Contains(part, error.Advice, StringComparison.Ordinal));
        }
    }

    /// <summary>What no source tells is which of them it is.</summary>
    public static TheoryData<int, string, string, string> RefusalsOfAModule { get; } = new()
    {
        { 400, "INVALID_MODULE", "the module name given seems to be invalid", """{"resource_path_index":0}""" },
        { 400, "INVALID_MODULE", "the given module is not supported in api", "{}" },
        { 400, "INVALID_DATA", "relation not found", "{}" },
        { 400, "INVALID_DATA", "relation not found", """{"resource_path_index":3}""" },
        { 400, "NOT_ALLOWED", "Required Record Locking Configuration is not present", """{"resource_path_index":2}""" },
        { 400, "NOT_SUPPORTED", "the module name given is not supported for the  feature", """{"param_name":"module"}""" },
        { 403, "NOT_SUPPORTED", "the module name given is not supported for the  feature", "{}" },
    };

    [Theory]
    [MemberData(nameof(RefusalsOfAModule))]
    public async Task Products_on_v7_are_told_to_need_v8_whatever_the_refusal(int status, string code, string message, string details)
    {
        Assert.Contains("-ApiVersion v8", await AdviceAsync("Products", "v7"), StringComparison.Ordinal);
        Assert.Contains("-ApiVersion v8", await AdviceAsync("products", "v7"), StringComparison.Ordinal);
        Assert.DoesNotContain("-ApiVersion v8", await AdviceAsync("Products", "v8"), StringComparison.Ordinal);
        Assert.DoesNotContain("-ApiVersion v8", await AdviceAsync("Deals", "v7"), StringComparison.Ordinal);
        Assert.DoesNotContain("-ApiVersion v8", await AdviceAsync("Products_2", "v7"), StringComparison.Ordinal);

        async Task<string> AdviceAsync(string module, string version)
        {
            using var server = LiteralServer.Always(Reply.Json(status, Bare(code, message, details)));
            using var connection = await Opened.WithToken(server, version);
            var locking = await Assert.ThrowsAsync<ZohoException>(
                () => new RecordLockClient(connection.Api).LockAsync(module, LockingCalls.RecordId, "x"));
            var configuring = await Assert.ThrowsAsync<ZohoException>(
                () => new LockConfigurationClient(connection.Api).CreateAsync(new() { Module = module, LockType = LockType.Manual }));
            Assert.Equal((code, code), (locking.Error.Code, configuring.Error.Code));
            Assert.Equal(
                locking.Error.Advice.Contains("-ApiVersion v8", StringComparison.Ordinal),
                configuring.Error.Advice.Contains("-ApiVersion v8", StringComparison.Ordinal));
            return locking.Error.Advice;
        }
    }

    [Theory]
    [InlineData(LockingCall.List, "READ")]
    [InlineData(LockingCall.One, "READ")]
    [InlineData(LockingCall.Lock, "CREATE")]
    [InlineData(LockingCall.Update, "UPDATE")]
    [InlineData(LockingCall.Unlock, "DELETE")]
    public async Task A_scope_that_is_missing_is_named_for_each_call(LockingCall call, string operation)
    {
        var error = await ErrorAsync(call, 401, Bare("OAUTH_SCOPE_MISMATCH", "invalid oauth scope to access this URL", "{}"));

        Assert.StartsWith(
            $"The call needs ZohoCRM.modules.lockinginformation.{operation} and ZohoCRM.modules.leads.{operation} ",
            error.Advice,
            StringComparison.Ordinal);
        Assert.Contains(
            "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.settings.record_locking_configurations.ALL",
            error.Advice,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Price_Books", "pricebooks")]
    [InlineData("Sales_Orders", "salesorders")]
    [InlineData("deals", "deals")]
    [InlineData("Campaigns", "campaigns")]
    [InlineData("Machines", "custom")]
    [InlineData("Deals_2", "custom")]
    public async Task A_scope_has_the_name_that_Zoho_gives_the_module(string module, string name)
    {
        using var server = LiteralServer.Always(Reply.Json(401, Bare("OAUTH_SCOPE_MISMATCH", "Unauthorized", "{}")));
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => client.ListAsync(module, LockingCalls.RecordId));

        Assert.Contains($" ZohoCRM.modules.{name}.READ ", failure.Error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/crm/v7/org", "ZohoCRM.org.READ")]
    [InlineData("GET", "/crm/v8/settings/record_locking_configurations?module=Deals", "ZohoCRM.settings.record_locking_configurations.READ")]
    [InlineData("POST", "/crm/v7/settings/record_locking_configurations?module=Deals", "ZohoCRM.settings.record_locking_configurations.CREATE")]
    [InlineData("PUT", "/crm/v7/settings/record_locking_configurations/58?module=Deals", "ZohoCRM.settings.record_locking_configurations.UPDATE")]
    [InlineData("DELETE", "/crm/v7/settings/record_locking_configurations/58?module=Deals", "ZohoCRM.settings.record_locking_configurations.DELETE")]
    public void Other_calls_have_scopes_of_their_own(string method, string path, string scope) =>
        Assert.Equal([scope], RequiredScopes.Of(new HttpMethod(method), path));

    [Fact]
    public void Of_a_call_that_nobody_knows_no_scope_is_named() =>
        Assert.Empty(RequiredScopes.Of(HttpMethod.Get, "/crm/v7/Deals/1/Notes"));

    [Theory]
    [InlineData("""{"permissions":["Crm_Implied_View_Leads"]}""", "permission denied (Crm_Implied_View_Leads)")]
    [InlineData("""{"permissions":["Crm_Implied_View_Leads","Crm_Implied_Edit_Leads"]}""", "permission denied (Crm_Implied_View_Leads, Crm_Implied_Edit_Leads)")]
    [InlineData("""{"permissions":[]}""", "permission denied")]
    [InlineData("""{"permissions":[null,7]}""", "permission denied")]
    [InlineData("""{"permissions":"all"}""", "permission denied")]
    public async Task The_permissions_that_Zoho_names_are_part_of_the_message(string details, string message) =>
        Assert.Equal(message, (await ErrorAsync(LockingCall.List, 403, Bare("NO_PERMISSION", "permission denied", details))).Message);

    [Theory]
    [InlineData(401, "<html><body>Sign in to the proxy</body></html>")]
    [InlineData(401, "")]
    [InlineData(403, "<html><body>Access denied</body></html>")]
    [InlineData(403, "")]
    [InlineData(403, """{"error":"blocked"}""")]
    public async Task A_refusal_that_is_not_in_Zohos_words_may_be_a_proxys(int status, string body)
    {
        var error = await ErrorAsync(LockingCall.Lock, status, body);

        Assert.Equal($"HTTP_{status}", error.Code);
        Assert.Contains("a proxy or a firewall", error.Advice, StringComparison.Ordinal);
        Assert.Contains("-ApiDomain", error.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("Profiles", error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500, """{"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}""")]
    [InlineData(502, "<html><body>Bad Gateway</body></html>")]
    [InlineData(200, "<html><body>Sign in</body></html>")]
    public async Task Only_a_change_is_to_be_looked_at_before_it_is_repeated(int status, string body)
    {
        const string Look = "Look at the record with RecordLockClient.ListAsync before you repeat it. ";
        foreach (var call in LockingCalls.All)
        {
            var isChange = call is not (LockingCall.List or LockingCall.One);
            var error = await ErrorAsync(call, status, body);

            Assert.Equal(isChange, error.Advice.StartsWith(Look, StringComparison.Ordinal));
            Assert.NotEmpty(error.Advice.Replace(Look, string.Empty, StringComparison.Ordinal));
            Assert.Equal(isChange, error.Message.EndsWith(", so the outcome is not known", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Causes_that_share_a_code_have_advice_of_their_own()
    {
        string[] advice =
        [
            (await ErrorAsync(LockingCall.Lock, 403, Bare("NOT_ALLOWED", "record is already locked", """{"resource_path_index":1}"""))).Advice,
            (await ErrorAsync(LockingCall.Lock, 403, Bare("NOT_ALLOWED", "record cannot be locked, only automatic locking is configured", "{}"))).Advice,
            (await ErrorAsync(LockingCall.Unlock, 403, Bare("NOT_ALLOWED", "Automatically locked records can not be unlocked manually", "{}"))).Advice,
            (await ErrorAsync(LockingCall.Lock, 400, Bare("NOT_ALLOWED", "Required Record Locking Configuration is not present", "{}"))).Advice,
            (await ErrorAsync(LockingCall.Lock, 400, Bare("INVALID_DATA", "the related id given seems to be invalid", """{"resource_path_index":1}"""))).Advice,
            (await ErrorAsync(LockingCall.Unlock, 400, Bare("INVALID_DATA", "the id given seems to be invalid", """{"resource_path_index":3}"""))).Advice,
            (await ErrorAsync(LockingCall.Unlock, 400, Bare("INVALID_DATA", "relation not found", """{"resource_path_index":3}"""))).Advice,
            (await ErrorAsync(LockingCall.Unlock, 403, Bare("NO_PERMISSION", "You do not have permission to unlock this record", "{}"))).Advice,
            (await ErrorAsync(LockingCall.Lock, 403, Bare("NO_PERMISSION", "Permission denied to customize record lock configurations.", "{}"))).Advice,
            (await ErrorAsync(LockingCall.List, 403, Bare("NO_PERMISSION", "Record Locking Configuration is not supported for the profile of the user", "{}"))).Advice,
            (await ErrorAsync(LockingCall.List, 403, Bare("NO_PERMISSION", "permission denied", "{}"))).Advice,
            (await ErrorAsync(LockingCall.List, 401, Bare("INVALID_TOKEN", "invalid oauth token", "{}"))).Advice,
            (await ErrorAsync(LockingCall.List, 401, Bare("INVALID_OAUTHTOKEN", "Access token is invalid or expired", "{}"))).Advice,
            (await ErrorAsync(LockingCall.List, 401, Bare("AUTHENTICATION_FAILURE", "Authentication failed", "{}"))).Advice,
        ];

        Assert.Equal(advice.Length, advice.Distinct().Count());
        Assert.Contains("RecordLockClient.UpdateReasonAsync", advice[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5843104000000420000", """{"resource_path_index":1}""")]
    [InlineData("584310400000042000", """{"resource_path_index":1}""")]
    [InlineData("5843104000000420", """{"resource_path_index":1}""")]
    [InlineData("5843104000000420000", "{}")]
    public async Task An_unknown_id_that_ends_in_zeros_may_have_been_cut_by_a_spreadsheet(string recordId, string details)
    {
        var advice = await AdviceOnUnknownAsync(recordId, details);

        Assert.Contains("zeros after its 15th digit, as a spreadsheet leaves ids", advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5843104000000420001")]
    [InlineData("584310400000042")]
    [InlineData("500000000000000")]
    [InlineData("10")]
    public async Task Another_unknown_id_has_no_advice_on_spreadsheets(string recordId) =>
        Assert.DoesNotContain("spreadsheet", await AdviceOnUnknownAsync(recordId, """{"resource_path_index":1}"""), StringComparison.Ordinal);

    [Fact]
    public async Task The_exception_says_what_the_error_says()
    {
        using var server = LiteralServer.Always(Reply.Json(403, Bare("NOT_ALLOWED", "record is already locked", "{}")));
        using var connection = await Opened.WithToken(server);

        var failure = await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

        Assert.Equal("record is already locked", failure.Message);
        Assert.Equal(failure.Error.Message, failure.Message);
    }

    [Fact]
    public async Task An_error_is_not_tried_again()
    {
        foreach (var status in (int[])[400, 403, 404, 500, 502, 503])
        {
            using var server = LiteralServer.Always(Reply.Json(status, Bare("INTERNAL_ERROR", "Internal Server Error", "{}")));
            using var connection = await Opened.WithToken(server);

            await new RecordLockClient(connection.Api).FailAsync(LockingCall.Lock);

            Assert.Single(server.Requests);
        }
    }

    private static async Task<string> AdviceOnUnknownAsync(string recordId, string details)
    {
        using var server = LiteralServer.Always(Reply.Json(400, Bare("INVALID_DATA", "the related id given seems to be invalid", details)));
        using var connection = await Opened.WithToken(server);
        return (await Assert.ThrowsAsync<ZohoException>(() => new RecordLockClient(connection.Api).LockAsync(LockingCalls.Module, recordId, "x"))).Error.Advice;
    }

    private static string Bare(string code, string message, string details) =>
        $$"""{"code":"{{code}}","details":{{details}},"message":"{{message}}","status":"error"}""";

    private static async Task<ZohoError> ErrorAsync(LockingCall call, int status, string body)
    {
        using var server = LiteralServer.Always(Reply.Json(status, body));
        using var connection = await Opened.WithToken(server);
        return (await new RecordLockClient(connection.Api).FailAsync(call)).Error;
    }

    private static void AssertJson(string expected, string? actual)
    {
        Assert.NotNull(actual);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
    }
}
