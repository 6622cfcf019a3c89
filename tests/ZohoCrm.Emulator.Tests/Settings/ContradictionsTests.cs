namespace ZohoCrm.Emulator.Tests.Settings;

/// <summary>The settings for what the sources disagree on (protocol 11).</summary>
public sealed class ContradictionsTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private Contradictions Contradictions => _emulation.Settings.Contradictions;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Keys_can_be_cased_as_SDK_7_reads_them()
    {
        Contradictions.ReadKeys = ReadKeyCasing.Sdk7;
        _emulation.Leads.SetLocked(Emulation.RecordId, reason: "x");

        var answer = await _emulation.ListAsync();

        var keys = answer.Json["data"]![0]!.AsObject().Select(pair => pair.Key);
        Assert.Equal(
            [
                "locked_by__s", "locked_for_s", "locked_reason__s", "Record_Locking_Configuration_Id__s", "Record_Locking_Rule_Id__s",
                "$editable", "id", "$sharing_permission", "lock_source__s", "Locked_time__s",
            ],
            keys);
    }

    [Fact]
    public async Task Fields_can_be_optional()
    {
        Contradictions.FieldsMandatory = false;
        _emulation.Leads.SetLocked(Emulation.RecordId, reason: "x");

        var answer = await _emulation.GetAsync(Emulation.Locks);

        Assert.Equal((200, "x"), (answer.Status, (string?)answer.Json["data"]![0]!["Locked_Reason__s"]));
    }

    [Fact]
    public async Task A_missing_parameter_can_be_named_by_param()
    {
        Contradictions.MissingParameterKey = MissingParameterKey.Param;

        Assert.Equal("""{"param":"fields"}""", (await _emulation.GetAsync(Emulation.Locks)).Json["details"]!.ToJsonString());
    }

    [Fact]
    public async Task Relation_not_found_can_have_empty_details_on_DELETE()
    {
        Contradictions.RelationNotFoundIndexOnDelete = false;
        _emulation.Leads.LockingConfiguration = LockingConfiguration.None;

        (await _emulation.SendAsync("DELETE", Emulation.LockPath("1"))).Is(
            400, """{"code":"INVALID_DATA","details":{},"message":"relation not found","status":"error"}""");
    }

    [Fact]
    public async Task Errors_can_have_the_wording_of_the_pages()
    {
        Contradictions.Wording = ErrorWording.Pages;
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;
        _emulation.Settings.Permissions.MayUnlock = false;

        Assert.Equal("Record is already locked.", (await _emulation.LockAsync()).Message);
        Assert.Equal(
            "The current user does not have permission to unlock record.",
            (await _emulation.SendAsync("DELETE", Emulation.LockPath(id))).Message);
    }

    [Theory]
    [InlineData(true, "Both", "Both")]
    [InlineData(false, "Manual", "Automatic")]
    public async Task A_record_with_two_locks_can_have_the_source_Both(bool isBoth, string first, string second)
    {
        Contradictions.LockSourceBoth = isBoth;
        _emulation.Leads.SetLocked(Emulation.RecordId);
        _emulation.Leads.SetLocked(Emulation.RecordId, LockKind.Automatic);

        var rows = (await _emulation.ListAsync()).Json["data"]!.AsArray();

        Assert.Equal([first, second], rows.Select(row => (string?)row!["Lock_Source__s"]));
    }

    [Fact]
    public async Task A_record_with_one_lock_has_its_own_source()
    {
        Contradictions.LockSourceBoth = true;
        _emulation.Leads.LockingConfiguration = LockingConfiguration.Both;
        _emulation.Leads.SetLocked(Emulation.RecordId);

        Assert.Equal("Manual", (string?)(await _emulation.ListAsync()).Json["data"]![0]!["Lock_Source__s"]);
    }

    [Theory]
    [InlineData(MalformedLockIdAnswer.AsUnknown, "%2E%2Ex", 400, "INVALID_DATA")]
    [InlineData(MalformedLockIdAnswer.AsUnknown, "58431040abc", 400, "INVALID_DATA")]
    [InlineData(MalformedLockIdAnswer.InvalidUrlPattern, "58431040abc", 404, "INVALID_URL_PATTERN")]
    [InlineData(MalformedLockIdAnswer.InvalidUrlPattern, "5843104000000804020", 400, "INVALID_DATA")]
    public async Task A_malformed_lock_id_answers_as_set(MalformedLockIdAnswer choice, string id, int status, string code)
    {
        Contradictions.MalformedLockId = choice;
        _emulation.Leads.SetLocked(Emulation.RecordId);

        var answer = await _emulation.GetAsync(Emulation.LockPath(id));

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Ids_can_be_numbers()
    {
        Contradictions.LockIdsAsNumbers = true;
        var entry = _emulation.Leads.SetLocked(Emulation.RecordId);

        var answer = await _emulation.ListAsync();

        Assert.Contains($"\"id\":{entry.Id},", answer.Body, StringComparison.Ordinal);
        Assert.Contains($"\"Record_Locking_Configuration_Id__s\":{entry.ConfigurationId},", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"Record_Locking_Rule_Id__s\":null", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(7, false)]
    [InlineData(8, false)]
    public async Task Locks_can_have_several_pages(int version, bool byToken)
    {
        _emulation.Leads.SetLocked(Emulation.RecordId, LockKind.Automatic);
        _emulation.Leads.SetLocked(Emulation.RecordId);
        Contradictions.LocksPerPage = 1;
        var list = $"{Emulation.Locks}?fields=Lock_Source__s".Replace("v7", $"v{version}", StringComparison.Ordinal);

        var first = (await _emulation.GetAsync(list)).Json;
        var token = (string?)first["info"]!["next_page_token"];
        var second = (await _emulation.GetAsync(byToken ? $"{list}&page_token={token}" : $"{list}&page=2")).Json;

        Assert.Equal(version == 7, token is not null);
        Assert.Equal(
            ("Automatic", 1, true), ((string)first["data"]![0]!["Lock_Source__s"]!, (int)first["info"]!["page"]!, (bool)first["info"]!["more_records"]!));
        Assert.Equal(
            ("Manual", 2, false), ((string)second["data"]![0]!["Lock_Source__s"]!, (int)second["info"]!["page"]!, (bool)second["info"]!["more_records"]!));
        Assert.Null(second["info"]!["next_page_token"]);
    }

    [Theory]
    [InlineData("&page_token=x", "TOKEN_BOUND_DATA_MISMATCH")]
    [InlineData("&page_token={0}&per_page=2", null)]
    [InlineData("&page_token={0}&page=2", "AMBIGUITY_DURING_PROCESSING")]
    public async Task A_page_token_is_only_valid_for_its_list(string query, string? code)
    {
        _emulation.Leads.SetLocked(Emulation.RecordId, LockKind.Automatic);
        _emulation.Leads.SetLocked(Emulation.RecordId);
        Contradictions.LocksPerPage = 1;
        var token = (string)(await _emulation.ListAsync()).Json["info"]!["next_page_token"]!;

        var answer = await _emulation.GetAsync($"{Emulation.Locks}?fields=id{query.Replace("{0}", token, StringComparison.Ordinal)}");

        Assert.Equal(code is null ? 200 : 400, answer.Status);
        Assert.Equal(code, code is null ? null : answer.Code);

        _emulation.Time.Advance(TimeSpan.FromDays(1));
        _emulation.Token = _emulation.Emulator.CreateAccessToken();
        Assert.Equal("EXPIRED_VALUE", (await _emulation.GetAsync($"{Emulation.Locks}?fields=id&page_token={token}")).Code);
    }

    [Theory]
    [InlineData(LockScope.LockingInformation, "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL", true)]
    [InlineData(LockScope.LockingInformation, "ZohoCRM.modules.leads.CREATE,ZohoCRM.modules.lockinginformation.Create", true)]
    [InlineData(LockScope.LockingInformation, "ZohoCRM.modules.ALL", false)]
    [InlineData(LockScope.LockingInformation, "ZohoCRM.modules.lockinginformation.ALL", false)]
    [InlineData(LockScope.LockingInformation, "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.READ", false)]
    [InlineData(LockScope.LockingInformation, "ZohoCRM.modules.deals.ALL,ZohoCRM.modules.lockinginformation.ALL", false)]
    [InlineData(LockScope.ModuleAlone, "ZohoCRM.modules.ALL", true)]
    [InlineData(LockScope.ModuleAlone, "ZohoCRM.modules.lockinginformation.ALL", false)]
    [InlineData(LockScope.CustomModules, "ZohoCRM.modules.custom.CREATE", true)]
    [InlineData(LockScope.CustomModules, "ZohoCRM.modules.ALL", false)]
    [InlineData(LockScope.LockingConfigurations, "ZohoCRM.settings.record_locking_configurations.ALL", true)]
    [InlineData(LockScope.LockingConfigurations, "ZohoCRM.modules.ALL", false)]
    [InlineData(LockScope.SettingsModules, "ZohoCRM.settings.modules.CREATE", true)]
    [InlineData(LockScope.SettingsModules, "ZohoCRM.settings.modules.READ", false)]
    public async Task Locking_requires_the_scope_that_is_set(LockScope scope, string granted, bool suffices)
    {
        Contradictions.LockScope = scope;
        _emulation.Settings.Scopes = granted;

        var answer = await _emulation.LockAsync();

        if (suffices)
        {
            Assert.Equal(201, answer.Status);
        }
        else
        {
            answer.Is(401, """
                {"code":"OAUTH_SCOPE_MISMATCH","details":{"method":"POST","url":"/crm/v7/Leads/5843104000000425566/Locking_Information__s"},
                 "message":"invalid oauth scope to access this URL","status":"error"}
                """);
        }
    }
}
