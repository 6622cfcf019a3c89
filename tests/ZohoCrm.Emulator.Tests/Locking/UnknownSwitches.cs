namespace ZohoCrm.Emulator.Tests.Locking;

/// <summary>The switches for what no source tells (protocol 12).</summary>
public sealed class UnknownSwitches : IDisposable
{
    private readonly Emulation _emulation = new();

    private Unknowns Unknowns => _emulation.Settings.Unknowns;

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Not_locked_as_an_empty_list()
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
    public async Task Get_with_an_unknown_lock_id(UnknownLockIdAnswer choice, int status)
    {
        Unknowns.UnknownLockId = choice;
        _emulation.Leads.SetLocked(Emulation.RecordId);

        var answer = await _emulation.GetAsync(Emulation.LockPath("5843104000000804020"));

        answer.Is(status, status == 204 ? "" : """
            {"code":"INVALID_DATA","details":{"resource_path_index":3},"message":"the related id given seems to be invalid","status":"error"}
            """);
    }

    [Fact]
    public async Task Get_of_one_lock_with_info()
    {
        Unknowns.GetLockHasInfo = true;
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;

        Assert.Equal(1, (int)(await _emulation.GetAsync(Emulation.LockPath(id))).Json["info"]!["count"]!);
    }

    [Fact]
    public async Task Writes_to_the_collection_apply_to_the_lock()
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
    public async Task Empty_reason(bool accepted, int status)
    {
        Unknowns.EmptyReasonAccepted = accepted;

        var answer = await _emulation.LockAsync("""{"data":[{"Locked_Reason__s":""}]}""");

        Assert.Equal((status, accepted ? "SUCCESS" : "MANDATORY_NOT_FOUND"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(3000, false, 201)]
    [InlineData(3001, false, 400)]
    [InlineData(3001, true, 201)]
    public async Task Long_reason(int length, bool accepted, int status)
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
    public async Task No_item_in_data()
    {
        Assert.Equal((400, "INVALID_DATA"), Essence(await _emulation.LockAsync("""{"data":[]}""")));

        Unknowns.EmptyDataAccepted = true;

        (await _emulation.LockAsync("""{"data":[]}""")).Is(200, """{"data":[]}""");
        Assert.Equal(0, _emulation.Leads.LockedCount);
    }

    [Fact]
    public async Task Several_items_in_data()
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
    public async Task Locking_an_automatically_locked_record()
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
    public async Task Another_user(bool may)
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
    public async Task Ids_select_locks()
    {
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;
        Assert.Equal(200, (await _emulation.GetAsync($"{Emulation.Locks}?fields=id&ids=1")).Status);

        Unknowns.Ids = IdsParameter.SelectsLocks;

        Assert.Equal(204, (await _emulation.GetAsync($"{Emulation.Locks}?fields=id&ids=1")).Status);
        Assert.Equal(200, (await _emulation.GetAsync($"{Emulation.Locks}?fields=id&ids=1,{id}")).Status);
    }

    [Fact]
    public async Task Deleted_records()
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
    public void Taking_the_configuration_away(bool unlocks, int left)
    {
        Unknowns.ConfigurationRemovalUnlocks = unlocks;
        _emulation.Leads.SetLocked(Emulation.RecordId);

        _emulation.Leads.LockingConfiguration = LockingConfiguration.Missing;

        Assert.Equal(left, _emulation.Leads.LockedCount);
        Assert.Equal(left, _emulation.Leads.GetLocks(Emulation.RecordId).Count);
    }

    [Fact]
    public async Task Case_of_module_names()
    {
        var path = Emulation.Locks.Replace("Leads", "leads", StringComparison.Ordinal);
        Assert.Equal("INVALID_MODULE", (await _emulation.SendAsync("POST", path, Emulation.ReasonBody)).Code);

        Unknowns.ModuleNamesCaseSensitive = false;

        Assert.Equal(201, (await _emulation.SendAsync("POST", path, Emulation.ReasonBody)).Status);
    }

    [Fact]
    public async Task Case_of_scopes()
    {
        _emulation.Settings.Scopes = "zohocrm.modules.all ZohoCRM.modules.lockinginformation.All";
        Assert.Equal(201, (await _emulation.LockAsync()).Status);

        Unknowns.ScopesCaseSensitive = true;

        Assert.Equal("OAUTH_SCOPE_MISMATCH", (await _emulation.LockAsync()).Code);
    }

    [Fact]
    public async Task Mandatory_fields_off()
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
    public async Task Bodies_that_are_none(string body)
    {
        var answer = await _emulation.LockAsync(body);

        Assert.Equal(400, answer.Status);
        Assert.True(answer.Code is "INVALID_DATA" or "MANDATORY_NOT_FOUND", answer.Code);
        Assert.Equal(0, _emulation.Leads.LockedCount);
    }

    private static (int, string?) Essence(Answer answer) => (answer.Status, answer.Code);
}
