using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Throttling;

namespace ZohoLock.Client.Tests;

/// <summary>How the number of calls at once is found out from answers alone.</summary>
public sealed class CeilingTests
{
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(CrmEdition.Free, 5)]
    [InlineData(CrmEdition.Standard, 10)]
    [InlineData(CrmEdition.Professional, 15)]
    [InlineData(CrmEdition.Enterprise, 20)]
    [InlineData(CrmEdition.Ultimate, 25)]
    public void A_known_edition_starts_at_its_ceiling_and_stays_below_it(CrmEdition edition, int calls)
    {
        var ceiling = Ceiling.Of(edition, _clock);

        TakeWhenFull(ceiling, 1000);

        Assert.Equal((calls, calls), (ceiling.Value, ceiling.Max));
    }

    [Fact]
    public void An_unknown_edition_starts_at_what_all_of_them_allow_and_may_come_to_what_the_largest_allows()
    {
        var ceiling = Ceiling.Of(null, _clock);

        Assert.Equal((5, 25), (ceiling.Value, ceiling.Max));
    }

    [Fact]
    public void It_rises_by_one_and_then_by_twice_as_much_each_time_as_many_calls_as_it_allows_are_taken()
    {
        var ceiling = Ceiling.Of(null, _clock);
        List<int> values = [ceiling.Value];

        while (ceiling.Value < ceiling.Max)
        {
            TakeWhenFull(ceiling, ceiling.Value - 1);
            Assert.Equal(values[^1], ceiling.Value);
            TakeWhenFull(ceiling, 1);
            values.Add(ceiling.Value);
        }

        Assert.Equal([5, 6, 8, 12, 20, 25], values);
    }

    [Fact]
    public void It_does_not_rise_while_slots_are_free()
    {
        var ceiling = Ceiling.Of(null, _clock);

        for (var i = 0; i < 1000; i++)
        {
            ceiling.Taken(beside: 3);
        }

        Assert.Equal(5, ceiling.Value);
    }

    [Theory]
    [InlineData(24, 24)]
    [InlineData(9, 9)]
    [InlineData(1, 1)]
    [InlineData(40, 25)]
    public void A_call_that_is_turned_away_sets_it_to_what_was_in_flight_beside(int beside, int value)
    {
        var ceiling = Ceiling.Of(CrmEdition.Ultimate, _clock);

        Assert.Equal(TimeSpan.Zero, ceiling.TurnedAway(beside));
        Assert.Equal(value, ceiling.Value);
    }

    [Fact]
    public void Then_it_holds_and_tries_one_more_after_250_calls()
    {
        var ceiling = Held(at: 10);

        TakeWhenFull(ceiling, 249);
        Assert.Equal(10, ceiling.Value);

        TakeWhenFull(ceiling, 1);
        Assert.Equal(11, ceiling.Value);
    }

    [Fact]
    public void Or_after_a_little_more_than_a_second_whichever_comes_first()
    {
        var ceiling = Held(at: 10);

        _clock.Advance(TimeSpan.FromSeconds(1.19));
        TakeWhenFull(ceiling, 1);
        Assert.Equal(10, ceiling.Value);

        _clock.Advance(TimeSpan.FromSeconds(0.01));
        TakeWhenFull(ceiling, 1);
        Assert.Equal(11, ceiling.Value);
    }

    [Fact]
    public void A_trial_that_goes_well_is_followed_by_larger_steps()
    {
        var ceiling = Held(at: 10);
        TakeWhenFull(ceiling, 250);

        TakeWhenFull(ceiling, 11);
        Assert.Equal(13, ceiling.Value);

        TakeWhenFull(ceiling, 13);
        Assert.Equal(17, ceiling.Value);
    }

    [Fact]
    public void A_trial_that_is_turned_away_costs_one_call_and_holds_again()
    {
        var ceiling = Held(at: 10);
        TakeWhenFull(ceiling, 250);

        ceiling.TurnedAway(beside: 10);
        Assert.Equal(10, ceiling.Value);

        TakeWhenFull(ceiling, 249);
        Assert.Equal(10, ceiling.Value);
        TakeWhenFull(ceiling, 1);
        Assert.Equal(11, ceiling.Value);
    }

    [Fact]
    public void Several_calls_that_are_turned_away_one_after_another_set_it_lower_each_time()
    {
        var ceiling = Ceiling.Of(CrmEdition.Enterprise, _clock);

        ceiling.TurnedAway(beside: 19);
        ceiling.TurnedAway(beside: 18);
        ceiling.TurnedAway(beside: 5);

        Assert.Equal(5, ceiling.Value);
    }

    [Fact]
    public void A_call_that_is_turned_away_with_nothing_beside_it_means_a_pause_that_doubles_up_to_five_seconds()
    {
        var ceiling = Ceiling.Of(null, _clock);

        var pauses = Enumerable.Range(0, 7).Select(_ => ceiling.TurnedAway(beside: 0).TotalSeconds).ToList();

        Assert.Equal([0.25, 0.5, 1, 2, 4, 5, 5], pauses);
        Assert.Equal(1, ceiling.Value);
    }

    [Fact]
    public void The_next_call_that_is_taken_makes_the_pause_short_again()
    {
        var ceiling = Ceiling.Of(null, _clock);
        ceiling.TurnedAway(beside: 0);
        ceiling.TurnedAway(beside: 0);

        ceiling.Taken(beside: 0);

        Assert.Equal(TimeSpan.FromSeconds(0.25), ceiling.TurnedAway(beside: 0));
    }

    [Fact]
    public void It_knows_for_how_long_not_a_single_call_was_taken()
    {
        var ceiling = Ceiling.Of(null, _clock);
        Assert.Equal(TimeSpan.Zero, ceiling.RefusedFor);

        ceiling.TurnedAway(beside: 0);
        _clock.Advance(TimeSpan.FromSeconds(7));
        ceiling.TurnedAway(beside: 3);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(TimeSpan.FromSeconds(11), ceiling.RefusedFor);

        ceiling.Taken(beside: 0);
        Assert.Equal(TimeSpan.Zero, ceiling.RefusedFor);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_happens_it_stays_between_one_and_its_most(int round)
    {
        var seed = Random.Shared.Next() ^ round;
        var random = new Random(seed);
        var ceiling = Ceiling.Of(null, _clock);

        for (var i = 0; i < 20_000; i++)
        {
            var beside = random.Next(ceiling.Value + 2);
            if (random.Next(30) == 0)
            {
                var pause = ceiling.TurnedAway(beside);
                Assert.True((pause > TimeSpan.Zero) == (beside == 0), $"seed {seed}");
            }
            else
            {
                ceiling.Taken(beside);
            }

            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(100)));
            Assert.True(ceiling.Value is >= 1 and <= 25, $"seed {seed}: {ceiling.Value}");
        }
    }

    private static void TakeWhenFull(Ceiling ceiling, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            ceiling.Taken(ceiling.Value - 1);
        }
    }

    private Ceiling Held(int at)
    {
        var ceiling = Ceiling.Of(CrmEdition.Ultimate, _clock);
        ceiling.TurnedAway(at);
        return ceiling;
    }
}
