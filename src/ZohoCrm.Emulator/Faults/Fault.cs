namespace ZohoCrm.Emulator;

/// <summary>Something that goes wrong on purpose: a count of times, or with a probability, on some operations or on all.</summary>
public sealed class Fault
{
    private readonly double _probability = 1;
    private readonly int? _statusCode;
    private Random? _random;
    private int _struck;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Before or after the change is made; slow and truncated bodies are always those of the real answer, so after it.</summary>
    public FaultTiming Timing { get; init; }

    /// <summary>The operations it strikes; none means all of them, the token endpoint's included.</summary>
    public Operation[] Operations { get; init; } = [];

    /// <summary>How many requests it strikes before it is used up and removes itself; null for no end.</summary>
    public int? Count { get; init; }

    /// <summary>The chance, from 0 to 1, that it strikes a request it applies to.</summary>
    public double Probability
    {
        get => _probability;
        init => _probability = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability lies between 0 and 1.");
    }

    /// <summary>The seed of the chance, so that a run can be repeated.</summary>
    public int Seed { get; init; }

    /// <summary>The status answered with; null for 500 (status answers), or the status of success (HTML and empty bodies).</summary>
    public int? StatusCode
    {
        get => _statusCode;
        init => _statusCode = value is null or (>= 200 and <= 599)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An answer's status lies between 200 and 599.");
    }

    /// <summary>The body of a status answer or the HTML page; null for the usual one.</summary>
    public string? Body { get; init; }

    /// <summary>The time a slow body takes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many requests it has struck.</summary>
    public int Struck => Volatile.Read(ref _struck);

    internal bool IsUsedUp => _struck >= Count;

    internal bool StrikesBeforeChange => Timing == FaultTiming.BeforeChange && Kind is not (FaultKind.SlowBody or FaultKind.TruncatedBody);

    /// <summary>Decides about one request; the caller sees to it that only one thread asks at a time.</summary>
    internal bool Strikes(Operation operation)
    {
        if (IsUsedUp || (Operations.Length > 0 && !Operations.Contains(operation)))
        {
            return false;
        }

        if (_probability < 1 && (_random ??= new(Seed)).NextDouble() >= _probability)
        {
            return false;
        }

        _struck++;
        return true;
    }
}
