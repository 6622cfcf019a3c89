using System.Collections;

namespace ZohoCrm.Emulator.Tests.Crm;

public sealed class ModuleSetupTests
{
    [Fact]
    public void Generated_ids_look_like_Zohos()
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
    public void An_invalid_id_is_refused(string id)
    {
        using var emulator = new CrmEmulator();

        Assert.Throws<ArgumentException>(() => emulator.AddModule("Deals").AddRecord(id, "x"));
    }

    [Fact]
    public void Names_and_ids_must_be_unique()
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
    public void Records_are_created_from_dictionaries()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");

        var one = deals.AddRecord(new Dictionary<string, object?>
        {
            ["Record Id"] = "zcrm_5843104000000425565",
            ["Deal Name"] = "Big one",
            ["Amount"] = 10000.5,
            ["Closing Date"] = new DateTime(2026, 9, 30),
            ["Signed"] = new DateTimeOffset(2026, 9, 30, 12, 0, 0, TimeSpan.FromHours(2)),
            ["Is_Big"] = true,
            ["Stage"] = null,
        });
        var others = deals.AddRecords([new Dictionary<string, object> { ["Amount"] = 5 }, new Hashtable { ["id"] = 7L }]);

        Assert.Equal(("5843104000000425565", "Big one"), (one.Id, one.Name));
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["Amount"] = "10000.5",
                ["Closing_Date"] = "2026-09-30",
                ["Signed"] = "2026-09-30T12:00:00+02:00",
                ["Is_Big"] = "true",
                ["Stage"] = null,
            },
            one.Fields);
        Assert.Matches("^5843104[0-9]{12}$", others[0].Id);
        Assert.Equal(("Deals 2 (Sample)", "7", "Deals 3 (Sample)"), (others[0].Name, others[1].Id, others[1].Name));
        var jane = new Dictionary<string, string> { ["First_Name"] = "Jane", ["Last_Name"] = "Doe" };
        Assert.Equal("Jane Doe", emulator.AddModule("Leads").AddRecord(jane).Name);
    }

    [Fact]
    public void An_invalid_row_adds_nothing()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");
        var good = new Dictionary<string, object> { ["Amount"] = 5 };

        Assert.Contains("42", Assert.Throws<ArgumentException>(() => deals.AddRecords([good, 42])).Message, StringComparison.Ordinal);
        var list = new Dictionary<string, object> { ["Tags"] = new[] { "a" } };
        Assert.Contains("Tags", Assert.Throws<ArgumentException>(() => deals.AddRecords([good, list])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => deals.AddRecords([good, null!]));
        Assert.Empty(deals.Records);
        Assert.Throws<ArgumentException>(() => deals.AddRecord(new Dictionary<string, object> { ["id"] = 5.8431E+18 }));
    }

    [Fact]
    public void A_lock_can_be_set_with_an_earlier_time()
    {
        using var emulator = new CrmEmulator();
        var deals = emulator.AddModule("Deals");
        var id = deals.AddRecords(1)[0];
        var lastMonth = DateTimeOffset.UtcNow.AddMonths(-1);

        deals.SetLocked(id, reason: "old", time: lastMonth);

        Assert.Equal((lastMonth, "old"), (deals.GetLocks(id)[0].LockedTime, deals.GetLocks(id)[0].Reason));
    }
}
