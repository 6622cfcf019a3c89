using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Locking;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>Records that are locked already, or not locked, with and without a lost answer on the way.</summary>
public sealed class RetryIfLockedTests : IDisposable
{
    private readonly FaultyCrm _crm = new();
    private readonly CrmUser _other;

    public RetryIfLockedTests() => _other = _crm.Emulator.AddUser("Somebody Else");

    public static TheoryData<FaultTiming?> Losses => new(null, FaultTiming.BeforeChange, FaultTiming.AfterChange);

    public static TheoryData<IfLocked, FaultTiming?> IfLockedLosses => WithLosses<IfLocked>();

    public static TheoryData<IfUnlocked, FaultTiming?> IfUnlockedLosses => WithLosses<IfUnlocked>();

    public void Dispose() => _crm.Dispose();

    [Theory]
    [MemberData(nameof(IfLockedLosses))]
    public async Task A_record_that_is_not_locked_is_locked_whatever_is_to_be_done_about_locked_ones(IfLocked ifLocked, FaultTiming? loss)
    {
        var client = await _crm.OpenAsKnownUserAsync();
        _crm.Lose(Operation.LockRecord, loss);

        RecordCall.Lock.AssertDone(_crm, null, await LockAsync(client, ifLocked));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_locked_record_is_an_error_and_stays_as_it_is(FaultTiming? loss)
    {
        var theirs = LockedByOther();
        var client = await _crm.OpenAsKnownUserAsync();
        _crm.Lose(Operation.LockRecord, loss);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => LockAsync(client, IfLocked.Error));

        Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.ResourceExists), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal([theirs], _crm.Locks);
        Assert.Equal(loss is null ? "POST" : "POST GET", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_locked_record_is_skipped_and_its_lock_is_what_comes_out(FaultTiming? loss)
    {
        var theirs = LockedByOther();
        var client = await _crm.OpenAsKnownUserAsync();
        _crm.Lose(Operation.LockRecord, loss);

        var found = await LockAsync(client, IfLocked.Skip);

        Assert.Equal((theirs.Id, theirs.Reason, _other.Id), (found.LockId, found.Reason, found.LockedBy!.Id));
        Assert.Equal([theirs], _crm.Locks);
        Assert.Equal("POST GET", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_locked_record_has_its_reason_changed(FaultTiming? loss)
    {
        var theirs = LockedByOther();
        var client = await _crm.OpenAsKnownUserAsync();
        _crm.Lose(Operation.LockRecord, loss);

        var changed = await LockAsync(client, IfLocked.Update);

        Assert.Equal((theirs.Id, FaultyCrm.Reason), (changed.LockId, changed.Reason));
        Assert.Equal([theirs with { Reason = FaultyCrm.Reason }], _crm.Locks);
        Assert.Equal("POST GET PUT", _crm.Calls);
    }

    [Theory]
    [InlineData(FaultTiming.BeforeChange)]
    [InlineData(FaultTiming.AfterChange)]
    public async Task A_change_of_reason_that_is_lost_on_the_way_is_repeated(FaultTiming loss)
    {
        var theirs = LockedByOther();
        var client = await _crm.OpenAsync();
        _crm.Lose(Operation.UpdateLock, loss);

        await LockAsync(client, IfLocked.Update);

        Assert.Equal([theirs with { Reason = FaultyCrm.Reason }], _crm.Locks);
        Assert.Equal("POST GET PUT PUT", _crm.Calls);
    }

    [Fact]
    public async Task A_change_of_reason_that_is_refused_is_asked_for_once()
    {
        _crm.Emulator.Settings.Unknowns.OtherUserMayUnlock = false;
        var theirs = LockedByOther();
        var client = await _crm.OpenAsync();
        _crm.LoseAnswer(Operation.LockRecord);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => LockAsync(client, IfLocked.Update));

        Assert.Equal(("NO_PERMISSION", ZohoErrorKind.PermissionDenied), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal([theirs], _crm.Locks);
        Assert.Equal("POST GET PUT", _crm.Calls);
    }

    [Theory]
    [InlineData(IfLocked.Skip)]
    [InlineData(IfLocked.Update)]
    public async Task A_look_that_is_lost_on_the_way_is_repeated(IfLocked ifLocked)
    {
        var theirs = LockedByOther();
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: 3, status: 502, Operation.ListLocks);

        var found = await LockAsync(await _crm.OpenAsync(), ifLocked);

        Assert.Equal(theirs.Id, found.LockId);
        Assert.Equal(theirs.Id, Assert.Single(_crm.Locks).Id);
        Assert.StartsWith("POST GET GET GET GET", _crm.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looks_that_fail_after_a_refusal_do_not_make_somebody_elses_lock_ours()
    {
        // The same reason, by a user who may be us as far as is known, since the call began: only that our own call was refused speaks against it.
        RecordLockEntry? theirs = null;
        var relay = _crm.Relay(call =>
        {
            if (call is { Method: "POST", Number: 1 })
            {
                theirs = LockedByOther();
            }

            return Task.CompletedTask;
        });
        var client = await _crm.OpenAsync(FaultyCrm.Hasty, relay);
        _crm.Fail(FaultKind.StatusAnswer, FaultTiming.BeforeChange, times: null, status: 500, Operation.ListLocks);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => LockAsync(client, IfLocked.Update));

        Assert.Equal("INTERNAL_ERROR", failure.Error.Code);
        Assert.Equal([theirs!], _crm.Locks);
        Assert.Equal(1, _crm.Emulator.Counters.Count(Operation.LockRecord));
    }

    [Fact]
    public async Task A_lock_that_is_gone_when_it_is_looked_at_leaves_the_refusal()
    {
        LockedByOther();
        var relay = _crm.Relay(call =>
        {
            if (call.Method == "GET")
            {
                _crm.Deals.RemoveLock(FaultyCrm.RecordId);
            }

            return Task.CompletedTask;
        });
        var client = await _crm.OpenAsync(relay: relay);

        var failure = await Assert.ThrowsAsync<ZohoException>(() => LockAsync(client, IfLocked.Skip));

        Assert.Equal(ZohoErrorKind.ResourceExists, failure.Error.Kind);
        Assert.Equal("POST GET", _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(IfUnlockedLosses))]
    public async Task A_locked_record_is_unlocked_whatever_is_to_be_done_about_unlocked_ones(IfUnlocked ifUnlocked, FaultTiming? loss)
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        _crm.Lose(Operation.UnlockRecord, loss);

        var output = await UnlockAsync(await _crm.OpenAsync(), ifUnlocked, lockId: null);

        RecordCall.Unlock.AssertDone(_crm, former, output);
        Assert.Equal(
            loss switch { null => "GET DELETE", FaultTiming.BeforeChange => "GET DELETE GET DELETE", _ => "GET DELETE GET" }, _crm.Calls);
    }

    [Theory]
    [MemberData(nameof(IfUnlockedLosses))]
    public async Task A_record_that_is_not_locked_is_found_out_by_the_look(IfUnlocked ifUnlocked, FaultTiming? loss)
    {
        _crm.Lose(Operation.ListLocks, loss);
        var client = await _crm.OpenAsync();

        if (ifUnlocked == IfUnlocked.Skip)
        {
            var output = await UnlockAsync(client, ifUnlocked, lockId: null);
            Assert.Equal((null, RecordUnlockStatus.NotLocked), (output.LockId, output.Status));
        }
        else
        {
            var failure = await Assert.ThrowsAsync<ZohoException>(() => UnlockAsync(client, ifUnlocked, lockId: null));
            Assert.Equal(("NOT_LOCKED", ZohoErrorKind.ObjectNotFound), (failure.Error.Code, failure.Error.Kind));
        }

        Assert.Equal(loss is null ? "GET" : "GET GET", _crm.Calls);
    }

    [Fact]
    public async Task A_lock_id_that_is_no_more_is_an_error_or_skipped()
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        _crm.Deals.RemoveLock(FaultyCrm.RecordId);
        var client = await _crm.OpenAsync();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => UnlockAsync(client, IfUnlocked.Error, former.Id));
        var skipped = await UnlockAsync(client, IfUnlocked.Skip, former.Id);

        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal((null, RecordUnlockStatus.NotLocked), (skipped.LockId, skipped.Status));
        Assert.Equal("DELETE DELETE GET", _crm.Calls);
    }

