using ZohoLock.Reporting.Statistics;

namespace ZohoLock.Reporting.Tests;

public sealed class StatisticsTests
{
    [Fact]
    public void The_counts_of_each_property_are_those_of_all_locks()
    {
        var statistics = new LockStatistics(NastyLocks.Now, TimeZoneInfo.Utc);
        var locks = NastyLocks.Create(5_000, seed: 7).ToList();
        locks.ForEach(statistics.Add);

        foreach (var breakdown in new[] { statistics.GetAges(), statistics.GetMonths(), statistics.GetModules(), statistics.GetPeople(), statistics.GetReasons() })
        {
            Assert.Equal(5_000, breakdown.Counts.Sum(count => count.Locks));
            Assert.Equal(5_000, breakdown.GetFirst(10).Sum(count => count.Locks));
            Assert.True(breakdown.GetFirst(10).Count <= 10);
        }

        Assert.Equal(
            locks.GroupBy(one => one.Module).OrderByDescending(module => module.Count()).Select(module => new LabeledCount(module.Key, module.Count())),
            statistics.GetModules().Counts);
        Assert.Equal(locks.Count(one => one.Source != LockSource.Automatic), statistics.ByHand);
    }

    [Theory]
    [InlineData(-3_600, "Less than a day")]
    [InlineData(0, "Less than a day")]
    [InlineData(86_399, "Less than a day")]
    [InlineData(86_400, "1 to 6 days")]
    [InlineData(7 * 86_400, "7 to 29 days")]
    [InlineData(30 * 86_400, "30 to 89 days")]
    [InlineData(90 * 86_400, "90 to 364 days")]
    [InlineData(365 * 86_400, "365 days or more")]
    [InlineData(null, "Not known")]
    public void A_lock_has_an_age(int? seconds, string label)
    {
        var ages = new AgeCounter();
        ages.Add(seconds is { } known ? TimeSpan.FromSeconds(known) : null);

        Assert.Equal(label, Assert.Single(ages.GetBreakdown().Counts, count => count.Locks > 0).Label);
    }

    [Fact]
    public void Months_run_from_the_first_lock_to_now_with_the_empty_ones_between()
    {
        var months = new MonthCounter(new(2026, 2, 15, 0, 0, 0, TimeSpan.Zero));
        months.Add(new(2025, 11, 30, 23, 59, 59, TimeSpan.Zero));
        months.Add(new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero));

        Assert.Equal([new("2025-11", 1), new("2025-12", 0), new("2026-01", 0), new("2026-02", 1)], months.GetBreakdown().Counts);
    }

    [Fact]
    public void Months_before_the_last_two_years_and_after_now_are_one_each()
    {
        var months = new MonthCounter(new(2026, 2, 15, 0, 0, 0, TimeSpan.Zero));
        months.Add(DateTimeOffset.MinValue);
        months.Add(DateTimeOffset.MaxValue);
        months.Add(null);
        var counts = months.GetBreakdown().Counts;

        Assert.Equal(27, counts.Count);
        Assert.Equal(new("Earlier", 1), counts[0]);
        Assert.Equal("2024-03", counts[1].Label);
        Assert.Equal([new("2026-02", 0), new("Later", 1), new("Not known", 1)], counts.Skip(24));
    }

    [Fact]
    public void Months_are_those_of_the_time_zone_of_the_report()
    {
        var statistics = new LockStatistics(NastyLocks.Now, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        statistics.Add(new("Deals", "1", "2") { LockedTime = new(2026, 10, 31, 20, 0, 0, TimeSpan.Zero) });

        Assert.Equal([new("2026-11", 1)], statistics.GetMonths().Counts);
    }

    [Fact]
    public void People_of_the_same_name_are_told_apart_by_their_ids()
    {
        var statistics = new LockStatistics(NastyLocks.Now, TimeZoneInfo.Utc);
        foreach (var id in new[] { "1", "1", "2" })
        {
            statistics.Add(new("Deals", "1", "2") { LockedBy = "Jane Doe", LockedById = id });
        }

        statistics.Add(new("Deals", "1", "2") { Source = LockSource.Automatic });
        Assert.Equal([new("Jane Doe (1)", 2), new("A rule", 1), new("Jane Doe (2)", 1)], statistics.GetPeople().Counts);
    }

    [Fact]
    public void A_rule_is_the_reason_of_a_lock_without_one()
    {
        var byRule = new ReportedLock("Deals", "1", "2") { Source = LockSource.Automatic };
        Assert.Equal("A rule", LockStatistics.DescribeReason(byRule));
        Assert.Equal("Rule: Won deals", LockStatistics.DescribeReason(byRule with { RuleName = "Won deals" }));
        Assert.Equal("Signed", LockStatistics.DescribeReason(byRule with { RuleName = "Won deals", Reason = "Signed" }));
        Assert.Equal("Not known", LockStatistics.DescribeReason(byRule with { Source = null }));
    }

    [Fact]
    public void Values_without_end_take_bounded_memory_and_none_is_lost()
    {
        var reasons = new ValueCounter("Reason");
        for (var number = 0; number < 200_000; number++)
        {
            reasons.Add("Frequent");
            reasons.Add($"Reason {number}");
        }

        var breakdown = reasons.GetBreakdown();
        Assert.Equal(new("Frequent", 200_000), breakdown.Counts[0]);
        Assert.InRange(breakdown.Counts.Sum(count => count.Label.Length), ValueCounter.MaxCharacters, ValueCounter.MaxCharacters + 3_000);
        Assert.Equal(400_000, breakdown.Counts.Sum(count => count.Locks) + breakdown.NotKept);
        Assert.Equal(400_000, breakdown.GetFirst(10).Sum(count => count.Locks));
        Assert.Equal("All others", breakdown.GetFirst(10)[9].Label);
    }

    [Fact]
    public void The_oldest_locks_are_kept_and_those_without_a_time_are_the_newest()
    {
        var oldest = new OldestLocks(3);
        foreach (var (id, day) in new (string, int?)[] { ("none", null), ("5", 5), ("3", 3), ("9", 9), ("3 again", 3), ("1", 1) })
        {
            oldest.Add(new("Deals", id, "1") { LockedTime = day is { } known ? new(2026, 1, known, 0, 0, 0, TimeSpan.Zero) : null });
        }

        Assert.Equal(["1", "3", "3 again"], oldest.GetAll().Select(one => one.RecordId));
    }
}
