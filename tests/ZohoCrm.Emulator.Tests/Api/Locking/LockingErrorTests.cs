namespace ZohoCrm.Emulator.Tests.Api.Locking;

/// <summary>Each row of table 1.6 of the protocol notes, with its bodies.</summary>
public sealed class LockingErrorTests : IDisposable
{
    private const string RelationNotFound = """{"code":"INVALID_DATA","details":{},"message":"relation not found","status":"error"}""";

    private const string ConfigurationMissing = """
        {"code":"NOT_ALLOWED","details":{"resource_path_index":2},"message":"Required Record Locking Configuration is not present","status":"error"}
        """;

    private const string OnlyAutomatic = """
        {"code":"NOT_ALLOWED","details":{"resource_path_index":1},
         "message":"record cannot be locked, only automatic locking is configured","status":"error"}
        """;

    private const string WrongMethod = """
        {"code":"INVALID_REQUEST_METHOD","details":{},"message":"The http request method type is not a valid one","status":"error"}
        """;

    private readonly Emulation _emulation = new();

    public static TheoryData<string, string, string?> AllCalls => new()
    {
        { "GET", "{0}?fields=id", null },
        { "GET", "{0}/1", null },
        { "POST", "{0}", Emulation.ReasonBody },
        { "PUT", "{0}/1", Emulation.ReasonBody },
        { "DELETE", "{0}/1", null },
    };