    [Theory]
    [InlineData(IfUnlocked.Error)]
    [InlineData(IfUnlocked.Skip)]
    public async Task A_lock_id_that_is_no_more_is_an_error_where_the_record_has_a_newer_lock_which_stays(IfUnlocked ifUnlocked)
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        _crm.Deals.RemoveLock(FaultyCrm.RecordId);
        var theirs = LockedByOther();
        var client = await _crm.OpenAsync();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => UnlockAsync(client, ifUnlocked, former.Id));

        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (failure.Error.Code, failure.Error.Kind));
        Assert.Equal([theirs], _crm.Locks);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_record_that_a_rule_has_locked_is_an_error_even_where_unlocked_ones_are_skipped(FaultTiming? loss)
    {
        var byRule = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Automatic, null);
        _crm.Lose(Operation.ListLocks, loss);
        var client = await _crm.OpenAsync();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => UnlockAsync(client, IfUnlocked.Skip, lockId: null));

        AssertLockedByRule(failure, byRule);
    }

    [Fact]
    public async Task A_lock_id_that_is_no_more_is_an_error_where_a_rule_has_locked_the_record_too()
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        _crm.Deals.RemoveLock(FaultyCrm.RecordId);
        var byRule = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Automatic, null);
        var client = await _crm.OpenAsync();

        var failure = await Assert.ThrowsAsync<ZohoException>(() => UnlockAsync(client, IfUnlocked.Skip, former.Id));

        AssertLockedByRule(failure, byRule);
    }

    [Fact]
    public async Task A_record_that_does_not_exist_is_an_error_even_where_unlocked_ones_are_skipped()
    {
        var client = await _crm.OpenAsync();

        var failure = await Assert.ThrowsAsync<ZohoException>(
            () => client.UnlockAsync(FaultyCrm.Module, "1", "2", IfUnlocked.Skip));

        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (failure.Error.Code, failure.Error.Kind));
    }

    [Fact]
    public async Task An_unlock_that_is_refused_is_an_error_after_a_lost_answer_too()
    {
        var theirs = LockedByOther();
        _crm.Emulator.Settings.Unknowns.OtherUserMayUnlock = false;
        _crm.LoseAnswer(Operation.UnlockRecord);

        var failure = await Assert.ThrowsAsync<ZohoException>(
            async () => await UnlockAsync(await _crm.OpenAsync(), IfUnlocked.Skip, theirs.Id));

        Assert.Equal(("NO_PERMISSION", ZohoErrorKind.PermissionDenied), (failure.Error.Code, failure.Error.Kind));
        Assert.DoesNotContain("not known", failure.Message, StringComparison.Ordinal);
        Assert.Equal([theirs], _crm.Locks);
    }

    private static TheoryData<T, FaultTiming?> WithLosses<T>()
        where T : struct, Enum
    {
        TheoryData<T, FaultTiming?> cells = [];
        foreach (var choice in Enum.GetValues<T>())
        {
            cells.Add(choice, null);
            cells.Add(choice, FaultTiming.BeforeChange);
            cells.Add(choice, FaultTiming.AfterChange);
        }

        return cells;
    }

    private void AssertLockedByRule(ZohoException failure, RecordLockEntry byRule)
    {
        Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.PermissionDenied), (failure.Error.Code, failure.Error.Kind));
        Assert.Contains("Automatically locked records can not be unlocked manually", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("A rule of the locking configuration locked it", failure.Error.Advice, StringComparison.Ordinal);
        Assert.Equal([byRule], _crm.Locks);
    }

    private RecordLockEntry LockedByOther() => _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, "theirs", _other);

    private static Task<RecordLock> LockAsync(RecordLockClient client, IfLocked ifLocked) =>
        client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, FaultyCrm.Reason, ifLocked);

    private static Task<RecordUnlock> UnlockAsync(RecordLockClient client, IfUnlocked ifUnlocked, string? lockId) =>
        client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, lockId, ifUnlocked);
}
