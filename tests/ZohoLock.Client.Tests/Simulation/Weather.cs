namespace ZohoLock.Client.Tests.Simulation;

/// <summary>What can go wrong with a call. "Before" and "after" the change that it asks for.</summary>
internal enum Fault
{
    None,
    NoConnection,
    ResetBefore,
    ResetAfter,
    ResetInBody,
    SilenceBefore,
    SilenceAfter,
    ErrorBefore,
    ErrorAfter,
    EmptySuccessBefore,
    EmptySuccessAfter,
    Truncated,

    /// <summary>The connection breaks, and the server carries the call out some time later.</summary>
    CarriedOutLate,
    Slow,
    Throttled,
    ThrottledWithPause,
    TokenRefused,

    /// <summary>The token is refused, and the answer comes when the call's time is almost up.</summary>
    TokenRefusedLate,
}

/// <summary>Decides which calls go wrong, by the seed.</summary>
internal sealed class Weather
{
    private static readonly Fault[] OfOutages =
        [Fault.NoConnection, Fault.ErrorBefore, Fault.SilenceBefore, Fault.ResetBefore, Fault.ErrorAfter, Fault.ThrottledWithPause];

    private readonly Random _random;
    private readonly Timeline _timeline;
    private readonly double _share;
    private readonly double _tokenShare;
    private readonly Fault[] _kinds;
    private readonly Dictionary<int, (Fault Kind, TimeSpan Length)> _outages = [];
    private readonly HashSet<int> _tokenEnds = [];
    private readonly int _slowest;
    private (Fault Kind, TimeSpan Until) _outage;
    private int _calls;

    public Weather(Random random, Timeline timeline)
    {
        (_random, _timeline) = (random, timeline);
        _share = Pick(0, 0.02, 0.1, 0.3);
        _tokenShare = Pick(0, 0, 0.1);
        _kinds = [.. Enum.GetValues<Fault>().Where(kind => kind is not (Fault.None or Fault.Slow) && random.Next(3) > 0).Append(Fault.Slow)];
        _slowest = Pick(100, 400, 1_200);
        Ceiling = Pick(5, 10, 20, 25);
        for (var i = Pick(0, 0, 0, 1, 1, 2); i > 0; i--)
        {
            _outages[random.Next(5, 300)] = (OfOutages[random.Next(OfOutages.Length)], TimeSpan.FromSeconds(Pick(3, 20, 100, 400)));
        }

        for (var i = Pick(0, 0, 1, 3); i > 0; i--)
        {
            _tokenEnds.Add(random.Next(5, 300));
        }

        HasDates = random.Next(5) > 0;
        TellsDates = HasDates && random.Next(2) == 0;
    }

    /// <summary>How many calls the organisation may have in flight.</summary>
    public int Ceiling { get; }

    /// <summary>Whether the server's answers tell its time.</summary>
    public bool HasDates { get; }

    /// <summary>Whether a 429 asks for a pause by the date of its end.</summary>
    public bool TellsDates { get; }

    /// <summary>Raised when all tokens end before their time.</summary>
    public event Action? TokensEnded;

    /// <summary>The time that one part of a call takes: on the way, at the server, and on the way back.</summary>
    public TimeSpan NextDelay() => TimeSpan.FromMilliseconds(5 + (_random.NextDouble() * _random.NextDouble() * _slowest));

    /// <summary>A time that can be longer than a call may take.</summary>
    public TimeSpan NextLongDelay(TimeSpan callTimeout) => callTimeout * (_random.NextDouble() * 1.5);

    /// <summary>How long before the end of a call's time an answer comes that is almost too late.</summary>
    public TimeSpan NextRest() => TimeSpan.FromMilliseconds(1 + (_random.NextDouble() * 300));

    /// <summary>The pause that a 429 asks for.</summary>
    public TimeSpan NextPause() => TimeSpan.FromSeconds(_random.Next(1, 20));

    /// <summary>Decides what happens to a call.</summary>
    public Fault Next(SimulatedCall call)
    {
        if (call.IsTokenRequest)
        {
            return call.Process.IsCalm || _random.NextDouble() >= _tokenShare ? Fault.None
                : Pick(Fault.NoConnection, Fault.ResetBefore, Fault.ResetAfter, Fault.ErrorBefore, Fault.ErrorAfter, Fault.EmptySuccessBefore);
        }

        _calls++;
        if (_tokenEnds.Contains(_calls))
        {
            TokensEnded?.Invoke();
        }

        if (_outages.TryGetValue(_calls, out var outage))
        {
            _outage = (outage.Kind, _timeline.Now + outage.Length);
        }

        return call.Process.IsCalm ? Fault.None
            : _timeline.Now < _outage.Until ? _outage.Kind
            : _random.NextDouble() < _share ? _kinds[_random.Next(_kinds.Length)]
            : Fault.None;
    }

    /// <summary>A page instead of an answer, an error, or nothing.</summary>
    public Reply ServerError() => Reply.ServerError(_random);

    /// <summary>A success that says nothing.</summary>
    public Reply EmptySuccess() => Reply.SuccessWithoutContent(_random);

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];
}
