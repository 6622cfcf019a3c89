using ZohoLock.Bulk;

namespace ZohoLock.Client.Tests.Bulk;

/// <summary>Which locks a filter wants, and which fields it needs for that.</summary>
public sealed class LockFilterTests
{
    private static readonly DateTimeOffset Time = new(2026, 9, 30, 23, 0, 0, TimeSpan.Zero);

    private static readonly RecordLock Lock = new("Deals", "1", "2")
    {
        Source = LockSource.Manual, LockedBy = new() { Id = "7", Name = "Patricia Boyle" }, LockedTime = Time,
    };

    [Fact]
    public void One_without_wishes_wants_any_lock_and_needs_no_field()
    {
        Assert.True(new LockFilter().Accepts(Lock));
        Assert.True(new LockFilter().Accepts(new("Deals", "1", "2")));
        Assert.Empty(new LockFilter().Fields);
    }

    [Theory]
    [InlineData(LockSource.Manual, LockSource.Manual, true)]
    [InlineData(LockSource.Manual, LockSource.Automatic, false)]
    [InlineData(LockSource.Manual, LockSource.Both, true)]
    [InlineData(LockSource.Automatic, LockSource.Both, true)]
    [InlineData(LockSource.Both, LockSource.Manual, false)]
    [InlineData(LockSource.Manual, null, false)]
    public void A_lock_of_both_sources_is_wanted_for_either(LockSource wanted, LockSource? source, bool isWanted)
    {
        var filter = new LockFilter { Source = wanted };

        Assert.Equal(isWanted, filter.Accepts(Lock with { Source = source }));
        Assert.Equal(["Lock_Source__s"], filter.Fields);
    }

    [Fact]
    public void A_user_is_asked_for_only_where_the_lock_has_one()
    {
        var filter = new LockFilter { IsUser = user => user.Id == "7" };

        Assert.True(filter.Accepts(Lock));
        Assert.False(filter.Accepts(Lock with { LockedBy = new() { Id = "8" } }));
        Assert.False(filter.Accepts(Lock with { LockedBy = null }));
        Assert.Equal(["Locked_By__s"], filter.Fields);
    }

    [Fact]
    public void A_time_is_a_limit_that_is_not_part_of_it()
    {
        var filter = new LockFilter { Before = Time };

        Assert.False(filter.Accepts(Lock));
        Assert.True(filter.Accepts(Lock with { LockedTime = Time.AddSeconds(-1) }));
        Assert.False(filter.Accepts(Lock with { LockedTime = null }));
        Assert.Equal(["Locked_Time__s"], filter.Fields);
    }

    [Fact]
    public void All_wishes_have_to_be_met()
    {
        var filter = new LockFilter { Source = LockSource.Manual, IsUser = _ => true, Before = Time.AddDays(1) };

        Assert.True(filter.Accepts(Lock));
        Assert.False(filter.Accepts(Lock with { Source = LockSource.Automatic }));
        Assert.False(filter.Accepts(Lock with { LockedBy = null }));
        Assert.False(filter.Accepts(Lock with { LockedTime = Time.AddDays(2) }));
    }
}
