using System.Globalization;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Locking;

/// <summary>What the calls make of the literal answers of protocol sections 1.4 and 1.5.</summary>
public sealed class LockingAnswerTests
{
    private static readonly RecordLock ManualLock = new("Leads", "5843104000000425566", "5843104000000804005")
    {
        RecordName = "Theola Frey (Sample)",
        Reason = "deal in progress",
        Source = LockSource.Manual,
        LockedBy = new User { Id = "5843104000000424672", Name = "Patricia Boyle" },
        LockedTime = Time("2023-09-05T05:13:36-04:00"),
        ConfigurationId = "5843104000000758004",
        RuleId = null,
        Editable = true,
    };

    [Theory]
    [InlineData(Sample.ManualList)]
    [InlineData(Sample.V8List)]
    [InlineData(Sample.One)]
    [InlineData(Sample.SdkCasedList)]
    public async Task A_lock_by_hand_is_listed_with_all_that_Zoho_tells(string body)
    {
        Assert.Equal(ManualLock, Assert.Single(await ListAsync(Reply.Json(200, body))));
    }

    [Fact]
    public async Task An_automatic_lock_has_a_rule_and_neither_reason_nor_user()
    {
        var found = Assert.Single(await ListAsync(Reply.Json(200, Sample.AutomaticList)));

        Assert.Equal(
            new RecordLock("Leads", "5843104000000425566", "5843104000000804006")
            {
                RecordName = "Theola Frey (Sample)",
                Source = LockSource.Automatic,
                LockedTime = Time("2023-09-05T05:13:36-04:00"),
                ConfigurationId = "5843104000000758004",
                RuleId = "5843104000000820017",
                Editable = false,
            },
            found);
    }

    [Theory]
    [InlineData("Both", LockSource.Both)]
    [InlineData("Automatic", LockSource.Automatic)]
    [InlineData("manual", LockSource.Manual)]
    [InlineData("Something new", null)]
    public async Task The_source_is_told_where_it_is_known(string wire, LockSource? source)
    {
        var body = $$"""{"data":[{"id":"5843104000000804005","Lock_Source__s":"{{wire}}"}]}""";

        Assert.Equal(source, Assert.Single(await ListAsync(Reply.Json(200, body))).Source);
    }

    [Fact]
    public async Task Ids_sent_as_numbers_keep_every_digit()
    {
        var found = Assert.Single(await ListAsync(Reply.Json(200, """
            {"data":[{
              "Locked_By__s":{"name":"Patricia Boyle","id":5843104000000424672},
              "Locked_For__s":{"module":{"api_name":"Leads","id":5843104000000002175},"name":"Theola Frey (Sample)","id":5843104000000425566},
              "Locked_Reason__s":"deal in progress","Record_Locking_Configuration_Id__s":9223372036854775807,
              "Record_Locking_Rule_Id__s":58431040000008200171234567890,"id":5843104000000804005}]}
            """)));

        Assert.Equal("5843104000000804005", found.LockId);
        Assert.Equal("5843104000000424672", found.LockedBy!.Id);
        Assert.Equal("9223372036854775807", found.ConfigurationId);
        Assert.Equal("58431040000008200171234567890", found.RuleId);
    }

    [Fact]
    public async Task Keys_that_nobody_knows_are_passed_over()
    {
        var found = Assert.Single(await ListAsync(Reply.Json(200, """
            {"data":[{"$future":{"a":[1,{"b":null}]},"id":"5843104000000804005","Locked_Reason__s":"deal in progress",
              "Locked_By__s":{"name":"Patricia Boyle","id":"5843104000000424672","module":"Users","email":"p@example.com"}}],
             "$more":true,"info":{"count":1,"unknown":[]}}
            """)));

        Assert.Equal("deal in progress", found.Reason);
        Assert.Equal("Patricia Boyle", found.LockedBy!.Name);
    }

    [Fact]
    public async Task Keys_that_are_missing_leave_their_properties_null()
    {
        var found = Assert.Single(await ListAsync(Reply.Json(200, """{"data":[{"id":"5843104000000804005"}]}""")));

        Assert.Equal(new RecordLock("Leads", "5843104000000425566", "5843104000000804005"), found);
    }

    [Fact]
    public async Task Two_locks_of_one_record_are_both_listed_in_their_order()
    {
        var found = await ListAsync(Reply.Json(200, """
            {"data":[{"id":"5843104000000804006","Lock_Source__s":"Automatic"},{"id":"5843104000000804005","Lock_Source__s":"Manual"}]}
            """));

        Assert.Equal(["5843104000000804006", "5843104000000804005"], found.Select(one => one.LockId));
    }

    [Fact]
    public async Task No_content_means_not_locked() => Assert.Empty(await ListAsync(Reply.NoContent));

    [Fact]
    public async Task A_list_without_rows_means_not_locked() =>
        Assert.Empty(await ListAsync(Reply.Json(200, """{"data":[],"info":{"per_page":200,"count":0,"page":1,"more_records":false}}""")));

    [Fact]
    public async Task One_lock_is_read_as_a_list_of_one()
    {
        using var server = LiteralServer.Always(Reply.Json(200, Sample.One));
        using var connection = await Opened.WithToken(server);

        Assert.Equal(ManualLock, await new RecordLockClient(connection.Api).GetAsync("Leads", "5843104000000425566", "5843104000000804005"));
    }

