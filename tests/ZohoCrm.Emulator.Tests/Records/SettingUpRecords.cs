namespace ZohoCrm.Emulator.Tests.Records;

public sealed class SettingUpRecords
{
    [Fact]
    public void Ids_are_made_up_and_look_like_Zohos()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");

        var ids = deals.AddRecords(1000);

        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^5843104[0-9]{12}$", id));
        Assert.Equal(ids, deals.Records.Select(record => record.Id));
        Assert.Empty(deals.AddRecords(0));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5.8431E+18")]
    [InlineData("zcrm_5843104000000425566")]
    [InlineData("123456789012345678901234567890123")]
    public void What_is_no_id_is_refused(string id)
    {
        using var emulator = new CrmEmulator();

        Assert.Throws<ArgumentException>(() => emulator.AddModule("Deals").AddRecord(id, "x"));
    }

    [Fact]
    public void Names_and_ids_are_unique()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");
        deals.AddRecord("1", "x");

        Assert.Throws<ArgumentException>(() => deals.AddRecord("1", "y"));
        Assert.Throws<ArgumentException>(() => emulator.AddModule("deals"));
        Assert.Throws<KeyNotFoundException>(() => emulator.GetModule("Leads"));
        Assert.Throws<KeyNotFoundException>(() => deals.GetLocks("2"));
        Assert.Same(deals, emulator.GetModule("deals"));
        Assert.Same(deals, Assert.Single(emulator.Modules));
    }

    [Fact]
    public void Locks_are_set_and_removed()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");
        var ids = deals.AddRecords(3);
        var jane = emulator.AddUser("Jane Doe");

        deals.SetLocked(ids[0], LockKind.Manual, "x", jane);
        deals.SetLocked(ids[1], LockKind.Automatic);
        deals.SetLocked(ids[1], LockKind.Automatic);

        Assert.Equal(2, deals.LockedCount);
        var manual = Assert.Single(deals.GetLocks(ids[0]));
        Assert.Equal((LockKind.Manual, "x", jane, null), (manual.Kind, manual.Reason, manual.LockedBy, manual.RuleId));
        var automatic = Assert.Single(deals.GetLocks(ids[1]));
        Assert.Equal(
            (LockKind.Automatic, null, null, deals.RuleId),
            (automatic.Kind, automatic.Reason, automatic.LockedBy, automatic.RuleId));
        Assert.True(deals.RemoveLock(ids[0]));
        Assert.False(deals.RemoveLock(ids[0]));
        Assert.Equal(1, deals.LockedCount);
        Assert.True(deals.Records[1].IsLocked);
    }

    [Fact]
    public void Limits_and_latencies_are_not_negative()
    {
        var settings = new EmulatorSettings();

        Assert.Throws<ArgumentOutOfRangeException>(() => settings.Latency = TimeSpan.FromTicks(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => settings.ConcurrencyLimit = -1);
        settings.ConcurrencyLimit = 5;
        settings.TokenLatency = TimeSpan.FromSeconds(1);
        Assert.Equal((5, TimeSpan.FromSeconds(1)), (settings.ConcurrencyLimit, settings.TokenLatency));
        settings.ConcurrencyLimit = null;
        settings.TokenLatency = null;
        Assert.Null(settings.ConcurrencyLimit);
        Assert.Null(settings.TokenLatency);
    }
}
