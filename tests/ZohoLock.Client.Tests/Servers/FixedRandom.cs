namespace ZohoLock.Client.Tests.Servers;

/// <summary>Chance that isn't one: the same number each time.</summary>
/// <param name="value">The number, from 0 to 1.</param>
internal sealed class FixedRandom(double value) : Random
{
    public override double NextDouble() => value;
}
