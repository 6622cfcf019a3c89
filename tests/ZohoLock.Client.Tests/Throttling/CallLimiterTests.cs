using Microsoft.Extensions.Time.Testing;
using ZohoLock.Client.Tests.Faulty;
using ZohoLock.Client.Tests.Servers;
using ZohoLock.Throttling;

namespace ZohoLock.Client.Tests.Throttling;

/// <summary>Who gets in, in which order, and who is turned away.</summary>
public sealed class CallLimiterTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ConcurrencyLimit _limit;
    private readonly CallLimiter _limiter;
    private readonly List<string> _entered = [];

    public CallLimiterTests()
    {
        _limit = new(3, 3, _clock);
        _limiter = new(_limit, _clock);
    }

    public void Dispose() => _limiter.Dispose();

    [Fact]
    public async Task As_many_calls_as_the_ceiling_has_get_in_at_once_and_the_next_one_waits()
    {
        var lane = _limiter.OpenLane(null);
        Fill(lane);

        var next = Enter(lane);
        Assert.Equal((false, 3), (next.IsCompleted, _limiter.InFlight));

        lane.Exit(ThrottlingSignal.Accepted);
        await next.WaitAsync(Hang.Guard);
        Assert.Equal(3, _limiter.InFlight);
    }

    [Fact]
    public async Task Calls_of_one_lane_get_in_in_their_order()
    {
        var lane = _limiter.OpenLane(null);
        Fill(lane);
        var waiting = Enumerable.Range(1, 4).Select(i => Enter(lane, $"{i}")).ToList();

        await LeaveAllAsync(lane, waiting);

        Assert.Equal(["1", "2", "3", "4"], _entered);
    }

    [Fact]
    public async Task Repeats_get_in_before_what_is_new()
    {
        var lane = _limiter.OpenLane(null);
        Fill(lane);
        var waiting = new List<Task>
        {
            Enter(lane, "new 1"), Enter(lane, "repeat 1", isRepeat: true), Enter(lane, "new 2"), Enter(lane, "repeat 2", isRepeat: true),
        };

        await LeaveAllAsync(lane, waiting);

        Assert.Equal(["repeat 1", "repeat 2", "new 1", "new 2"], _entered);
    }

    [Fact]
    public async Task Lanes_take_turns_so_that_a_single_look_does_not_wait_for_a_long_run()
    {
        var run = _limiter.OpenLane(null);
        var look = _limiter.OpenLane(null);
        Fill(run);
        var waiting = Enumerable.Range(1, 5).Select(i => Enter(run, $"run {i}")).ToList();
        waiting.Add(Enter(look, "look 1"));
        waiting.Add(Enter(look, "look 2"));

        await LeaveAllAsync(run, waiting);

        Assert.Equal(["run 1", "look 1", "run 2", "look 2", "run 3", "run 4", "run 5"], _entered);
    }

    [Fact]
    public async Task A_lane_stays_below_its_own_cap_and_leaves_the_rest_to_others()
    {
        var capped = _limiter.OpenLane(1);
        var other = _limiter.OpenLane(null);

        var first = Enter(capped);
        var second = Enter(capped);
        var others = new[] { Enter(other), Enter(other) };

        Assert.Equal((true, false), (first.IsCompleted, second.IsCompleted));
        Assert.All(others, entered => Assert.True(entered.IsCompletedSuccessfully));

        other.Exit(ThrottlingSignal.Accepted);
        Assert.False(second.IsCompleted);

        capped.Exit(ThrottlingSignal.Accepted);
        await second.WaitAsync(Hang.Guard);
        Assert.Equal(2, _limiter.InFlight);
    }

    [Fact]
    public async Task Cancelling_a_call_that_waits_frees_no_slot_and_loses_none()
    {
        var lane = _limiter.OpenLane(null);
        using var stop = new CancellationTokenSource();
        Fill(lane);
        var cancelled = lane.EnterAsync(false, stop.Token).AsTask();
        var patient = Enter(lane);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal((3, false), (_limiter.InFlight, patient.IsCompleted));

        lane.Exit(ThrottlingSignal.Accepted);
        await patient.WaitAsync(Hang.Guard);
        Assert.Equal(3, _limiter.InFlight);

        Leave(lane, 3);
        Assert.Equal(0, _limiter.InFlight);
        Fill(lane);
    }

    [Fact]
    public async Task Closing_a_lane_turns_away_what_waits_and_what_comes_and_lets_go_on_what_is_in_flight()
    {
        var lane = _limiter.OpenLane(null);
        var other = _limiter.OpenLane(null);
        Fill(lane);
        var waiting = Enter(lane);
        var repeat = Enter(lane, isRepeat: true);
        var others = Enter(other);

        lane.Close();

        await Assert.ThrowsAsync<LaneClosedException>(() => waiting);
        await Assert.ThrowsAsync<LaneClosedException>(() => repeat);
        await Assert.ThrowsAsync<LaneClosedException>(() => Enter(lane));
        Assert.Equal((3, false), (_limiter.InFlight, others.IsCompleted));

        lane.Exit(ThrottlingSignal.Accepted);
        await others.WaitAsync(Hang.Guard);
        Leave(lane, 2);
        Leave(other, 1);
        Assert.Equal(0, _limiter.InFlight);
    }

    [Fact]
    public async Task A_call_that_is_turned_away_lowers_the_ceiling_and_nobody_gets_in_before_it_is_reached()
    {
        var lane = _limiter.OpenLane(null);
        Fill(lane);
        var waiting = Enter(lane);

        lane.Exit(ThrottlingSignal.Throttled);
        Assert.Equal((2, 2, false), (_limiter.Limit, _limiter.InFlight, waiting.IsCompleted));

        lane.Exit(ThrottlingSignal.None);
        await waiting.WaitAsync(Hang.Guard);
        Assert.Equal((2, 2), (_limiter.Limit, _limiter.InFlight));
    }

    [Fact]
    public async Task A_call_that_is_turned_away_with_nothing_beside_it_lets_nobody_in_until_the_pause_is_over()
    {
        var lane = _limiter.OpenLane(null);
        Assert.True(Enter(lane).IsCompletedSuccessfully);

        lane.Exit(ThrottlingSignal.Throttled);
        var waiting = Enter(lane);
        Assert.Equal(0, _limiter.InFlight);

        // With its jitter it lasts from a half to one and a half of 20 ms.
        _clock.Advance(TimeSpan.FromMilliseconds(9));
        Assert.Equal((0, false), (_limiter.InFlight, waiting.IsCompleted));
        _clock.Advance(TimeSpan.FromMilliseconds(21));
        await waiting.WaitAsync(Hang.Guard);
        Assert.Equal(1, _limiter.InFlight);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.5, 20)]
    [InlineData(1, 30)]
    public void That_pause_is_of_a_length_by_chance_so_that_programs_do_not_come_back_together(double chance, int milliseconds)
    {
        using var limiter = new CallLimiter(_limit, _clock, new FixedRandom(chance));
        var lane = limiter.OpenLane(null);
        _ = Enter(lane);

        lane.Exit(ThrottlingSignal.Throttled);

        _clock.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
        Assert.True(limiter.IsPaused);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(limiter.IsPaused);
    }

    [Fact]
    public void For_how_long_calls_are_turned_away_is_known_until_one_is_taken()
    {
        var lane = _limiter.OpenLane(null);
        _ = Enter(lane);
        lane.Exit(ThrottlingSignal.Throttled);
        _clock.Advance(TimeSpan.FromSeconds(9));

        Assert.Equal(TimeSpan.FromSeconds(9), _limiter.ThrottledFor);

        _ = Enter(lane);
        lane.Exit(ThrottlingSignal.Accepted);
        Assert.Equal(TimeSpan.Zero, _limiter.ThrottledFor);
    }

    [Fact]
    public void A_lane_that_opens_is_not_charged_with_what_an_earlier_one_was_throttled()
    {
        var earlier = _limiter.OpenLane(null);
        _ = Enter(earlier);
        earlier.Exit(ThrottlingSignal.Throttled);
        earlier.Close();
        _clock.Advance(TimeSpan.FromSeconds(29));

        var lane = _limiter.OpenLane(null);
        Assert.Equal(TimeSpan.Zero, _limiter.ThrottledFor);

        _ = Enter(lane);
        lane.Exit(ThrottlingSignal.Throttled);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), _limiter.ThrottledFor);
    }

    [Fact]
    public async Task A_higher_ceiling_lets_in_those_that_wait()
    {
        var lane = _limiter.OpenLane(null);
        Fill(lane);
        var waiting = Enter(lane);

        _limiter.Replace(new(4, 4, _clock));

        await waiting.WaitAsync(Hang.Guard);
        Assert.Equal(4, _limiter.InFlight);
    }

    [Fact]
    public async Task A_call_that_waits_before_its_repeat_is_counted_until_it_goes_on()
    {
        var pause = _limiter.RetryDelay.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.Equal(1, _limiter.RetryDelay.Waiting);

        _clock.Advance(TimeSpan.FromSeconds(1));

        await pause.WaitAsync(Hang.Guard);
        Assert.Equal(0, _limiter.RetryDelay.Waiting);
    }

    [Fact]
    public async Task Closed_it_turns_away_every_call_and_one_that_is_cancelled_stays_cancelled()
    {
        var limiter = new CallLimiter(_limit, _clock);
        var lane = limiter.OpenLane(null);
        limiter.Dispose();

        var entering = await Assert.ThrowsAsync<ZohoException>(() => Enter(lane));
        var pausing = await Assert.ThrowsAsync<ZohoException>(() => limiter.RetryDelay.WaitAsync(TimeSpan.FromHours(1), CancellationToken.None).WaitAsync(Hang.Guard));

        Assert.All([entering, pausing], failure => Assert.Equal("ConnectionClosed", failure.Error.Code));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limiter.RetryDelay.WaitAsync(TimeSpan.FromHours(1), new(canceled: true)).WaitAsync(Hang.Guard));
    }

    [Fact]
    public async Task Closed_in_a_pause_it_turns_away_the_calls_that_wait_for_its_end_and_leaves_no_timer()
    {
        var clock = new RecordingTimeProvider();
        var limiter = new CallLimiter(_limit, clock);
        limiter.PauseAll(TimeSpan.FromHours(1));
        var waiting = new[] { Enter(limiter.OpenLane(null)), Enter(limiter.OpenLane(1), isRepeat: true) };

        limiter.Dispose();
        limiter.Dispose();

        foreach (var call in waiting)
        {
            Assert.Equal("ConnectionClosed", (await Assert.ThrowsAsync<ZohoException>(() => call.WaitAsync(Hang.Guard))).Error.Code);
        }

        Assert.Equal(0, clock.ActiveTimers);
    }

    [Fact]
    public async Task Closed_it_turns_away_the_call_that_waits_for_another_of_its_lane_as_soon_as_that_one_ends()
    {
        var limiter = new CallLimiter(_limit, _clock);
        var lane = limiter.OpenLane(1);
        _ = Enter(lane);
        var waiting = Enter(lane);

        limiter.Dispose();
        lane.Exit(ThrottlingSignal.None);

        Assert.Equal("ConnectionClosed", (await Assert.ThrowsAsync<ZohoException>(() => waiting.WaitAsync(Hang.Guard))).Error.Code);
    }

    [Fact]
    public void The_end_of_a_call_that_tells_nothing_changes_nothing_but_the_slot()
    {
        var lane = _limiter.OpenLane(null);
        _ = Enter(lane);

        lane.Exit(ThrottlingSignal.None);

        Assert.Equal((3, 0, TimeSpan.Zero), (_limiter.Limit, _limiter.InFlight, _limiter.ThrottledFor));
    }

    [Fact]
    public async Task Never_are_there_more_in_flight_than_the_ceiling_and_the_caps_allow_and_nobody_is_forgotten()
    {
        var seed = Random.Shared.Next();
        var time = TimeProvider.System;
        using var limiter = new CallLimiter(new ConcurrencyLimit(7, 7, time), time);
        var lanes = new[] { (Lane: limiter.OpenLane(null), Cap: 7), (Lane: limiter.OpenLane(2), Cap: 2), (Lane: limiter.OpenLane(5), Cap: 5) };
        var inFlight = new int[lanes.Length];
        var all = 0;
        var excess = 0;
        var done = 0;
        var cancelled = 0;

        await Task.WhenAll(Enumerable.Range(0, 60).Select(worker => Task.Run(async () =>
        {
            var random = new Random(seed + worker);
            var own = worker % lanes.Length;
            var (lane, cap) = lanes[own];
            for (var i = 0; i < 200; i++)
            {
                using var stop = new CancellationTokenSource();
                var entering = lane.EnterAsync(random.Next(2) == 0, stop.Token).AsTask();
                if (random.Next(4) == 0)
                {
                    await stop.CancelAsync();
                }

                try
                {
                    await entering;
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                    continue;
                }

                if (Interlocked.Increment(ref all) > 7 | Interlocked.Increment(ref inFlight[own]) > cap)
                {
                    Interlocked.Increment(ref excess);
                }

                await Task.Yield();
                Interlocked.Decrement(ref all);
                Interlocked.Decrement(ref inFlight[own]);
                Interlocked.Increment(ref done);
                lane.Exit(random.Next(2) == 0 ? ThrottlingSignal.Accepted : ThrottlingSignal.None);
            }
        }))).WaitAsync(Hang.Guard);

        Assert.True((excess, done + cancelled, limiter.InFlight) == (0, 60 * 200, 0), $"seed {seed}: {excess} {done} {cancelled} {limiter.InFlight}");
    }

    private async Task Enter(CallLane lane, string? name = null, bool isRepeat = false)
    {
        await lane.EnterAsync(isRepeat, CancellationToken.None);
        if (name is not null)
        {
            _entered.Add(name);
        }
    }

    private void Fill(CallLane lane)
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.True(Enter(lane).IsCompletedSuccessfully);
        }
    }

    private static void Leave(CallLane lane, int calls)
    {
        for (var i = 0; i < calls; i++)
        {
            lane.Exit(ThrottlingSignal.Accepted);
        }
    }

    /// <summary>Frees one slot after another, and waits for whom it goes to.</summary>
    private static async Task LeaveAllAsync(CallLane lane, List<Task> waiting)
    {
        for (var entered = 1; entered <= waiting.Count; entered++)
        {
            lane.Exit(ThrottlingSignal.Accepted);
            var expected = entered;
            await Until.TrueAsync(() => waiting.Count(task => task.IsCompletedSuccessfully) == expected);
        }
    }
}