    public void Dispose() => _emulation.Dispose();

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task An_unknown_module_is_INVALID_MODULE(string method, string path, string? body)
    {
        var answer = await SendAsync(method, path, body, "/crm/v7/Leeds/5843104000000425566/Locking_Information__s");

        answer.Is(400, """
            {"code":"INVALID_MODULE","details":{"resource_path_index":0},"message":"the module name given seems to be invalid","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task An_unknown_record_is_INVALID_DATA(string method, string path, string? body)
    {
        var answer = await SendAsync(method, path, body, "/crm/v7/Leads/5843104000000425567/Locking_Information__s");

        answer.Is(400, """
            {"code":"INVALID_DATA","details":{"resource_path_index":1},"message":"the related id given seems to be invalid","status":"error"}
            """);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_module_that_was_never_configured_has_no_relation(string method, string path, string? body)
    {
        _emulation.Leads.LockingConfiguration = LockingConfiguration.None;

        var answer = await SendAsync(method, path, body);

        answer.Is(400, method == "DELETE"
            ? """{"code":"INVALID_DATA","details":{"resource_path_index":3},"message":"relation not found","status":"error"}"""
            : RelationNotFound);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_module_without_configuration_is_NOT_ALLOWED(string method, string path, string? body)
    {
        _emulation.Leads.LockingConfiguration = LockingConfiguration.Missing;

        (await SendAsync(method, path, body)).Is(400, ConfigurationMissing);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task An_edition_without_locking_is_FEATURE_NOT_SUPPORTED(string method, string path, string? body)
    {
        _emulation.Settings.Permissions.EditionSupported = false;

        (await SendAsync(method, path, body)).Is(400, """
            {"code":"FEATURE_NOT_SUPPORTED","details":{},"message":"Record Locking Configuration is not supported in your edition","status":"error"}
            """);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task An_unknown_lock_id_is_INVALID_DATA(string method)
    {
        _emulation.Leads.SetLocked(Emulation.RecordId);

        var answer = await _emulation.SendAsync(method, Emulation.LockPath("5843104000000804020"), Emulation.ReasonBody);

        answer.Is(400, """
            {"code":"INVALID_DATA","details":{"resource_path_index":3},"message":"the id given seems to be invalid","status":"error"}
            """);
    }

    [Fact]
    public async Task The_lock_id_of_another_record_is_unknown()
    {
        var other = _emulation.Leads.AddRecords(1)[0];
        var id = _emulation.Leads.SetLocked(other).Id;
        _emulation.Leads.SetLocked(Emulation.RecordId);

        Assert.Equal("the id given seems to be invalid", (await _emulation.SendAsync("DELETE", Emulation.LockPath(id))).Message);
        Assert.Equal(2, _emulation.Leads.LockedCount);
    }

    [Theory]
    [InlineData("POST", """{"data":[{}]}""")]
    [InlineData("POST", """{"data":[{"Locked_Reason__s":null}]}""")]
    [InlineData("POST", """{"data":[{"locked_reason__s":"x"}]}""")]
    [InlineData("PUT", """{"data":[{}]}""")]
    public async Task A_missing_reason_is_MANDATORY_NOT_FOUND(string method, string body)
    {
        var path = method == "POST" ? Emulation.Locks : Emulation.LockPath(_emulation.Leads.SetLocked(Emulation.RecordId).Id);

        (await _emulation.SendAsync(method, path, body)).Is(400, """
            {"data":[{"code":"MANDATORY_NOT_FOUND","details":{"api_name":"Locked_Reason__s","json_path":"$.data[0].Locked_Reason__s"},
              "message":"required field not found","status":"error"}]}
            """);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?fields=")]
    public async Task Missing_fields_are_REQUIRED_PARAM_MISSING(string query)
    {
        (await _emulation.GetAsync(Emulation.Locks + query)).Is(400, """
            {"code":"REQUIRED_PARAM_MISSING","details":{"param_name":"fields"},"message":"One of the expected parameter is missing","status":"error"}
            """);
    }

    [Fact]
    public async Task A_locked_record_cannot_be_locked_again()
    {
        Assert.Equal(201, (await _emulation.LockAsync()).Status);

        (await _emulation.LockAsync()).Is(403, """
            {"code":"NOT_ALLOWED","details":{"resource_path_index":1},"message":"record is already locked","status":"error"}
            """);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", "/1")]
    public async Task Manual_locks_are_refused_where_only_rules_lock(string method, string path)
    {
        _emulation.Leads.LockingConfiguration = LockingConfiguration.Automatic;

        (await _emulation.SendAsync(method, Emulation.Locks + path, Emulation.ReasonBody)).Is(403, OnlyAutomatic);
    }

    [Fact]
    public async Task Automatic_locks_cannot_be_changed_or_removed()
    {
        _emulation.Leads.LockingConfiguration = LockingConfiguration.Both;
        var id = _emulation.Leads.SetLocked(Emulation.RecordId, LockKind.Automatic).Id;

        (await _emulation.SendAsync("DELETE", Emulation.LockPath(id))).Is(403, """
            {"code":"NOT_ALLOWED","details":{"resource_path_index":1},"message":"Automatically locked records can not be unlocked manually","status":"error"}
            """);
        (await _emulation.SendAsync("PUT", Emulation.LockPath(id), Emulation.ReasonBody)).Is(403, OnlyAutomatic);
        Assert.Equal(1, _emulation.Leads.LockedCount);
    }

    [Fact]
    public async Task Unlocking_without_permission_is_NO_PERMISSION()
    {
        _emulation.Settings.Permissions.MayUnlock = false;
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;

        (await _emulation.SendAsync("DELETE", Emulation.LockPath(id))).Is(403, """
            {"code":"NO_PERMISSION","details":{"resource_path_index":1},"message":"You do not have permission to unlock this record","status":"error"}
            """);
        Assert.Equal(1, _emulation.Leads.LockedCount);
    }

    [Theory]
    [InlineData("POST", "")]
    [InlineData("PUT", "/1")]
    public async Task Locking_without_permission_is_NO_PERMISSION(string method, string path)
    {
        _emulation.Settings.Permissions.MayLock = false;

        (await _emulation.SendAsync(method, Emulation.Locks + path, Emulation.ReasonBody)).Is(403, """
            {"code":"NO_PERMISSION","details":{"resource_path_index":1},
             "message":"Permission denied to customize record lock configurations. The user does not have permission.","status":"error"}
            """);
    }

    [Theory]
    [InlineData("?fields=id")]
    [InlineData("/1")]
    public async Task Reading_with_an_unsupported_profile_is_NO_PERMISSION(string path)
    {
        _emulation.Settings.Permissions.ProfileSupported = false;

        (await _emulation.GetAsync(Emulation.Locks + path)).Is(403, """
            {"code":"NO_PERMISSION","details":{"resource_path_index":1},
             "message":"Record Locking Configuration is not supported for the profile of the user","status":"error"}
            """);
    }

    [Theory]
    [InlineData("PATCH", "", WrongMethodStatus.Forbidden)]
    [InlineData("PATCH", "", WrongMethodStatus.BadRequest)]
    [InlineData("PATCH", "/1", WrongMethodStatus.MethodNotAllowed)]
    [InlineData("POST", "/1", WrongMethodStatus.Forbidden)]
    [InlineData("PUT", "", WrongMethodStatus.Forbidden)]
    [InlineData("DELETE", "", WrongMethodStatus.BadRequest)]
    public async Task A_wrong_method_is_INVALID_REQUEST_METHOD(string method, string path, WrongMethodStatus status)
    {
        _emulation.Settings.Contradictions.WrongMethodStatus = status;

        (await _emulation.SendAsync(method, Emulation.Locks + path, Emulation.ReasonBody)).Is((int)status, WrongMethod);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/crm")]
    [InlineData("/crm/v7")]
    [InlineData("/crm/v7/")]
    [InlineData("/crm/x7/Leads")]
    [InlineData("/crm/v7/Leads/")]
    [InlineData("/crm/v7/Leads//Locking_Information__s")]
    [InlineData("/crm/v7/Leads/1/Locked")]
    [InlineData("/crm/v7/Leads/1/Locking_Information__s/2/3")]
    [InlineData("/crm/v7/settings/nonsense")]
    [InlineData("/oauth/v2/token/nonsense")]
    [InlineData("/oauth/v3/token")]
    public async Task An_unknown_path_is_INVALID_URL_PATTERN(string path)
    {
        (await _emulation.GetAsync(path)).Is(404, """
            {"code":"INVALID_URL_PATTERN","details":{},"message":"Please check if the URL trying to access is a correct one","status":"error"}
            """);
    }

    [Theory]
    [InlineData("v2")]
    [InlineData("v6")]
    [InlineData("v9")]
    public async Task An_unsupported_version_is_API_NOT_SUPPORTED(string version)
    {
        var answer = await _emulation.GetAsync($"/crm/{version}/Leads/5843104000000425566/Locking_Information__s?fields=id");

        Assert.Equal((400, "API_NOT_SUPPORTED", 8), (answer.Status, answer.Code, (int)answer.Json["details"]!["supported_version"]!));
    }

    [Fact]
    public async Task A_500_fault_is_INTERNAL_ERROR()
    {
        _emulation.Emulator.Inject(new Fault { Kind = FaultKind.StatusAnswer, Count = 1 });

        (await _emulation.LockAsync()).Is(500, """{"code":"INTERNAL_ERROR","details":{},"message":"Internal Server Error","status":"error"}""");
    }

    [Theory]
    [InlineData("Products", "v7", "relation not found")]
    [InlineData("Products", "v8", null)]
    [InlineData("Campaigns", "v8", "relation not found")]
    [InlineData("CustomModule1", "v7", null)]
    public async Task Some_modules_cannot_be_locked(string name, string version, string? message)
    {
        var id = _emulation.Emulator.AddModule(name).AddRecords(1)[0];

        var answer = await _emulation.SendAsync("POST", $"/crm/{version}/{name}/{id}/Locking_Information__s", Emulation.ReasonBody);

        Assert.Equal(message ?? "record added", answer.Message);
    }

    [Fact]
    public async Task A_hidden_module_is_INVALID_MODULE()
    {
        _emulation.Leads.IsHidden = true;

        Assert.Equal((400, "INVALID_MODULE", "the module name given seems to be invalid"), Essence(await _emulation.LockAsync()));
    }

    [Fact]
    public async Task A_module_without_API_support_is_INVALID_MODULE()
    {
        _emulation.Leads.IsApiSupported = false;

        Assert.Equal((400, "INVALID_MODULE", "the given module is not supported in api"), Essence(await _emulation.LockAsync()));
    }

    [Fact]
    public async Task Locking_information_cannot_be_listed()
    {
        var answer = await _emulation.GetAsync("/crm/v7/Locking_Information__s?fields=Locked_For__s");

        Assert.Equal((400, "INVALID_MODULE", "the given module is not supported in api"), Essence(answer));
    }

    private static (int, string?, string?) Essence(Answer answer) => (answer.Status, answer.Code, answer.Message);

    private Task<Answer> SendAsync(string method, string path, string? body, string locks = Emulation.Locks) =>
        _emulation.SendAsync(method, path.Replace("{0}", locks, StringComparison.Ordinal), body);
}
