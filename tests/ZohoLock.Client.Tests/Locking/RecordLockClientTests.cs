using ZohoCrm.Emulator;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Locking;

/// <summary>Whole stories against the emulator, and every way in which its sources let it answer (protocol sections 11 and 12).</summary>
public sealed class RecordLockClientTests : IDisposable
{
    private const string RecordId = "5843104000000425565";

    private readonly CrmEmulator _emulator = new();
    private readonly CrmModule _deals;

    public RecordLockClientTests()
    {
        _emulator.Start();
        _deals = _emulator.AddModule("Deals");
        _deals.AddRecord(RecordId, "Benton (Sample)");
    }

    public void Dispose()
    {
        _emulator.Dispose();
        Assert.Empty(_emulator.Failures);
    }

    [Theory]
    [InlineData("v7")]
    [InlineData("v8")]
    public async Task A_record_is_locked_looked_at_changed_and_unlocked(string version)
    {
        using var connection = await Opened.To(_emulator, version);
        var client = new RecordLockClient(connection.Api);

        var made = await client.LockAsync("Deals", RecordId, "Quarter \"closed\" 🔒");
        var listed = Assert.Single(await client.ListAsync("Deals", RecordId));
        var one = await client.GetAsync("Deals", RecordId, made.LockId);
        var changed = await client.UpdateReasonAsync(made, "Year closed");
        var found = (await client.FindAsync("Deals", RecordId))!;
        var gone = await client.UnlockAsync("Deals", RecordId, made.LockId);

        Assert.Equal(listed, one);
        Assert.Equal((made.LockId, "Quarter \"closed\" 🔒", LockSource.Manual), (listed.LockId, listed.Reason, listed.Source));
        Assert.Equal(("Benton (Sample)", "Patricia Boyle", true), (listed.RecordName, listed.LockedBy!.Name, listed.Editable));
        Assert.Equal(made.LockedTime, listed.LockedTime);
        Assert.Equal((_deals.ConfigurationId, null), (listed.ConfigurationId, listed.RuleId));
        Assert.Equal("Year closed", changed.Reason);
        Assert.Equal("Year closed", found.Reason);
        Assert.Equal(made.LockId, gone.LockId);
        Assert.Empty(await client.ListAsync("Deals", RecordId));
        Assert.Equal(0, _deals.LockedCount);
        Assert.Equal(7, connection.CallsMade);
    }

    [Theory]
    [InlineData(ReadKeyCasing.Documented, false)]
    [InlineData(ReadKeyCasing.Documented, true)]
    [InlineData(ReadKeyCasing.Sdk7, false)]
    [InlineData(ReadKeyCasing.Sdk7, true)]
    public async Task A_lock_reads_the_same_in_every_casing_and_with_ids_of_either_type(ReadKeyCasing casing, bool numbers)
    {
        var entry = _deals.SetLocked(RecordId, LockKind.Manual, "Quarter closed");
        _emulator.Settings.Contradictions.ReadKeys = casing;
        _emulator.Settings.Contradictions.LockIdsAsNumbers = numbers;
        using var connection = await Opened.To(_emulator);

        var found = Assert.Single(await new RecordLockClient(connection.Api).ListAsync("Deals", RecordId));

        Assert.Equal(
            (entry.Id, "Quarter closed", LockSource.Manual, "Benton (Sample)", "Patricia Boyle", _deals.ConfigurationId),
            (found.LockId, found.Reason, found.Source!.Value, found.RecordName, found.LockedBy!.Name, found.ConfigurationId));
        Assert.NotNull(found.LockedTime);
    }

    [Theory]
    [InlineData(NotLockedAnswer.NoContent)]
    [InlineData(NotLockedAnswer.EmptyList)]
    public async Task A_record_that_is_not_locked_has_no_locks_whichever_way_it_is_said(NotLockedAnswer answer)
    {
        _emulator.Settings.Unknowns.NotLocked = answer;
        using var connection = await Opened.To(_emulator);

        Assert.Empty(await new RecordLockClient(connection.Api).ListAsync("Deals", RecordId));
    }

    [Fact]
    public async Task An_unknown_lock_id_is_no_lock_or_an_error_as_Zoho_says()
    {
        _deals.SetLocked(RecordId);
        using var connection = await Opened.To(_emulator);
        var client = new RecordLockClient(connection.Api);

        _emulator.Settings.Unknowns.UnknownLockId = UnknownLockIdAnswer.NoContent;
        Assert.Null(await client.GetAsync("Deals", RecordId, "17"));

        _emulator.Settings.Unknowns.UnknownLockId = UnknownLockIdAnswer.RelatedIdInvalid;
        var failure = await Assert.ThrowsAsync<ZohoException>(() => client.GetAsync("Deals", RecordId, "17"));
        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (failure.Error.Code, failure.Error.Kind));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_lock_is_read_with_and_without_an_info_object(bool info)
    {
        var entry = _deals.SetLocked(RecordId);
        _emulator.Settings.Unknowns.GetLockHasInfo = info;
        using var connection = await Opened.To(_emulator);

        Assert.Equal(entry.Id, (await new RecordLockClient(connection.Api).GetAsync("Deals", RecordId, entry.Id))!.LockId);
    }

