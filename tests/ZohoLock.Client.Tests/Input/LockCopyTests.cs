using ZohoLock.Input;

namespace ZohoLock.Client.Tests.Input;

/// <summary>A lock that was read from a row or a copy.</summary>
public sealed class LockCopyTests
{
    private static readonly LockCopy Ids = new("Deals", "5843104000000425565", "5843104000000900024");

    [Fact]
    public void The_lock_has_what_is_known()
    {
        var time = DateTimeOffset.UnixEpoch;
        var found = (Ids with
        {
            RecordName = "Benton", Reason = "Audit", Source = "manual", LockedById = "1", LockedByName = "Ann", LockedTime = time, ConfigurationId = "2",
            RuleId = "3", RuleName = "Won", RuleCriteria = "Stage = 'Closed Won'", Editable = "True",
        }).ToLock();

        Assert.Equal(("Deals", "5843104000000425565", "5843104000000900024"), (found.Module, found.RecordId, found.LockId));
        Assert.Equal(("Benton", "Audit", LockSource.Manual), (found.RecordName, found.Reason, found.Source));
        Assert.Equal(("1", "Ann", time), (found.LockedBy?.Id, found.LockedBy?.Name, found.LockedTime));
        Assert.Equal(("2", "3", "Won", "Stage = 'Closed Won'", true), (found.ConfigurationId, found.RuleId, found.RuleName, found.RuleCriteria, found.Editable));
    }

    [Fact]
    public void What_is_empty_or_invalid_is_not_known()
    {
        var found = (Ids with { Reason = " ", Source = "7", LockedById = "5.8E+18", LockedByName = string.Empty, ConfigurationId = "x", RuleId = string.Empty, Editable = "maybe" })
            .ToLock();

        Assert.Equal(new RecordLock("Deals", "5843104000000425565", "5843104000000900024"), found);
    }
}
