using System.Globalization;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Configuration;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Transport;

/// <summary>Values that can be done without: one that can't be read counts as not told, and the rest of the answer is as good as ever.</summary>
public sealed class OptionalValueTests
{
    /// <summary>Values of other types than the protocol has.</summary>
    private static readonly string[] Odd = ["17", "true", "\"\"", "\"odd\"", "[]", "[1,{}]", "{}", "{\"id\":{},\"name\":[]}", "1e999", "-0.5"];

    /// <summary>Each key of a lock that isn't its id, with odd values; a number is read as the text that it could have been.</summary>
    public static TheoryData<string, string> OddLocks => Each(
        "Locked_By__s", "Locked_For__s", "locked_for_s", "Locked_Reason__s", "Lock_Source__s", "Locked_Time__s",
        "Record_Locking_Configuration_Id__s", "Record_Locking_Rule_Id__s", "$editable");

    public static TheoryData<string, string> OddOrganizations => Each("company_name", "license_details");

    public static TheoryData<string, string> OddLicenses => Each("paid_type", "trial_type", "users_license_purchased");

    public static TheoryData<string, string> OddTokens => Each(
        "refresh_token", "api_domain", "scope", "expires_in", "expires_in_sec", "device_code", "user_code", "verification_url", "interval", "error", "status",
        "user_location", "token_type");

