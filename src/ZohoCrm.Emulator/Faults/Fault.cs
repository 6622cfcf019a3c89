using System.Globalization;
using ZohoCrm.Emulator.Observation;

namespace ZohoCrm.Emulator.Faults;

/// <summary>A fault to inject: how often or how likely, and into which operations.</summary>
public sealed class Fault
{
    private readonly double _probability = 1;
    private readonly int? _statusCode;
    private Random? _random;
    private int _struck;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>Whether it occurs before or after the change. Slow and truncated bodies are always after it.</summary>
    public FaultTiming Timing { get; init; }

    /// <summary>The operations it affects; empty for all, including those of the accounts server.</summary>
    public Operation[] Operations { get; init; } = [];

    /// <summary>How many requests it affects before it is removed; null for no limit.</summary>
    public int? Count { get; init; }

    /// <summary>The probability, from 0 to 1, that it affects a request of its operations.</summary>
    public double Probability
    {
        get => _probability;
        init => _probability = value is >= 0 and <= 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), string.Create(CultureInfo.InvariantCulture, $"A probability lies between 0 and 1: {value} does not."));
    }

    /// <summary>The seed of the random numbers, so that a run can be repeated.</summary>
    public int Seed { get; init; }

    /// <summary>The status of the response; null for 500 (StatusAnswer) or the status of success (other kinds).</summary>
    public int? StatusCode
    {
        get => _statusCode;
        init => _statusCode = value is null or (>= 200 and <= 599)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The status of a response lies between 200 and 599.");
    }

    /// <summary>The body of a StatusAnswer or the HTML page; null for the default one.</summary>
    public string? Body { get; init; }

    /// <summary>How long a slow body takes.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many requests it has affected.</summary>
    public int Struck => Volatile.Read(ref _struck);

    internal bool IsUsedUp => _struck >= Count;

    internal bool IsBeforeChange => Timing == FaultTiming.BeforeChange && Kind is not (FaultKind.SlowBody or FaultKind.TruncatedBody);

    /// <summary>Decides whether it affects a request. Not thread-safe.</summary>
    internal bool TryStrike(Operation operation)
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