    [Fact]
    public async Task An_unknown_lock_id_answered_with_no_content_is_no_lock()
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);

        Assert.Null(await new RecordLockClient(connection.Api).GetAsync("Leads", "5843104000000425566", "1"));
    }

    [Fact]
    public async Task An_unknown_lock_id_answered_with_an_error_is_that_error()
    {
        using var server = LiteralServer.Always(Reply.Json(
            400, """{"code":"INVALID_DATA","details":{"resource_path_index":3},"message":"The related id given seems to be invalid","status":"error"}"""));
        using var connection = await Opened.WithToken(server);

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => new RecordLockClient(connection.Api).GetAsync("Leads", "5843104000000425566", "1"));

        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (failure.Error.Code, failure.Error.Kind));
    }

    [Fact]
    public async Task A_new_lock_tells_what_the_one_post_knows_and_nothing_it_does_not()
    {
        using var server = LiteralServer.Always(Reply.Json(201, Sample.Locked));
        using var connection = await Opened.WithToken(server);

        var made = await new RecordLockClient(connection.Api).LockAsync("Leads", "5843104000000425566", "deal in progress");

        Assert.Equal(
            new RecordLock("Leads", "5843104000000425566", "5843104000000804020")
            {
                Reason = "deal in progress",
                Source = LockSource.Manual,
                LockedBy = new User { Id = "5843104000000424672", Name = "Patricia Boyle" },
                LockedTime = Time("2023-09-05T08:54:49-04:00"),
            },
            made);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task A_new_lock_is_known_by_its_body_whichever_success_the_status_is(int status)
    {
        using var server = LiteralServer.Always(Reply.Json(status, Sample.Locked));
        using var connection = await Opened.WithToken(server);

        var made = await new RecordLockClient(connection.Api).LockAsync("Leads", "5843104000000425566", "deal in progress");

        Assert.Equal("5843104000000804020", made.LockId);
    }

    [Fact]
    public async Task A_changed_lock_is_the_old_one_with_the_new_reason()
    {
        using var server = LiteralServer.Always(Reply.Json(200, Sample.Updated));
        using var connection = await Opened.WithToken(server);

        var changed = await new RecordLockClient(connection.Api).UpdateReasonAsync(ManualLock, "deal won");

        Assert.Equal(ManualLock with { Reason = "deal won" }, changed);
        Assert.Equal("deal in progress", ManualLock.Reason);
    }

    [Fact]
    public async Task An_unlocking_tells_the_ids()
    {
        using var server = LiteralServer.Always(Reply.Json(200, Sample.Unlocked));
        using var connection = await Opened.WithToken(server);

        var gone = await new RecordLockClient(connection.Api).UnlockAsync("Leads", "5843104000000425566", "5843104000000804005");

        Assert.Equal(
            ("Leads", "5843104000000425566", "5843104000000804005", RecordUnlockStatus.Unlocked),
            (gone.Module, gone.RecordId, gone.LockId, gone.Status));
        Assert.Equal((null, null, null, null), (gone.Reason, gone.Source, gone.LockedBy, gone.LockedTime));
        Assert.Equal("Leads 5843104000000425566 (Unlocked)", gone.ToString());
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unlocking_tells_what_was_known_of_the_lock(bool isGiven)
    {
        Reply[] replies = [Reply.Json(200, Sample.ManualList), Reply.Json(200, Sample.Unlocked)];
        using var server = LiteralServer.InTurn(isGiven ? replies[1..] : replies);
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        var gone = isGiven ? await client.UnlockAsync(ManualLock) : await client.UnlockAsync(ManualLock.Module, ManualLock.RecordId);

        Assert.Equal(
            (ManualLock.LockId, ManualLock.Reason, ManualLock.Source, ManualLock.LockedBy, ManualLock.LockedTime, RecordUnlockStatus.Unlocked),
            (gone.LockId, gone.Reason, gone.Source, gone.LockedBy, gone.LockedTime, gone.Status));
        Assert.Equal(isGiven ? 1 : 2, server.Requests.Count);
    }

    [Fact]
    public async Task Finding_takes_the_lock_by_hand_where_a_rule_locked_too()
    {
        using var server = LiteralServer.Always(Reply.Json(200, """
            {"data":[{"id":"5843104000000804006","Lock_Source__s":"Automatic"},{"id":"5843104000000804005","Lock_Source__s":"Manual"}]}
            """));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("5843104000000804005", (await new RecordLockClient(connection.Api).FindAsync("Leads", "1"))!.LockId);
    }

    [Fact]
    public async Task Finding_takes_the_automatic_lock_where_there_is_no_other()
    {
        using var server = LiteralServer.Always(Reply.Json(200, Sample.AutomaticList));
        using var connection = await Opened.WithToken(server);

        Assert.Equal("5843104000000804006", (await new RecordLockClient(connection.Api).FindAsync("Leads", "5843104000000425566"))!.LockId);
    }

    [Fact]
    public async Task A_record_without_a_lock_has_none_to_find_and_none_to_change()
    {
        using var server = LiteralServer.Always(Reply.NoContent);
        using var connection = await Opened.WithToken(server);
        var client = new RecordLockClient(connection.Api);

        Assert.Null(await client.FindAsync("Leads", "5843104000000425566"));
        var failure = await Assert.ThrowsAsync<ZohoException>(() => client.UpdateReasonAsync("Leads", "5843104000000425566", "deal in progress"));

        Assert.Equal(("NOT_LOCKED", ZohoErrorKind.ObjectNotFound, false), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
    }

    private static async Task<IReadOnlyList<RecordLock>> ListAsync(Reply reply)
    {
        using var server = LiteralServer.Always(reply);
        using var connection = await Opened.WithToken(server);
        return await new RecordLockClient(connection.Api).ListAsync("Leads", "5843104000000425566");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
