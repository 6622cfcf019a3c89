using Microsoft.Extensions.Time.Testing;
using ZohoLock.Throttling;

namespace ZohoLock.Client.Tests.Throttling;

/// <summary>
/// A model of programs that share an organisation's concurrency limit, in virtual time: each has a <see cref="ConcurrencyLimit"/> of its own
/// and as many calls in flight as that allows; the server answers 429 at once to what is above its own limit.
/// </summary>
internal sealed class SharedOrganization(int limit, int seed)
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<Action, (double Milliseconds, int Order)> _events = new();
    private readonly List<Program> _programs = [];
    private double _now;
    private int _order;
    private int _inFlight;
    private double _used;

    /// <summary>The latency of a call without its jitter and without the way to the server and back.</summary>
    public double Latency { get; init; } = 50;

    /// <summary>What chance adds to the latency at most.</summary>
    public double Jitter { get; init; } = 5;

    /// <summary>The mean way of a call to the server, and of its answer back; a slot is free that long.</summary>
    public double Way { get; init; } = 0.3;

    public IReadOnlyList<Program> Programs => _programs;

    /// <summary>The number of concurrent calls that the server allows now.</summary>
    public int Limit { get; set; } = limit;

    /// <summary>The slots in use from the first call to the end, as a share of the limit.</summary>
    public double Utilization => _used / (Limit * (_now - _programs.Min(program => program.Started)));

    /// <summary>The share of all calls that were answered with 429.</summary>
    public double Throttled => (double)_programs.Sum(program => program.Throttled) / _programs.Sum(program => program.Calls);

    /// <summary>Starts a program.</summary>
    public Program Start(int records, CrmEdition? edition = null)
    {
        var program = new Program(ConcurrencyLimit.Create(edition, _clock), records) { Started = _now };
        _programs.Add(program);
        Send(program);
        return program;
    }

    /// <summary>Lets time pass until a program has done all of its records.</summary>
    public void RunToEndOf(Program program)
    {
        while (!program.HasEnded)
        {
            Step();
        }
    }

    public void RunToEnd() => _programs.ForEach(RunToEndOf);

    public void RunFor(double seconds)
    {
        var end = _now + (seconds * 1000);
        while (_now < end)
        {
            Step();
        }
    }

    private void Step()
    {
        _events.TryDequeue(out var happen, out var at);
        _used += _inFlight * (at.Milliseconds - _now);
        _clock.Advance(TimeSpan.FromMilliseconds(at.Milliseconds - _now));
        _now = at.Milliseconds;
        happen!();
    }

    private void After(double milliseconds, Action happen) => _events.Enqueue(happen, (_now + milliseconds, _order++));

    private double Jittered(double mean) => mean * (0.5 + _random.NextDouble());

    private void Send(Program program)
    {
        while (program.CanSend)
        {
            program.Send();
            After(Jittered(Way), () => Arrive(program));
        }
    }

    private void Arrive(Program program)
    {
        if (_inFlight >= Limit)
        {
            After(Jittered(Way), () => Refuse(program));
            return;
        }

        _inFlight++;
        After(Latency + (Jitter * _random.NextDouble()), () =>
        {
            _inFlight--;
            After(Jittered(Way), () => Accept(program));
        });
    }

    private void Accept(Program program)
    {
        program.Accept(_now);
        Send(program);
    }

    private void Refuse(Program program)
    {
        var pause = program.Refuse().TotalMilliseconds;
        if (pause > 0)
        {
            After(Jittered(pause), () =>
            {
                program.IsPausing = false;
                Send(program);
            });
        }

        // About as long as RetryPolicy waits before it repeats a call.
        After(Jittered(100), () =>
        {
            program.Return();
            Send(program);
        });
        Send(program);
    }

    internal sealed class Program(ConcurrencyLimit limit, int records)
    {
        private int _unsent = records;
        private int _left = records;
        private int _inFlight;

        public double Started { get; init; }

        public double Seconds { get; private set; }

        public int Calls { get; private set; }

        public int Throttled { get; private set; }

        public int Limit => limit.Value;

        public bool IsPausing { get; set; }

        public bool HasEnded => _left == 0;

        public bool CanSend => _unsent > 0 && !IsPausing && _inFlight < limit.Value;

        public void Send()
        {
            _unsent--;
            _inFlight++;
            Calls++;
        }

        public void Return() => _unsent++;

        public void Accept(double now)
        {
            limit.RecordAccepted(--_inFlight);
            _left--;
            Seconds = (now - Started) / 1000;
        }

        public TimeSpan Refuse()
        {
            Throttled++;
            var pause = limit.RecordThrottled(--_inFlight);
            IsPausing = pause > TimeSpan.Zero || IsPausing;
            return pause;
        }
    }
}