    [Theory]
    [InlineData(ErrorWording.Examples)]
    [InlineData(ErrorWording.Pages)]
    public async Task A_second_lock_is_refused_and_leaves_the_first(ErrorWording wording)
    {
        var entry = _deals.SetLocked(RecordId, LockKind.Manual, "the first");
        _emulator.Settings.Contradictions.Wording = wording;
        using var connection = await Opened.To(_emulator);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new RecordLockClient(connection.Api).LockAsync("Deals", RecordId, "the second"));

        Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.ResourceExists, 403), (failure.Error.Code, failure.Error.Kind, failure.Error.StatusCode));
        Assert.Equal([entry], _deals.GetLocks(RecordId));
    }

    [Theory]
    [InlineData(LockingConfiguration.None, "INVALID_DATA", ZohoErrorKind.ObjectNotFound)]
    [InlineData(LockingConfiguration.Missing, "NOT_ALLOWED", ZohoErrorKind.ObjectNotFound)]
    [InlineData(LockingConfiguration.Automatic, "NOT_ALLOWED", ZohoErrorKind.PermissionDenied)]
    public async Task A_module_that_is_not_configured_for_it_refuses_a_lock(LockingConfiguration configuration, string code, ZohoErrorKind kind)
    {
        _deals.LockingConfiguration = configuration;
        using var connection = await Opened.To(_emulator);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new RecordLockClient(connection.Api).LockAsync("Deals", RecordId, "x"));

        Assert.Equal((code, kind, false), (failure.Error.Code, failure.Error.Kind, failure.Error.EndsRun));
    }

    [Fact]
    public async Task An_automatic_lock_is_told_as_one_and_cannot_be_unlocked()
    {
        _deals.LockingConfiguration = LockingConfiguration.Both;
        var entry = _deals.SetLocked(RecordId, LockKind.Automatic);
        using var connection = await Opened.To(_emulator);
        var client = new RecordLockClient(connection.Api);

        var found = (await client.FindAsync("Deals", RecordId))!;
        var failure = await Assert.ThrowsAsync<ZohoException>(() => client.UnlockAsync("Deals", RecordId, found.LockId));

        Assert.Equal((LockSource.Automatic, entry.RuleId, false, null), (found.Source, found.RuleId, found.Editable, found.LockedBy));
        Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.PermissionDenied), (failure.Error.Code, failure.Error.Kind));
    }

    [Fact]
    public async Task Of_two_locks_the_one_by_hand_is_found()
    {
        _emulator.Settings.Unknowns.LockOverAutomatic = true;
        _deals.LockingConfiguration = LockingConfiguration.Both;
        _deals.SetLocked(RecordId, LockKind.Automatic);
        var byHand = _deals.SetLocked(RecordId, LockKind.Manual, "Quarter closed");
        using var connection = await Opened.To(_emulator);
        var client = new RecordLockClient(connection.Api);

        Assert.Equal(2, (await client.ListAsync("Deals", RecordId)).Count);
        Assert.Equal(byHand.Id, (await client.FindAsync("Deals", RecordId))!.LockId);
    }

    [Fact]
    public async Task Missing_records_modules_and_locks_are_told_apart()
    {
        using var connection = await Opened.To(_emulator);
        var client = new RecordLockClient(connection.Api);

        var noRecord = await Assert.ThrowsAsync<ZohoException>(() => client.LockAsync("Deals", "99", "x"));
        var noModule = await Assert.ThrowsAsync<ZohoException>(() => client.LockAsync("Nothings", RecordId, "x"));
        var noLock = await Assert.ThrowsAsync<ZohoException>(() => client.UnlockAsync("Deals", RecordId, "99"));

        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (noRecord.Error.Code, noRecord.Error.Kind));
        Assert.Equal(("INVALID_MODULE", ZohoErrorKind.InvalidArgument), (noModule.Error.Code, noModule.Error.Kind));
        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (noLock.Error.Code, noLock.Error.Kind));
        Assert.NotEqual(noRecord.Error.Advice, noLock.Error.Advice);
    }

    [Fact]
    public async Task A_reason_that_Zoho_misses_is_named()
    {
        using var connection = await Opened.To(_emulator);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => new RecordLockClient(connection.Api).LockAsync("Deals", RecordId, string.Empty));

        Assert.Equal(("MANDATORY_NOT_FOUND", ZohoErrorKind.InvalidArgument), (failure.Error.Code, failure.Error.Kind));
        Assert.Contains("Locked_Reason__s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Permissions_and_editions_are_refused_as_such()
    {
        using var connection = await Opened.To(_emulator);
        var client = new RecordLockClient(connection.Api);

        _emulator.Settings.Permissions.MayLock = false;
        Assert.Equal(ZohoErrorKind.PermissionDenied, (await client.FailLockAsync("Deals", RecordId)).Kind);
        _emulator.Settings.Permissions.MayLock = true;
        _emulator.Settings.Permissions.EditionSupported = false;
        Assert.Equal("FEATURE_NOT_SUPPORTED", (await client.FailLockAsync("Deals", RecordId)).Code);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionReset, "ConnectionBroken")]
    [InlineData(FaultKind.TruncatedBody, "ConnectionBroken")]
    [InlineData(FaultKind.HtmlBody, "UnreadableAnswer")]
    [InlineData(FaultKind.EmptyBody, "UnreadableAnswer")]
    [InlineData(FaultKind.StatusAnswer, "INTERNAL_ERROR")]
    public async Task A_lock_whose_answer_is_lost_was_sent_once_and_is_no_success(FaultKind fault, string code)
    {
        using var connection = await Opened.To(_emulator);
        _emulator.Inject(new Fault { Kind = fault, Timing = FaultTiming.AfterChange, Operations = [Operation.LockRecord] });

        var error = await new RecordLockClient(connection.Api).FailLockAsync("Deals", RecordId);

        Assert.Equal((code, ZohoErrorKind.ConnectionError), (error.Code, error.Kind));
        Assert.Equal(1, _emulator.Counters.Count(Operation.LockRecord));
        Assert.Equal(1, _deals.LockedCount);
    }

    [Fact]
    public async Task An_answer_that_dribbles_in_is_read_whole()
    {
        using var connection = await Opened.To(_emulator);
        _emulator.Inject(new Fault { Kind = FaultKind.SlowBody, Duration = TimeSpan.FromMilliseconds(200), Operations = [Operation.LockRecord] });

        Assert.NotEmpty((await new RecordLockClient(connection.Api).LockAsync("Deals", RecordId, "x")).LockId);
    }

    [Theory]
    [InlineData(DeadTokenCode.InvalidToken)]
    [InlineData(DeadTokenCode.InvalidOAuthToken)]
    public async Task Twenty_calls_that_find_their_token_dead_renew_it_once(DeadTokenCode code)
    {
        var ids = _deals.AddRecords(20);
        _emulator.Settings.Contradictions.DeadTokenCode = code;
        using var connection = await Opened.To(_emulator);
        var client = new RecordLockClient(connection.Api);
        _emulator.ExpireAccessTokens();

        await Task.WhenAll(ids.Select(id => client.LockAsync("Deals", id, "Quarter closed")));

        Assert.Equal(20, _deals.LockedCount);
        Assert.Equal(2, _emulator.Counters.TokensIssued);
        Assert.Equal(0, _emulator.Counters.RepeatedLocks);
    }

    [Fact]
    public async Task A_scope_that_is_missing_ends_the_run_without_a_new_token()
    {
        _emulator.Settings.Scopes = "ZohoCRM.modules.ALL";
        using var connection = await Opened.To(_emulator);

        var error = await new RecordLockClient(connection.Api).FailLockAsync("Deals", RecordId);

        Assert.Equal(("OAUTH_SCOPE_MISMATCH", ZohoErrorKind.AuthenticationError, true), (error.Code, error.Kind, error.EndsRun));
        Assert.Equal(1, _emulator.Counters.TokensIssued);
    }

    [Fact]
    public async Task A_life_in_milliseconds_is_an_hour_all_the_same()
    {
        _emulator.Settings.Contradictions.ExpiresInMilliseconds = true;
        var before = DateTimeOffset.UtcNow;
        using var connection = await Opened.To(_emulator);
        var after = DateTimeOffset.UtcNow;

        Assert.InRange(connection.TokenExpires!.Value, before.AddHours(1), after.AddHours(1));
    }

    [Fact]
    public async Task Many_records_locked_at_once_are_each_locked_once()
    {
        var ids = _deals.AddRecords(200);
        using var connection = await Opened.To(_emulator);
        var client = new RecordLockClient(connection.Api);

        var made = await Task.WhenAll(ids.Select(id => client.LockAsync("Deals", id, $"because of {id}")));

        Assert.Equal(ids, made.Select(one => one.RecordId));
        Assert.All(made, one => Assert.Equal(($"because of {one.RecordId}", one.LockId), (_deals.GetLocks(one.RecordId)[0].Reason, _deals.GetLocks(one.RecordId)[0].Id)));
        Assert.Equal(200, connection.CallsMade);
    }
}

internal static class RecordLockClientFailures
{
    public static async Task<ZohoError> FailLockAsync(this RecordLockClient client, string module, string recordId) =>
        (await Assert.ThrowsAsync<ZohoException>(() => client.LockAsync(module, recordId, "Quarter closed"))).Error;
}
