using System.Globalization;

namespace Bench;

/// <summary>What the emulator is started with: pairs of <c>--name value</c>.</summary>
internal sealed class EmulatorOptions
{
    private readonly Dictionary<string, string> _given;

    public EmulatorOptions(string[] arguments)
    {
        _given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? string.Empty);
        if (_given.Keys.Except(["--records", "--latency", "--jitter", "--ceiling", "--port", "--seed", "--csv"]).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException($"There is no option {unknown}.");
        }
    }

    public int Records => Number("--records") ?? 2000;

    public TimeSpan Latency => TimeSpan.FromMilliseconds(Number("--latency") ?? 0);

    public TimeSpan Jitter => TimeSpan.FromMilliseconds(Number("--jitter") ?? 0);

    /// <summary>Calls at once; null for no limit.</summary>
    public int? Ceiling => Number("--ceiling");

    public int Port => Number("--port") ?? 0;

    public int Seed => Number("--seed") ?? 1;

    public string Csv => _given.GetValueOrDefault("--csv", "Deals.csv");

    private int? Number(string name) =>
        _given.TryGetValue(name, out var text) ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
