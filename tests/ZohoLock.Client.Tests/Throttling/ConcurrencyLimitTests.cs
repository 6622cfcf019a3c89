using Microsoft.Extensions.Time.Testing;
using ZohoLock.Throttling;

namespace ZohoLock.Client.Tests.Throttling;

/// <summary>How the number of calls at once is found out from answers alone.</summary>
public sealed class ConcurrencyLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Theory]
    [InlineData(CrmEdition.Free, 5)]
    [InlineData(CrmEdition.Standard, 10)]
    [InlineData(CrmEdition.Professional, 15)]
    [InlineData(CrmEdition.Enterprise, 20)]
    [InlineData(CrmEdition.Ultimate, 25)]
    public void A_known_edition_starts_at_its_ceiling_and_stays_below_it(CrmEdition edition, int calls)
    {
        var limit = ConcurrencyLimit.Create(edition, _clock);

        TakeWhenFull(limit, 1000);

        Assert.Equal((calls, calls), (limit.Value, limit.Max));
    }

    [Fact]
    public void An_unknown_edition_starts_at_what_all_of_them_allow_and_may_come_to_what_the_largest_allows()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);

        Assert.Equal((5, 25), (limit.Value, limit.Max));
    }

    [Fact]
    public void It_rises_by_one_and_then_by_twice_as_much_each_time_as_many_calls_as_it_allows_are_taken()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);
        List<int> values = [limit.Value];

        while (limit.Value < limit.Max)
        {
            TakeWhenFull(limit, limit.Value - 1);
            Assert.Equal(values[^1], limit.Value);
            TakeWhenFull(limit, 1);
            values.Add(limit.Value);
        }

        Assert.Equal([5, 6, 8, 12, 20, 25], values);
    }

    [Fact]
    public void It_does_not_rise_while_slots_are_free()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);

        for (var i = 0; i < 1000; i++)
        {
            limit.RecordAccepted(beside: 3);
        }

        Assert.Equal(5, limit.Value);
    }

    [Theory]
    [InlineData(24, 24)]
    [InlineData(9, 9)]
    [InlineData(1, 1)]
    [InlineData(40, 25)]
    public void A_call_that_is_turned_away_sets_it_to_what_was_in_flight_beside(int beside, int value)
    {
        var limit = ConcurrencyLimit.Create(CrmEdition.Ultimate, _clock);

        Assert.Equal(TimeSpan.Zero, limit.RecordThrottled(beside));
        Assert.Equal(value, limit.Value);
    }

    [Fact]
    public void Then_it_holds_and_tries_one_more_after_250_calls()
    {
        var limit = Held(at: 10);

        TakeWhenFull(limit, 249);
        Assert.Equal(10, limit.Value);

        TakeWhenFull(limit, 1);
        Assert.Equal(11, limit.Value);
    }

    [Fact]
    public void Or_after_a_little_more_than_a_second_whichever_comes_first()
    {
        var limit = Held(at: 10);

        _clock.Advance(TimeSpan.FromSeconds(1.19));
        TakeWhenFull(limit, 1);
        Assert.Equal(10, limit.Value);

        _clock.Advance(TimeSpan.FromSeconds(0.01));
        TakeWhenFull(limit, 1);
        Assert.Equal(11, limit.Value);
    }

    [Fact]
    public void A_trial_that_goes_well_is_followed_by_larger_steps()
    {
        var limit = Held(at: 10);
        TakeWhenFull(limit, 250);

        TakeWhenFull(limit, 11);
        Assert.Equal(13, limit.Value);

        TakeWhenFull(limit, 13);
        Assert.Equal(17, limit.Value);
    }

    [Fact]
    public void A_trial_that_is_turned_away_costs_one_call_and_holds_again()
    {
        var limit = Held(at: 10);
        TakeWhenFull(limit, 250);

        limit.RecordThrottled(beside: 10);
        Assert.Equal(10, limit.Value);

        TakeWhenFull(limit, 249);
        Assert.Equal(10, limit.Value);
        TakeWhenFull(limit, 1);
        Assert.Equal(11, limit.Value);
    }

    [Fact]
    public void Several_calls_that_are_turned_away_one_after_another_set_it_lower_each_time()
    {
        var limit = ConcurrencyLimit.Create(CrmEdition.Enterprise, _clock);

        limit.RecordThrottled(beside: 19);
        limit.RecordThrottled(beside: 18);
        limit.RecordThrottled(beside: 5);

        Assert.Equal(5, limit.Value);
    }

    [Fact]
    public void A_call_that_is_turned_away_with_nothing_beside_it_means_a_pause_that_doubles_up_to_five_seconds()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);

        var pauses = Enumerable.Range(0, 7).Select(_ => limit.RecordThrottled(beside: 0).TotalSeconds).ToList();

        Assert.Equal([0.25, 0.5, 1, 2, 4, 5, 5], pauses);
        Assert.Equal(1, limit.Value);
    }

    [Fact]
    public void The_next_call_that_is_taken_makes_the_pause_short_again()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);
        limit.RecordThrottled(beside: 0);
        limit.RecordThrottled(beside: 0);

        limit.RecordAccepted(beside: 0);

        Assert.Equal(TimeSpan.FromSeconds(0.25), limit.RecordThrottled(beside: 0));
    }

    [Fact]
    public void It_knows_for_how_long_not_a_single_call_was_taken()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);
        Assert.Equal(TimeSpan.Zero, limit.ThrottledFor);

        limit.RecordThrottled(beside: 0);
        _clock.Advance(TimeSpan.FromSeconds(7));
        limit.RecordThrottled(beside: 3);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(11), limit.ThrottledFor);

        limit.RecordAccepted(beside: 0);
        Assert.Equal(TimeSpan.Zero, limit.ThrottledFor);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_it_stays_between_one_and_its_most(int round)
    {
        var seed = Random.Shared.Next() ^ round;
        var random = new Random(seed);
        var limit = ConcurrencyLimit.Create(null, _clock);

        for (var i = 0; i < 20_000; i++)
        {
            var beside = random.Next(limit.Value + 2);
            if (random.Next(30) == 0)
            {
                var pause = limit.RecordThrottled(beside);
                Assert.True((pause > TimeSpan.Zero) == (beside == 0), $"seed {seed}");
            }
            else
            {
                limit.RecordAccepted(beside);
            }

            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(100)));
            Assert.True(limit.Value is >= 1 and <= 25, $"seed {seed}: {limit.Value}");
        }
    }

    private static void TakeWhenFull(ConcurrencyLimit limit, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            limit.RecordAccepted(limit.Value - 1);
        }
    }

    private ConcurrencyLimit Held(int at)
    {
        var limit = ConcurrencyLimit.Create(CrmEdition.Ultimate, _clock);
        limit.RecordThrottled(at);
        return limit;
    }
}
