using ZohoLock.Client.Tests.Faulty;

namespace ZohoLock.Client.Tests.Retrying;

/// <summary>A lock that is found after a lost answer: ours, or somebody else's.</summary>
public sealed class RetryForeignLockTests : IDisposable
{
    private readonly FaultyCrm _crm = new();

    public void Dispose() => _crm.Dispose();

    [Theory]
    [InlineData(FaultyCrm.Reason)]
    [InlineData("another reason")]
    public async Task Another_users_lock_that_appears_between_a_lost_lock_and_the_look_is_not_reported_as_ours(string reason)
    {
        var other = _crm.Emulator.AddUser("Somebody Else");
        RecordLockEntry? theirs = null;
        var relay = _crm.Relay(call =>
        {
            if (call is { Method: "POST", Number: 2 })
            {
                call.Lose();
                theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, reason, other);
            }

            return Task.CompletedTask;
        });
        var client = await _crm.OpenAsKnownUserAsync(relay: relay);

        var error = await RecordCall.Lock.FailAsync(client, null);

        AssertAlreadyLocked(error);
        Assert.Contains("Somebody Else", error.Message, StringComparison.Ordinal);
        Assert.Equal([theirs!], _crm.Locks);
        Assert.Equal("GET", _crm.Calls);
    }

    [Fact]
    public async Task Another_users_lock_that_appears_between_the_look_and_the_repeat_is_not_reported_as_ours()
    {
        var other = _crm.Emulator.AddUser("Somebody Else");
        RecordLockEntry? theirs = null;
        var relay = _crm.Relay(call =>
        {
            if (call is { Method: "POST", Number: 2 })
            {
                call.Lose();
            }
            else if (call is { Method: "POST", Number: 3 })
            {
                theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason, other);
            }

            return Task.CompletedTask;
        });
        var client = await _crm.OpenAsKnownUserAsync(relay: relay);

        var error = await RecordCall.Lock.FailAsync(client, null);

        AssertAlreadyLocked(error);
        Assert.Equal([theirs!], _crm.Locks);
        Assert.Equal("GET POST GET", _crm.Calls);
    }

    [Fact]
    public async Task A_lock_with_another_reason_is_not_reported_as_ours_even_where_our_user_is_not_known()
    {
        var theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, "another reason");
        _crm.LoseAnswer(Operation.LockRecord);

        AssertAlreadyLocked(await RecordCall.Lock.FailAsync(await _crm.OpenAsync(), null));

        Assert.Equal([theirs], _crm.Locks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task A_lock_of_ours_from_before_is_not_reported_as_made_now(int secondsAhead)
    {
        var clock = TimeSpan.FromSeconds(secondsAhead);
        _crm.Time.Shift = clock - TimeSpan.FromSeconds(10);
        var before = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason);
        _crm.Time.Shift = clock;
        var relay = _crm.Relay(LoseAnswerTo("POST", 2));
        var client = await _crm.OpenAsKnownUserAsync(relay: relay);

        AssertAlreadyLocked(await RecordCall.Lock.FailAsync(client, null));

        Assert.Equal([before], _crm.Locks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(3600)]
    public async Task Our_own_lock_is_known_by_the_servers_clock_however_wrong_either_clock_is(int secondsAhead)
    {
        _crm.Time.Shift = TimeSpan.FromSeconds(secondsAhead);
        var relay = _crm.Relay(LoseAnswerTo("POST", 2));
        var client = await _crm.OpenAsKnownUserAsync(relay: relay);

        var output = await RecordCall.Lock.MakeAsync(client, null);

        RecordCall.Lock.AssertDone(_crm, null, output);
        Assert.Equal("POST GET", _crm.Calls);
    }

    [Fact]
    public async Task Where_the_server_does_not_tell_the_time_a_lock_from_long_before_is_not_reported_as_made_now()
    {
        _crm.Time.Shift = TimeSpan.FromMinutes(-6);
        var before = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason);
        _crm.Time.Shift = default;
        _crm.LoseAnswer(Operation.LockRecord);

        AssertAlreadyLocked(await RecordCall.Lock.FailAsync(await _crm.OpenAsync(), null));

        Assert.Equal([before], _crm.Locks);
    }

    [Theory]
    [InlineData(ReadKeyCasing.Documented, false)]
    [InlineData(ReadKeyCasing.Documented, true)]
    [InlineData(ReadKeyCasing.Sdk7, false)]
    [InlineData(ReadKeyCasing.Sdk7, true)]
    public async Task Our_own_lock_is_known_in_every_casing_and_with_ids_of_either_type(ReadKeyCasing casing, bool idsAsNumbers)
    {
        _crm.Emulator.Settings.Contradictions.ReadKeys = casing;
        _crm.Emulator.Settings.Contradictions.LockIdsAsNumbers = idsAsNumbers;
        var client = await _crm.OpenAsKnownUserAsync();
        _crm.LoseAnswer(Operation.LockRecord);

        var output = await RecordCall.Lock.MakeAsync(client, null);

        RecordCall.Lock.AssertDone(_crm, null, output);
        Assert.Equal("POST GET", _crm.Calls);
    }

    [Theory]
    [InlineData(ReadKeyCasing.Documented)]
    [InlineData(ReadKeyCasing.Sdk7)]
    public async Task Another_users_lock_is_known_in_every_casing(ReadKeyCasing casing)
    {
        _crm.Emulator.Settings.Contradictions.ReadKeys = casing;
        var client = await _crm.OpenAsKnownUserAsync();
        var theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason, _crm.Emulator.AddUser("Somebody Else"));
        _crm.LoseAnswer(Operation.LockRecord);

        AssertAlreadyLocked(await RecordCall.Lock.FailAsync(client, null));

        Assert.Equal([theirs], _crm.Locks);
    }

    [Fact]
    public async Task An_automatic_lock_is_not_reported_as_ours()
    {
        _crm.Deals.LockingConfiguration = LockingConfiguration.Both;
        var rule = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Automatic);
        _crm.LoseAnswer(Operation.LockRecord);

        AssertAlreadyLocked(await RecordCall.Lock.FailAsync(await _crm.OpenAsync(), null));

        Assert.Equal([rule], _crm.Locks);
    }

    [Fact]
    public async Task Of_a_rules_lock_and_ours_the_one_reported_is_ours()
    {
        _crm.Emulator.Settings.Unknowns.LockOverAutomatic = true;
        _crm.Deals.LockingConfiguration = LockingConfiguration.Both;
        _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Automatic);
        _crm.LoseAnswer(Operation.LockRecord);

        var output = Assert.IsType<RecordLock>(await RecordCall.Lock.MakeAsync(await _crm.OpenAsync(), null));

        Assert.Equal(Assert.Single(_crm.Locks, entry => entry.Kind == LockKind.Manual).Id, output.LockId);
        Assert.Equal("POST GET", _crm.Calls);
    }

    [Fact]
    public async Task A_reason_that_the_server_keeps_with_other_line_breaks_is_still_ours()
    {
        var relay = _crm.Relay(call =>
        {
            if (call is { Method: "POST" })
            {
                call.Lose();
                _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, "Quarter closed\nsee the mail");
            }

            return Task.CompletedTask;
        });
        var client = await _crm.OpenAsync(relay: relay);

        var made = await client.LockAsync(FaultyCrm.Module, FaultyCrm.RecordId, "Quarter closed\r\nsee the mail \r\n");

        Assert.Equal(Assert.Single(_crm.Locks).Id, made.LockId);
        Assert.Equal("GET", _crm.Calls);
    }

    [Fact]
    public async Task A_lost_lock_that_is_carried_out_late_refuses_the_repeat_and_is_ours()
    {
        RelayedCall? late = null;
        var relay = _crm.Relay(async call =>
        {
            if (call is { Method: "POST", Number: 2 })
            {
                late = call;
                call.Lose();
            }
            else if (call is { Method: "POST", Number: 3 })
            {
                await late!.PassOnAsync();
            }
        });
        var client = await _crm.OpenAsKnownUserAsync(relay: relay);

        var made = Assert.IsType<RecordLock>(await RecordCall.Lock.MakeAsync(client, null));

        Assert.Equal((made.LockId, made.Reason), (Assert.Single(_crm.Locks).Id, FaultyCrm.Reason));
        Assert.Equal("GET POST POST GET", _crm.Calls);
        Assert.Equal(1, _crm.Emulator.Counters.Count(Operation.LockRecord, 201));
    }

    [Fact]
    public async Task A_lost_unlock_that_is_carried_out_late_refuses_the_repeat_and_is_a_success()
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        RelayedCall? late = null;
        var relay = _crm.Relay(async call =>
        {
            if (call is { Method: "DELETE", Number: 1 })
            {
                late = call;
                call.Lose();
            }
            else if (call is { Method: "DELETE" })
            {
                await late!.PassOnAsync();
            }
        });

        var output = await RecordCall.Unlock.MakeAsync(await _crm.OpenAsync(relay: relay), former);

        RecordCall.Unlock.AssertDone(_crm, former, output);
        Assert.Equal("GET DELETE DELETE GET", _crm.Calls);
        Assert.Equal(1, _crm.Emulator.Counters.Count(Operation.UnlockRecord, 200));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_new_lock_that_somebody_made_after_a_lost_unlock_stays_and_the_unlock_is_a_success(bool lookedUp)
    {
        var former = RecordCall.Unlock.Prepare(_crm)!;
        RecordLockEntry? theirs = null;
        var relay = _crm.Relay(async call =>
        {
            if (call.Method == "DELETE")
            {
                await call.PassOnAsync();
                call.Lose();
                theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, FaultyCrm.Reason, _crm.Emulator.AddUser("Somebody Else"));
            }
        });
        var client = await _crm.OpenAsync(relay: relay);

        var output = await client.UnlockAsync(FaultyCrm.Module, FaultyCrm.RecordId, lookedUp ? null : former.Id);

        Assert.Equal((former.Id, RecordUnlockStatus.Unlocked), (output.LockId, output.Status));
        Assert.Equal([theirs!], _crm.Locks);
        Assert.Equal(lookedUp ? "GET DELETE GET" : "DELETE GET", _crm.Calls);
    }

    [Fact]
    public async Task A_lost_change_of_reason_whose_lock_is_gone_since_is_an_error_that_leaves_a_new_lock_alone()
    {
        var former = RecordCall.ChangeReason.Prepare(_crm)!;
        RecordLockEntry? theirs = null;
        var relay = _crm.Relay(async call =>
        {
            if (call is { Method: "PUT", Number: 1 })
            {
                await call.PassOnAsync();
                call.Lose();
                _crm.Deals.RemoveLock(FaultyCrm.RecordId);
                theirs = _crm.Deals.SetLocked(FaultyCrm.RecordId, LockKind.Manual, "theirs", _crm.Emulator.AddUser("Somebody Else"));
            }
        });

        var error = await RecordCall.ChangeReason.FailAsync(await _crm.OpenAsync(relay: relay), former);

        Assert.Equal(("INVALID_DATA", ZohoErrorKind.ObjectNotFound), (error.Code, error.Kind));
        Assert.Contains("the outcome is not known", error.Message, StringComparison.Ordinal);
        Assert.Equal([theirs!], _crm.Locks);
    }

    private static Func<RelayedCall, Task> LoseAnswerTo(string method, int number) => async call =>
    {
        if (call.Method == method && call.Number == number)
        {
            await call.PassOnAsync();
            call.Lose();
        }
    };

    private static void AssertAlreadyLocked(ZohoError error)
    {
        Assert.Equal(("NOT_ALLOWED", ZohoErrorKind.ResourceExists, false), (error.Code, error.Kind, error.EndsRun));
        Assert.DoesNotContain("not known", error.Message, StringComparison.Ordinal);
    }
}
