namespace ZohoCrm.Emulator.Tests.Settings;

/// <summary>The settings for what no source says (protocol 12).</summary>
public sealed class UnknownsTests : IDisposable
{
    private readonly Emulation _emulation = new();

    private Unknowns Unknowns => _emulation.Settings.Unknowns;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task An_unlocked_record_can_answer_an_empty_list()
    {
        Unknowns.NotLocked = NotLockedAnswer.EmptyList;

        (await _emulation.ListAsync()).Is(200, """
            {"data":[],"info":{"per_page":200,"next_page_token":null,"count":0,"page":1,
             "previous_page_token":null,"page_token_expiry":null,"more_records":false}}
            """);
    }

    [Theory]
    [InlineData(UnknownLockIdAnswer.RelatedIdInvalid, 400)]
    [InlineData(UnknownLockIdAnswer.NoContent, 204)]
    public async Task An_unknown_lock_id_answers_as_set(UnknownLockIdAnswer choice, int status)
    {
        Unknowns.UnknownLockId = choice;
        _emulation.Leads.SetLocked(Emulation.RecordId);

        var answer = await _emulation.GetAsync(Emulation.LockPath("5843104000000804020"));

        answer.Is(status, status == 204 ? "" : """
            {"code":"INVALID_DATA","details":{"resource_path_index":3},"message":"the related id given seems to be invalid","status":"error"}
            """);
    }

    [Fact]
    public async Task One_lock_can_have_an_info_object()
    {
        Unknowns.GetLockHasInfo = true;
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;

        Assert.Equal(1, (int)(await _emulation.GetAsync(Emulation.LockPath(id))).Json["info"]!["count"]!);
    }

