using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>
/// Every promise at once, in simulated worlds. A seed that fails is named, and <c>ZOHOLOCK_SEED</c> replays it alone, with all that happens in it;
/// <c>ZOHOLOCK_SEEDS=10000</c> runs that many instead of the usual few.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output) : IDisposable
{
    private const int UsualSeeds = 300;
    private const int StackSize = 16 * 1024 * 1024;
    private const int MaxFailures = 5;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("zoholock-simulation-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_promise_is_kept_in_every_world()
    {
        if (ReadVariable("ZOHOLOCK_SEED") is { } only)
        {
            var log = new List<string>();
            var promise = Run(only, log);
            log.ForEach(output.WriteLine);
            Assert.True(promise is null, $"seed {only}: {promise}");
            return;
        }

        var (first, count) = (ReadVariable("ZOHOLOCK_FIRST_SEED") ?? 1, ReadVariable("ZOHOLOCK_SEEDS") ?? UsualSeeds);
        var seeds = new ConcurrentQueue<int>(Enumerable.Range(first, count));
        var failures = new ConcurrentBag<(int Seed, string Broken)>();
        var calls = 0L;
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (failures.Count < MaxFailures && seeds.TryDequeue(out var seed))
            {
                if (RunHere(seed, log: null, ref calls) is { } promise)
                {
                    failures.Add((seed, promise));
                }
            }
        }, StackSize)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count - seeds.Count} seeds, {calls} calls, {clock.Elapsed.TotalSeconds:0.0} s"));
        var broken = failures.OrderBy(failure => failure.Seed).Select(failure => $"seed {failure.Seed}: {failure.Broken}");
        Assert.True(failures.IsEmpty, $"{string.Join('\n', broken)}\nReplay one with ZOHOLOCK_SEED.");
    }

    private static int? ReadVariable(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;

    private string? Run(int seed, List<string>? log)
    {
        string? broken = null;
        var calls = 0L;
        var thread = new Thread(() => broken = RunHere(seed, log, ref calls), StackSize);
        thread.Start();
        thread.Join();
        return broken;
    }

    private string? RunHere(int seed, List<string>? log, ref long calls)
    {
        try
        {
            var world = new World(seed, _folder.FullName, log);
            var broken = world.Run();
            Interlocked.Add(ref calls, world.Calls);
            return broken;
        }
        catch (Exception failure)
        {
            return failure.ToString();
        }
    }
}