    /// <summary>A key that is there twice, half a character, and values that are nested more deeply than .NET's JSON usually is.</summary>
    public static TheoryData<string> OddSettings { get; } = new(
        """{"a":1,"a":2}""",
        """{"a":"\ud83d"}""",
        $"{new string('[', 100)}{new string(']', 100)}",
        $"{string.Concat(Enumerable.Repeat("{\"a\":", 100))}1{new string('}', 100)}");

    public static TheoryData<string, string> OddConfigurations => Each("created_time", "modified_time", "created_by", "modified_by", "system_defined");

    [Theory]
    [MemberData(nameof(OddLocks))]
    public async Task A_lock_is_known_by_its_id_whatever_else_is_odd(string key, string value)
    {
        var found = await FindAsync($$"""{"data":[{"{{key}}":{{value}},"id":"5843104000000804005"}]}""");

        Assert.Equal(("Leads", "1", "5843104000000804005"), (found.Module, found.RecordId, found.LockId));
        Assert.True(found.Source is null || Enum.IsDefined(found.Source.Value));
    }

    [Theory]
    [InlineData("Locked_By__s", "\"Patricia Boyle\"")]
    [InlineData("Locked_By__s", "5843104000000424672")]
    [InlineData("Locked_For__s", "\"Theola Frey\"")]
    [InlineData("Locked_Time__s", "\"\"")]
    [InlineData("Locked_Time__s", "\"yesterday\"")]
    [InlineData("Locked_Time__s", "1693905216000")]
    [InlineData("Locked_Time__s", "\"2023-09-05T05:13:36\"")]
    [InlineData("Locked_Time__s", "\"2023-09-05 05:13:36\"")]
    [InlineData("Locked_Time__s", "\"2023-09-05\"")]
    [InlineData("Locked_Time__s", "\"2023-09-05T05:13:36+25:00\"")]
    [InlineData("$editable", "\"true\"")]
    [InlineData("$editable", "1")]
    [InlineData("Lock_Source__s", "17")]
    [InlineData("Lock_Source__s", "\"1\"")]
    [InlineData("Lock_Source__s", "\"Manual, Automatic\"")]
    [InlineData("Lock_Source__s", "{\"name\":\"Manual\"}")]
    public async Task What_cannot_be_read_is_not_told(string key, string value) => Assert.Equal(
        new RecordLock("Leads", "1", "5843104000000804005"),
        await FindAsync($$"""{"data":[{"{{key}}":{{value}},"id":"5843104000000804005"}]}"""));

    [Fact]
    public async Task Of_a_user_and_a_record_what_can_be_read_is_told()
    {
        var found = await FindAsync("""{"data":[{"id":"1","Locked_By__s":{"id":{},"name":"Patricia Boyle"},"Locked_For__s":{"module":17,"name":"Theola Frey"}}]}""");

        Assert.Equal((new User { Name = "Patricia Boyle" }, "Theola Frey"), (found.LockedBy, found.RecordName));
    }

    [Theory]
    [InlineData("2023-09-05T05:13:36+0530", "2023-09-05T05:13:36+05:30")]
    [InlineData("2023-09-05T05:13:36-0400", "2023-09-05T05:13:36-04:00")]
    [InlineData("2023-09-05T05:13:36.125+0530", "2023-09-05T05:13:36.125+05:30")]
    [InlineData("2023-09-05T05:13:36+05", "2023-09-05T05:13:36+05:00")]
    [InlineData("2023-09-05T05:13+0530", "2023-09-05T05:13:00+05:30")]
    [InlineData("2023-09-05 05:13:36+05:30", "2023-09-05T05:13:36+05:30")]
    [InlineData("2023-09-05T05:13:36Z", "2023-09-05T05:13:36+00:00")]
    public async Task A_time_is_read_however_its_offset_is_written(string wire, string time)
    {
        var expected = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

        var found = (await FindAsync($$"""{"data":[{"Locked_Time__s":"{{wire}}","id":"1"}]}""")).LockedTime;

        Assert.Equal((expected, expected.Offset), (found!.Value, found.Value.Offset));
    }

    [Theory]
    [InlineData("""{"data":[{"code":"SUCCESS","details":{"id":"17","Created_By":"me","Created_Time":""}}]}""")]
    [InlineData("""{"data":[{"code":"SUCCESS","details":{"id":"17","Created_By":[17],"Created_Time":{}},"status":17,"message":{}}]}""")]
    public async Task A_new_lock_is_known_by_its_id(string body)
    {
        using var server = LiteralServer.Always(Reply.Json(201, body));
        using var connection = await Opened.WithToken(server);

        var made = await new RecordLockClient(connection.Api).LockAsync("Leads", "1", "x");

        Assert.Equal(new RecordLock("Leads", "1", "17") { Reason = "x", Source = LockSource.Manual }, made);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("\"gone\"")]
    [InlineData("[]")]
    [InlineData("{\"id\":{}}")]
    public async Task A_change_is_known_by_its_code(string details)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$"""{"data":[{"code":"SUCCESS","details":{{details}}}]}"""));
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        await client.MakeAsync(LockingCall.Update);
        await client.MakeAsync(LockingCall.Unlock);
        Assert.Equal("UnreadableAnswer", (await client.FailAsync(LockingCall.Lock)).Error.Code);
    }

    [Theory]
    [InlineData("""{"data":[{"id":""}]}""")]
    [InlineData("""{"data":[{"id":true}]}""")]
    [InlineData("""{"data":[{"id":["1"]}]}""")]
    [InlineData("""{"data":[17]}""")]
    [InlineData("""{"data":{"id":"1"}}""")]
    public async Task A_lock_without_an_id_and_a_list_that_is_none_are_no_answer(string body)
    {
        using var server = LiteralServer.Always(Reply.Json(200, body));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("UnreadableAnswer", (await new RecordLockClient(connection.Api).FailAsync(LockingCall.List)).Error.Code);
    }

    [Theory]
    [MemberData(nameof(OddOrganizations))]
    public async Task An_organisation_is_known_by_its_id(string key, string value)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$"""{"org":[{"{{key}}":{{value}},"id":"17"}]}"""));
        using var connection = await Opened.WithToken(server);

        Assert.True(await connection.LearnOrganizationAsync());
        Assert.Equal("17", connection.Organization!.Id);
    }

    [Theory]
    [MemberData(nameof(OddLicenses))]
    public async Task A_licence_that_is_odd_is_not_told(string key, string value)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$$"""{"org":[{"license_details":{"{{{key}}}":{{{value}}}},"id":"17"}]}"""));
        using var connection = await Opened.WithToken(server);

        Assert.True(await connection.LearnOrganizationAsync());
        Assert.Null(connection.Edition);
    }

    [Theory]
    [MemberData(nameof(OddTokens))]
    public async Task A_token_is_taken_whatever_else_is_odd(string key, string value)
    {
        using var accounts = LiteralServer.Always(Reply.Json(200, $$"""{"{{key}}":{{value}},"access_token":"1000.access.first"}"""));
        using var connection = await Opened.Open(Opened.RefreshOptions(accounts.BaseUri, accounts.BaseUri));

        Assert.Single(accounts.Requests);
        Assert.True(connection.TokenExpires is null || connection.TokenExpires > DateTimeOffset.UtcNow);
    }

    [Theory]
    [MemberData(nameof(OddConfigurations))]
    public async Task A_configuration_is_read_whatever_is_told_of_who_made_it(string key, string value)
    {
        using var server = LiteralServer.Always(Reply.Json(
            200, $$"""{"record_locking_configurations":[{"{{key}}":{{value}},"id":"17","lock_type":"manual"}]}"""));
        using var connection = await Opened.WithToken(server);

        var found = await new LockConfigurationClient(connection.Api).GetAsync("Leads");

        Assert.Equal(("17", LockType.Manual), (found!.Id, found.LockType));
    }

    /// <summary>What goes back with a change must not be taken for something else: it would be overwritten.</summary>
    [Theory]
    [InlineData("lock_for_portal_users", "\"no\"")]
    [InlineData("restricted_actions", "\"update\"")]
    [InlineData("lock_excluded_profiles", "{}")]
    [InlineData("locking_rules", "[{\"id\":\"1\",\"name\":{}}]")]
    [InlineData("locking_rules", "[{\"id\":\"1\",\"lock_existing_records\":\"yes\"}]")]
    [InlineData("locking_rules", "[{\"id\":\"1\",\"criteria\":{\"group_operator\":\"7\",\"group\":[{\"comparator\":\"equal\",\"field\":{\"id\":\"1\"}}]}}]")]
    public async Task A_setting_that_cannot_be_read_is_no_answer(string key, string value)
    {
        using var server = LiteralServer.Always(Reply.Json(200, $$"""{"record_locking_configurations":[{"{{key}}":{{value}},"id":"17"}]}"""));
        using var connection = await Opened.WithToken(server);
        var client = new LockConfigurationClient(connection.Api);

        Assert.Equal("UnreadableAnswer", (await Assert.ThrowsAsync<ZohoException>(() => client.GetAsync("Leads"))).Error.Code);
    }

    /// <summary>What isn't known goes back as it came, whatever it is.</summary>
    [Theory]
    [MemberData(nameof(OddSettings))]
    public async Task Settings_that_nobody_knows_are_compared_and_go_back_whatever_they_are(string value)
    {
        using var server = new LiteralServer(request => Reply.Json(200, request.Method == "GET"
            ? $$$"""
                {"record_locking_configurations":[{"$new":{{{value}}},"id":"17","lock_type":"both","locking_rules":[{"id":"1","name":"R","$new":{{{value}}},
                  "criteria":{"comparator":"equal","field":{"api_name":"A","id":"2"},"value":{{{value}}}}}]}]}
                """
            : ConfigurationSample.Success("record locking configuration updated successfully")));
        using var connection = await Opened.WithToken(server);
        var client = new LockConfigurationClient(connection.Api);

        var (one, other) = (await client.GetAsync("Leads"), await client.GetAsync("Leads"));

        Assert.Equal(one!.Unknown, other!.Unknown);
        Assert.Equal(one.LockingRules[0], other.LockingRules[0]);
        Assert.Empty(one.GetChangesFrom(other));

        await client.UpdateAsync("Leads", known => known with { LockForPortalUsers = false });

        Assert.Equal(4, server.Requests[^1].Body.Split(value.Replace("\\ud83d", "\\uFFFD", StringComparison.Ordinal)).Length);
    }

    private static TheoryData<string, string> Each(params string[] keys)
    {
        TheoryData<string, string> cases = [];
        foreach (var key in keys)
        {
            foreach (var value in Odd)
            {
                cases.Add(key, value);
            }
        }

        return cases;
    }

    private static async Task<RecordLock> FindAsync(string body)
    {
        using var server = LiteralServer.Always(Reply.Json(200, body));
        using var connection = await Opened.WithToken(server);
        return Assert.Single(await new RecordLockClient(connection.Api).ListAsync("Leads", "1"));
    }
}