    [Fact]
    public async Task Writes_without_a_lock_id_can_apply_to_the_lock()
    {
        Unknowns.CollectionWrites = CollectionWriteAnswer.AppliesToTheLock;
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;

        var updated = await _emulation.SendAsync("PUT", Emulation.Locks, """{"data":[{"Locked_Reason__s":"new"}]}""");
        var reason = _emulation.Leads.GetLocks(Emulation.RecordId)[0].Reason;
        var removed = await _emulation.SendAsync("DELETE", Emulation.Locks);
        var again = await _emulation.SendAsync("DELETE", Emulation.Locks);

        Assert.Equal((200, "new", 200, 0), (updated.Status, reason, removed.Status, _emulation.Leads.LockedCount));
        Assert.Equal(id, (string?)removed.Json["data"]![0]!["details"]!["id"]);
        Assert.Equal((400, "the id given seems to be invalid"), (again.Status, again.Message));
    }

    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 201)]
    public async Task An_empty_reason_can_be_accepted(bool accepted, int status)
    {
        Unknowns.EmptyReasonAccepted = accepted;

        var answer = await _emulation.LockAsync("""{"data":[{"Locked_Reason__s":""}]}""");

        Assert.Equal((status, accepted ? "SUCCESS" : "MANDATORY_NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(3000, false, 201)]
    [InlineData(3001, false, 400)]
    [InlineData(3001, true, 201)]
    public async Task A_long_reason_can_be_accepted(int length, bool accepted, int status)
    {
        Unknowns.LongReasonAccepted = accepted;

        var answer = await _emulation.LockAsync($$"""{"data":[{"Locked_Reason__s":"{{new string('x', length)}}"}]}""");

        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            Assert.Equal((3000, "INVALID_DATA"), ((int)answer.Json["data"]![0]!["details"]!["maximum_length"]!, answer.Code));
        }
    }

    [Fact]
    public async Task Empty_data_can_be_accepted()
    {
        Assert.Equal((400, "INVALID_DATA"), Essence(await _emulation.LockAsync("""{"data":[]}""")));

        Unknowns.EmptyDataAccepted = true;

        (await _emulation.LockAsync("""{"data":[]}""")).Is(200, """{"data":[]}""");
        Assert.Equal(0, _emulation.Leads.LockedCount);
    }

    [Fact]
    public async Task Several_items_in_data_can_be_accepted()
    {
        const string Body = """{"data":[{"Locked_Reason__s":"first"},{"Locked_Reason__s":"second"}]}""";
        (await _emulation.LockAsync(Body)).Is(400, """
            {"code":"INVALID_DATA","details":{"maximum_length":1,"api_name":"data","json_path":"$.data"},"message":"invalid data","status":"error"}
            """);

        Unknowns.SeveralItemsAccepted = true;

        Assert.Equal(201, (await _emulation.LockAsync(Body)).Status);
        Assert.Equal("first", _emulation.Leads.GetLocks(Emulation.RecordId)[0].Reason);
    }

    [Fact]
    public async Task An_automatically_locked_record_can_get_a_manual_lock()
    {
        _emulation.Leads.LockingConfiguration = LockingConfiguration.Both;
        _emulation.Leads.SetLocked(Emulation.RecordId, LockKind.Automatic);
        Assert.Equal("record is already locked", (await _emulation.LockAsync()).Message);

        Unknowns.LockOverAutomatic = true;

        Assert.Equal(201, (await _emulation.LockAsync()).Status);
        var rows = (await _emulation.ListAsync()).Json;
        Assert.Equal(["Automatic", "Manual"], rows["data"]!.AsArray().Select(row => (string)row!["Lock_Source__s"]!));
        Assert.Equal(2, (int)rows["info"]!["count"]!);
        Assert.Equal(1, _emulation.Leads.LockedCount);
        Assert.Equal("record is already locked", (await _emulation.LockAsync()).Message);
        Assert.Equal(1, _emulation.Emulator.Counters.RepeatedLocks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_user_may_unlock_as_set(bool may)
    {
        Unknowns.OtherUserMayUnlock = may;
        var other = _emulation.Emulator.AddUser("Jane Doe");
        var id = _emulation.Leads.SetLocked(Emulation.RecordId, user: other).Id;

        var row = (await _emulation.ListAsync()).Json["data"]![0]!;
        Assert.Equal((may, other.Id), ((bool)row["$editable"]!, (string?)row["Locked_By__s"]!["id"]));
        Assert.Equal(403, (await _emulation.LockAsync()).Status);
        Assert.Equal(0, _emulation.Emulator.Counters.RepeatedLocks);
        var updated = await _emulation.SendAsync("PUT", Emulation.LockPath(id), Emulation.ReasonBody);
        Assert.Equal(may ? 200 : 403, updated.Status);
        Assert.Equal(may ? 200 : 403, (await _emulation.SendAsync("DELETE", Emulation.LockPath(id))).Status);
        Assert.Equal(may ? 0 : 1, _emulation.Leads.LockedCount);

        _emulation.Token = _emulation.Emulator.CreateAccessToken(other);
        Assert.Equal(may ? 400 : 200, (await _emulation.SendAsync("DELETE", Emulation.LockPath(id))).Status);
    }

    [Fact]
    public async Task Ids_can_select_locks()
    {
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;
        Assert.Equal(200, (await _emulation.GetAsync($"{Emulation.Locks}?fields=id&ids=1")).Status);

        Unknowns.Ids = IdsParameter.SelectsLocks;

        Assert.Equal(204, (await _emulation.GetAsync($"{Emulation.Locks}?fields=id&ids=1")).Status);
        Assert.Equal(200, (await _emulation.GetAsync($"{Emulation.Locks}?fields=id&ids=1,{id}")).Status);
    }

    [Fact]
    public async Task Deleted_records_can_be_lockable()
    {
        Assert.True(_emulation.Leads.DeleteRecord(Emulation.RecordId));
        Assert.Equal("the related id given seems to be invalid", (await _emulation.LockAsync()).Message);

        Unknowns.DeletedRecordsLockable = true;

        Assert.Equal(201, (await _emulation.LockAsync()).Status);
        Assert.Equal("the id given seems to be invalid", (await _emulation.GetAsync($"/crm/v7/Leads/{Emulation.RecordId}")).Message);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void Removing_the_configuration_unlocks_as_set(bool unlocks, int left)
    {
        Unknowns.ConfigurationRemovalUnlocks = unlocks;
        _emulation.Leads.SetLocked(Emulation.RecordId);

        _emulation.Leads.LockingConfiguration = LockingConfiguration.Missing;

        Assert.Equal(left, _emulation.Leads.LockedCount);
        Assert.Equal(left, _emulation.Leads.GetLocks(Emulation.RecordId).Count);
    }

    [Fact]
    public async Task Module_names_can_be_case_insensitive()
    {
        var path = Emulation.Locks.Replace("Leads", "leads", StringComparison.Ordinal);
        Assert.Equal("INVALID_MODULE", (await _emulation.SendAsync("POST", path, Emulation.ReasonBody)).Code);

        Unknowns.ModuleNamesCaseSensitive = false;

        Assert.Equal(201, (await _emulation.SendAsync("POST", path, Emulation.ReasonBody)).Status);
    }

    [Fact]
    public async Task Scopes_can_be_case_sensitive()
    {
        _emulation.Settings.Scopes = "zohocrm.modules.all ZohoCRM.modules.lockinginformation.All";
        Assert.Equal(201, (await _emulation.LockAsync()).Status);

        Unknowns.ScopesCaseSensitive = true;

        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.LockAsync()).Code);
    }

    [Fact]
    public async Task The_reason_can_be_optional()
    {
        _emulation.Settings.MandatoryFields = false;

        Assert.Equal(201, (await _emulation.LockAsync("""{"data":[{}]}""")).Status);
        Assert.Null(_emulation.Leads.GetLocks(Emulation.RecordId)[0].Reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":["x"]}""")]
    [InlineData("""{"data":[null]}""")]
    [InlineData("""{"data":[{"Locked_Reason__s":5}]}""")]
    [InlineData("""{"data":[{"Locked_Reason__s":["x"]}]}""")]
    [InlineData("""{"data":[{"Locked_Reason__s":"\ud800"}]}""")]
    public async Task An_invalid_body_is_refused(string body)
    {
        var answer = await _emulation.LockAsync(body);

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Code is "INVALID_DATA" or "MANDATORY_NOT_FOUND", answer.Code);
        Assert.Equal(0, _emulation.Leads.LockedCount);
    }

    private static (int, string?) Essence(Answer answer) => (answer.Status, answer.Code);
}
