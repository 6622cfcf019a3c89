namespace ZohoCrm.Emulator.Tests.Api.Locking;

public sealed class LockingSampleTests : IDisposable
{
    private readonly Emulation _emulation = new();

    public void Dispose() => _emulation.Dispose();

    [Fact]
    public async Task Locking_answers_as_in_the_sample()
    {
        var answer = await _emulation.LockAsync();

        var id = Assert.Single(_emulation.Leads.GetLocks(Emulation.RecordId)).Id;
        answer.Is(201, """
            {"data":[{"code":"SUCCESS","details":{
              "Modified_Time":"2023-09-05T08:54:49-04:00","Modified_By":{"name":"Patricia Boyle","id":"5843104000000424672"},
              "Created_Time":"2023-09-05T08:54:49-04:00","id":"<lock>",
              "Created_By":{"name":"Patricia Boyle","id":"5843104000000424672"}},
             "message":"record added","status":"success"}]}
            """.Replace("<lock>", id, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Updating_answers_as_in_the_sample()
    {
        var id = _emulation.Leads.SetLocked(Emulation.RecordId, reason: "before").Id;

        var answer = await _emulation.SendAsync("PUT", Emulation.LockPath(id), Emulation.ReasonBody);

        answer.Is(200, """
            {"data":[{"code":"SUCCESS","details":{"id":"<lock>"},"message":"relation updated","status":"success"}]}
            """.Replace("<lock>", id, StringComparison.Ordinal));
        var entry = Assert.Single(_emulation.Leads.GetLocks(Emulation.RecordId));
        Assert.Equal((id, "deal in progress"), (entry.Id, entry.Reason));
    }

    [Fact]
    public async Task Unlocking_answers_as_in_the_sample()
    {
        var id = _emulation.Leads.SetLocked(Emulation.RecordId).Id;

        var answer = await _emulation.SendAsync("DELETE", Emulation.LockPath(id));

        answer.Is(200, """
            {"data":[{"code":"SUCCESS","details":{"id":"<lock>"},"message":"relation removed","status":"success"}]}
            """.Replace("<lock>", id, StringComparison.Ordinal));
        Assert.Empty(_emulation.Leads.GetLocks(Emulation.RecordId));
        Assert.Equal(0, _emulation.Leads.LockedCount);
    }

    [Fact]
    public async Task A_manual_lock_is_listed_as_in_the_sample()
    {
        await _emulation.LockAsync();

        var answer = await _emulation.ListAsync();

        answer.Is(200, WithIds("""
            {"data":[{
              "Locked_By__s":{"name":"Patricia Boyle","id":"5843104000000424672"},
              "Locked_For__s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
              "Locked_Reason__s":"deal in progress","Record_Locking_Configuration_Id__s":"<configuration>",
              "Record_Locking_Rule_Id__s":null,"$editable":true,"id":"<lock>",
              "$sharing_permission":"full_access","Lock_Source__s":"Manual","Locked_Time__s":"2023-09-05T08:54:49-04:00"}],
             "info":{"per_page":200,"next_page_token":null,"count":1,"page":1,"previous_page_token":null,"page_token_expiry":null,"more_records":false}}
            """));
    }

    [Fact]
    public async Task An_automatic_lock_is_listed_as_in_the_sample()
    {
        _emulation.Leads.LockingConfiguration = LockingConfiguration.Both;
        _emulation.Leads.SetLocked(Emulation.RecordId, LockKind.Automatic);

        var answer = await _emulation.ListAsync();

        answer.Is(200, WithIds("""
            {"data":[{
              "Locked_By__s":null,
              "Locked_For__s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
              "Locked_Reason__s":null,"Record_Locking_Configuration_Id__s":"<configuration>",
              "Record_Locking_Rule_Id__s":"<rule>","$editable":false,"id":"<lock>",
              "$sharing_permission":"read_only","Lock_Source__s":"Automatic","Locked_Time__s":"2023-09-05T08:54:49-04:00"}],
             "info":{"per_page":200,"next_page_token":null,"count":1,"page":1,"previous_page_token":null,"page_token_expiry":null,"more_records":false}}
            """));
    }

    [Fact]
    public async Task Get_of_one_lock_has_no_info()
    {
        var id = _emulation.Leads.SetLocked(Emulation.RecordId, reason: "deal in progress").Id;

        var answer = await _emulation.GetAsync($"{Emulation.LockPath(id)}?fields=Locked_Reason__s");

        answer.Is(200, WithIds("""
            {"data":[{"Locked_Reason__s":"deal in progress","$editable":true,"id":"<lock>","$sharing_permission":"full_access"}]}
            """));
    }

    [Fact]
    public async Task Get_of_one_lock_without_fields_has_all_of_them()
    {
        var id = _emulation.Leads.SetLocked(Emulation.RecordId, reason: "deal in progress").Id;

        var answer = await _emulation.GetAsync(Emulation.LockPath(id));

        answer.Is(200, WithIds("""
            {"data":[{
              "Locked_By__s":{"name":"Patricia Boyle","id":"5843104000000424672"},
              "Locked_For__s":{"module":{"api_name":"Leads","id":"5843104000000002175"},"name":"Theola Frey (Sample)","id":"5843104000000425566"},
              "Locked_Reason__s":"deal in progress","Record_Locking_Configuration_Id__s":"<configuration>",
              "Record_Locking_Rule_Id__s":null,"$editable":true,"id":"<lock>",
              "$sharing_permission":"full_access","Lock_Source__s":"Manual","Locked_Time__s":"2023-09-05T08:54:49-04:00"}]}
            """));
    }

    [Fact]
    public async Task Version_8_has_more_keys_and_a_shorter_info()
    {
        _emulation.Leads.SetLocked(Emulation.RecordId, reason: "deal in progress");

        var answer = await _emulation.GetAsync(
            "/crm/v8/Leads/5843104000000425566/Locking_Information__s?fields=Locked_Reason__s,Feature_Type__s");

        answer.Is(200, WithIds("""
            {"data":[{"Locked_Reason__s":"deal in progress","Feature_Type__s":"record_locking","$editable":true,"id":"<lock>",
              "$sharing_permission":"full_access","$field_states":null,"$zia_visions":null}],
             "info":{"per_page":200,"count":1,"page":1,"more_records":false}}
            """));
    }

    [Fact]
    public async Task List_of_a_record_that_is_not_locked_is_204_without_a_body()
    {
        var answer = await _emulation.ListAsync();

        answer.Is(204, "");
        Assert.False(answer.Headers.ContainsKey("Content-Type"));
    }

    [Fact]
    public async Task Fields_select_keys()
    {
        _emulation.Leads.SetLocked(Emulation.RecordId, reason: "x");

        var answer = await _emulation.GetAsync($"{Emulation.Locks}?fields=Lock_Source__s, Locked_By__s,Owner,Parent_Id,Nonsense");

        var keys = answer.Json["data"]![0]!.AsObject().Select(pair => pair.Key);
        Assert.Equal(["Locked_By__s", "$editable", "id", "$sharing_permission", "Lock_Source__s"], keys);
    }

    [Theory]
    [InlineData("quarter's end, \"closed\" <b>&amp; Übergabe 10+1 ✓ 締め 🔒")]
    [InlineData("line\r\nbreak\ttab \u0001 \\ /")]
    public async Task A_reason_comes_back_as_it_was_sent(string reason)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { data = new[] { new { Locked_Reason__s = reason } } });

        Assert.Equal(201, (await _emulation.LockAsync(body)).Status);

        Assert.Equal(reason, (string?)(await _emulation.ListAsync()).Json["data"]![0]!["Locked_Reason__s"]);
    }

    [Fact]
    public async Task A_record_is_locked_updated_read_and_unlocked()
    {
        var id = (string)(await _emulation.LockAsync()).Json["data"]![0]!["details"]!["id"]!;
        Assert.Equal(1, _emulation.Leads.LockedCount);
        var updated = await _emulation.SendAsync("PUT", Emulation.LockPath(id), """{"data":[{"Locked_Reason__s":"later"}]}""");
        Assert.Equal(200, updated.Status);
        Assert.Equal("later", (string?)(await _emulation.GetAsync(Emulation.LockPath(id))).Json["data"]![0]!["Locked_Reason__s"]);
        Assert.Equal(200, (await _emulation.SendAsync("DELETE", Emulation.LockPath(id))).Status);
        Assert.Equal(204, (await _emulation.ListAsync()).Status);
        Assert.Equal(201, (await _emulation.LockAsync()).Status);
    }

    [Fact]
    public async Task Only_one_of_several_concurrent_locks_succeeds()
    {
        const int Rivals = 4;
        var ids = _emulation.Leads.AddRecords(5000);
        var pipeline = string.Concat(ids.Select(id =>
            $"POST /crm/v7/Leads/{id}/Locking_Information__s HTTP/1.1\r\nHost: x\r\nAuthorization: Zoho-oauthtoken {_emulation.Token}\r\n" +
            $"Content-Length: {Emulation.ReasonBody.Length}\r\n\r\n{Emulation.ReasonBody}"));

        await Task.WhenAll(Enumerable.Range(0, Rivals).Select(_ => Task.Run(async () =>
        {
            using var connection = new RawConnection(_emulation.Emulator);
            var sending = connection.SendAsync(pipeline);
            for (var i = 0; i < ids.Count; i++)
            {
                await connection.ReadAsync();
            }

            await sending;
        })));

        var counters = _emulation.Emulator.Counters;
        Assert.Equal(ids.Count, counters.Count(Operation.LockRecord, 201));
        Assert.Equal(ids.Count * (Rivals - 1), counters.Count(Operation.LockRecord, 403));
        Assert.Equal(ids.Count * (Rivals - 1), counters.RepeatedLocks);
        Assert.Equal(ids.Count, _emulation.Leads.LockedCount);
    }

    [Fact]
    public async Task Letters_and_offsets_are_not_escaped()
    {
        _emulation.Settings.UtcOffset = TimeSpan.FromHours(8);
        _emulation.Leads.SetLocked(Emulation.RecordId, reason: "Übergabe <10+1> & 'fertig' 締め");

        var answer = await _emulation.ListAsync();

        Assert.Contains("\"Locked_Reason__s\":\"Übergabe <10+1> & 'fertig' 締め\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"Locked_Time__s\":\"2023-09-05T20:54:49+08:00\"", answer.Body, StringComparison.Ordinal);
    }

    private string WithIds(string json) => json
        .Replace("<lock>", _emulation.Leads.GetLocks(Emulation.RecordId)[0].Id, StringComparison.Ordinal)
        .Replace("<configuration>", _emulation.Leads.ConfigurationId, StringComparison.Ordinal)
        .Replace("<rule>", _emulation.Leads.RuleId, StringComparison.Ordinal);
}
