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
    public void A_known_edition_starts_at_its_ceiling_and_stays_there(CrmEdition edition, int calls)
    {
        var limit = ConcurrencyLimit.Create(edition, _clock);
        Assert.Equal((calls, calls), (limit.Value, limit.Max));

        for (var i = 0; i < 1000; i++)
        {
            TakeWhenFull(limit, 1);
            Assert.Equal(calls, limit.Value);
        }
    }

    [Fact]
    public void An_unknown_edition_starts_at_what_all_of_them_allow_and_may_come_to_what_the_largest_allows()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);

        Assert.Equal((5, 25), (limit.Value, limit.Max));
    }

    [Fact]
    public void An_unknown_edition_rises_by_one_each_quarter_of_a_round_until_a_call_is_throttled()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);

        Assert.Equal([1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6], CallsToEachRaise(limit));
        Assert.Equal(25, limit.Value);
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
    public void A_call_throttled_above_what_is_proven_sets_it_to_what_was_in_flight_beside(int beside, int value)
    {
        var limit = ConcurrencyLimit.Create(CrmEdition.Ultimate, _clock);

        Assert.Equal(TimeSpan.Zero, limit.RecordThrottled(beside));
        Assert.Equal(value, limit.Value);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2 * 2)]
    [InlineData(4, 8 * 4)]
    [InlineData(7, 24 * 7)]
    [InlineData(8, 28 * 8)]
    [InlineData(19, 28 * 19)]
    public void Then_it_holds_the_longer_the_more_slots_it_has_and_tries_one_more(int slots, int calls)
    {
        var limit = Held(slots);

        TakeWhenFull(limit, calls - 1);
        Assert.Equal(slots, limit.Value);

        TakeWhenFull(limit, 1);
        Assert.Equal(slots + 1, limit.Value);
    }

    [Theory]
    [InlineData(5, 8 * 4)]
    [InlineData(7, 16 * 6)]
    [InlineData(11, 16 * 9)]
    [InlineData(19, 16 * 12)]
    public void After_giving_way_it_holds_for_16_rounds_at_most(int proven, int calls)
    {
        var limit = Proven(proven);
        limit.RecordThrottled(proven - 1);
        var value = limit.Value;

        TakeWhenFull(limit, calls - 1);
        Assert.Equal(value, limit.Value);

        TakeWhenFull(limit, 1);
        Assert.Equal(value + 1, limit.Value);
    }

    [Theory]
    [InlineData(4.9, 16 * 8)]
    [InlineData(5, 28 * 8)]
    public void Five_seconds_after_it_gave_way_it_holds_as_long_as_if_it_were_alone(double seconds, int calls)
    {
        var limit = Proven(at: 8);
        limit.RecordThrottled(beside: 7);
        TakeWhenFull(limit, 16 * 7);
        TakeWhenFull(limit, 8);
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        limit.RecordThrottled(beside: 8);

        TakeWhenFull(limit, calls - 1);
        Assert.Equal(8, limit.Value);

        TakeWhenFull(limit, 1);
        Assert.Equal(9, limit.Value);
    }

    [Fact]
    public void It_holds_for_five_seconds_at_most_however_slow_the_calls_are()
    {
        var limit = Held(at: 7);

        _clock.Advance(TimeSpan.FromSeconds(4.99));
        TakeWhenFull(limit, 1);
        Assert.Equal(7, limit.Value);

        _clock.Advance(TimeSpan.FromSeconds(0.01));
        TakeWhenFull(limit, 1);
        Assert.Equal(8, limit.Value);
    }

    [Fact]
    public void A_try_that_stood_for_a_round_has_found_room_and_it_rises_by_one_each_quarter_of_a_round()
    {
        var limit = Held(at: 7);
        TakeWhenFull(limit, 24 * 7);

        Assert.Equal([8, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 6], CallsToEachRaise(limit));
        Assert.Equal(25, limit.Value);
    }

    [Fact]
    public void After_a_call_was_throttled_the_next_try_stands_for_a_whole_round_again()
    {
        var limit = Held(at: 7);
        TakeWhenFull(limit, (24 * 7) + 8 + 2);
        limit.RecordThrottled(beside: 7);

        TakeWhenFull(limit, (24 * 7) + 7);
        Assert.Equal(8, limit.Value);
        TakeWhenFull(limit, 1);
        Assert.Equal(9, limit.Value);
    }

    [Fact]
    public void A_try_that_is_throttled_costs_one_call_and_holds_again()
    {
        var limit = Held(at: 4);
        TakeWhenFull(limit, 8 * 4);

        for (var i = 0; i < 3; i++)
        {
            limit.RecordThrottled(beside: 4);
            Assert.Equal(4, limit.Value);

            TakeWhenFull(limit, (8 * 4) - 1);
            Assert.Equal(4, limit.Value);
            TakeWhenFull(limit, 1);
            Assert.Equal(5, limit.Value);
            TakeWhenFull(limit, 4);
        }
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(9, 8)]
    [InlineData(10, 8)]
    [InlineData(14, 11)]
    [InlineData(20, 12)]
    [InlineData(24, 13)]
    public void A_call_throttled_at_a_proven_limit_means_that_others_have_come_and_costs_much_who_has_much(int proven, int value)
    {
        var limit = Proven(proven);

        limit.RecordThrottled(beside: proven - 1);

        Assert.Equal(value, limit.Value);
    }

    [Theory]
    [InlineData(31, 15)]
    [InlineData(32, 11)]
    public void A_limit_is_proven_when_it_stood_for_two_rounds(int calls, int value)
    {
        var limit = Held(at: 16);
        TakeWhenFull(limit, calls);

        limit.RecordThrottled(beside: 15);

        Assert.Equal(value, limit.Value);
    }

    [Fact]
    public void After_that_it_is_no_higher_than_what_was_in_flight_beside()
    {
        var limit = Proven(at: 7);

        limit.RecordThrottled(beside: 2);

        Assert.Equal(2, limit.Value);
    }

    [Fact]
    public void Calls_that_were_sent_before_it_gave_way_do_not_make_it_give_way_again()
    {
        var limit = Proven(at: 20);

        limit.RecordThrottled(beside: 19);
        limit.RecordThrottled(beside: 18);
        limit.RecordThrottled(beside: 17);
        Assert.Equal(12, limit.Value);

        limit.RecordThrottled(beside: 9);
        Assert.Equal(9, limit.Value);

        TakeWhenFull(limit, 16);
        limit.RecordThrottled(beside: 8);
        Assert.Equal(8, limit.Value);
    }

    [Fact]
    public void It_gives_way_where_more_calls_are_in_flight_than_it_allows_too()
    {
        var limit = Proven(at: 7);

        limit.RecordThrottled(beside: 9);

        Assert.Equal(6, limit.Value);
    }

    [Fact]
    public void At_its_highest_it_is_proven_too()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);
        CallsToEachRaise(limit);
        TakeWhenFull(limit, 3 * limit.Value);

        limit.RecordThrottled(beside: 24);

        Assert.Equal(13, limit.Value);
    }

    [Fact]
    public void A_throttled_call_that_was_sent_before_makes_it_hold_anew()
    {
        var limit = Held(at: 4);
        TakeWhenFull(limit, 3);

        limit.RecordThrottled(beside: 4);

        TakeWhenFull(limit, (8 * 4) - 1);
        Assert.Equal(4, limit.Value);
        TakeWhenFull(limit, 1);
        Assert.Equal(5, limit.Value);
    }

    [Fact]
    public void Several_calls_that_are_throttled_one_after_another_set_it_lower_each_time()
    {
        var limit = ConcurrencyLimit.Create(CrmEdition.Enterprise, _clock);

        limit.RecordThrottled(beside: 19);
        limit.RecordThrottled(beside: 18);
        limit.RecordThrottled(beside: 5);

        Assert.Equal(5, limit.Value);
    }

    [Fact]
    public void A_call_that_is_turned_away_with_nothing_beside_it_means_a_pause_that_grows_by_a_tenth_up_to_five_seconds()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);

        var pauses = Enumerable.Range(0, 61).Select(_ => limit.RecordThrottled(beside: 0).TotalMilliseconds).ToList();

        Assert.Equal([20, 22, 24.2, 26.62], pauses.Take(4).Select(pause => Math.Round(pause, 4)));
        Assert.Equal([5000, 5000], pauses.TakeLast(2));
        Assert.InRange(pauses.Count(pause => pause < 5000), 58, 59);
        Assert.Equal(1, limit.Value);
    }

    [Fact]
    public void The_next_call_that_is_taken_makes_the_pause_short_again()
    {
        var limit = ConcurrencyLimit.Create(null, _clock);
        limit.RecordThrottled(beside: 0);
        limit.RecordThrottled(beside: 0);

        limit.RecordAccepted(beside: 0);

        Assert.Equal(TimeSpan.FromMilliseconds(20), limit.RecordThrottled(beside: 0));
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

    private static List<int> CallsToEachRaise(ConcurrencyLimit limit)
    {
        List<int> calls = [];
        while (limit.Value < limit.Max)
        {
            calls.Add(0);
            for (var value = limit.Value; limit.Value == value; calls[^1]++)
            {
                TakeWhenFull(limit, 1);
            }
        }

        return calls;
    }

    private ConcurrencyLimit Held(int at)
    {
        var limit = ConcurrencyLimit.Create(CrmEdition.Ultimate, _clock);
        limit.RecordThrottled(at);
        return limit;
    }

    private ConcurrencyLimit Proven(int at)
    {
        var limit = Held(at);
        _clock.Advance(TimeSpan.FromSeconds(5));
        TakeWhenFull(limit, at);
        limit.RecordThrottled(at);
        TakeWhenFull(limit, at);
        return limit;
    }
}
