using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ZohoCrm.Emulator;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Settings;

namespace Bench;

/// <summary>The emulator in a process of its own. It takes commands, a line each, and answers each with one line of JSON.</summary>
internal sealed class EmulatorHost : IAsyncDisposable
{
    // What locking needs. Without ZohoCRM.org.READ nobody can ask for the edition, so that an unknown one stays unknown.
    private const string Scopes = "ZohoCRM.modules.ALL,ZohoCRM.modules.lockinginformation.ALL,ZohoCRM.coql.READ,ZohoCRM.settings.fields.READ";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private static readonly object Done = new { Ok = true };

    private readonly CrmEmulator _emulator;
    private readonly CrmModule _module;
    private IReadOnlyList<Fault> _faults = [];
    private CallWatch? _watch;

    private EmulatorHost(EmulatorOptions options)
    {
        _emulator = new(new EmulatorSettings
        {
            Latency = options.Latency,
            Jitter = options.Jitter,
            ConcurrencyLimit = options.Ceiling,
            Scopes = Scopes,
            AccessTokenLifetime = TimeSpan.FromDays(1),
            // Many processes connect one after another; the benchmark is about calls, not about tokens.
            TokensPerTenMinutes = null,
            ActiveTokenLimit = null,
        });
        _module = _emulator.AddModule("Deals");
        _module.AddRecords(options.Records);
        RecordFile.Write(options.Csv, _module.Records, _emulator.User, options.Seed);
        _emulator.Start(options.Port);
    }

    /// <summary>Runs until it is told to quit, or until whoever started it is gone.</summary>
    public static async Task<int> RunAsync(EmulatorOptions options)
    {
        await using var host = new EmulatorHost(options);
        Write(host.Describe());
        // Console.In would wait for the next command even when it is asked not to.
        using var commands = new StreamReader(Console.OpenStandardInput());
        var next = commands.ReadLineAsync();
        while (await next is { } line and not "quit")
        {
            next = commands.ReadLineAsync();
            Write(await host.TryAnswerAsync(line, next));
        }

        return 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        _emulator.Dispose();
    }

    private static void Write(object answer) => Console.Out.WriteLine(JsonSerializer.Serialize(answer, Json));

    private static TimeSpan Milliseconds(string text) => TimeSpan.FromMilliseconds(double.Parse(text, CultureInfo.InvariantCulture));

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private object Describe() => new
    {
        ApiDomain = _emulator.BaseUri,
        _emulator.ClientId,
        _emulator.ClientSecret,
        _emulator.RefreshToken,
        AccessToken = _emulator.CreateAccessToken(),
    };

    private async Task<object> TryAnswerAsync(string line, Task<string?> nextLine)
    {
        try
        {
            return await AnswerAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), nextLine);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or IOException or InvalidOperationException)
        {
            return new { Error = exception.Message };
        }
    }

    private async Task<object> AnswerAsync(string[] command, Task<string?> nextLine)
    {
        switch (command)
        {
            case ["latency", var time]:
                _emulator.Settings.Latency = Milliseconds(time);
                return Done;
            case ["jitter", var time]:
                _emulator.Settings.Jitter = Milliseconds(time);
                return Done;
            case ["ceiling", "none"]:
                _emulator.Settings.ConcurrencyLimit = null;
                return Done;
            case ["ceiling", var limit]:
                _emulator.Settings.ConcurrencyLimit = Number(limit);
                return Done;
            case ["faults", "off"]:
                _emulator.Settings.Faults.Clear();
                return Done;
            case ["faults", var rate, var seed]:
                PutFaults(double.Parse(rate, CultureInfo.InvariantCulture), Number(seed));
                return Done;
            case ["unlock-all"]:
                UnlockAll();
                return Done;
            case ["reset"]:
                _emulator.Counters.Reset();
                return Done;
            case ["counters"]:
                return Counters();
            case ["state", var path]:
                WriteState(path);
                return Done;
            case ["likely", var path]:
                WriteLikely(path);
                return Done;
            case ["wait-locked", var count]:
                return await WaitForLocksAsync(Number(count), nextLine);
            case ["watch", var interval]:
                _watch = new(_emulator, Milliseconds(interval));
                return Done;
            case ["samples"]:
                return await TakeSamplesAsync();
            default:
                throw new ArgumentException($"There is no command '{string.Join(' ', command)}'.");
        }
    }

    private async Task<IReadOnlyList<CallSample>> TakeSamplesAsync()
    {
        await using var watch = _watch ?? throw new InvalidOperationException("There is no watch.");
        _watch = null;
        return await watch.StopAsync();
    }

    private void PutFaults(double rate, int seed)
    {
        _emulator.Settings.Faults.Clear();
        _faults = [.. EveryFault.At(rate, seed)];
        foreach (var fault in _faults)
        {
            _emulator.Inject(fault);
        }
    }

    private void UnlockAll()
    {
        foreach (var record in _module.Records)
        {
            _module.RemoveLock(record.Id);
        }
    }

    private object Counters() => new
    {
        Locked = _module.LockedCount,
        _emulator.Counters.RepeatedLocks,
        _emulator.Counters.PeakConcurrency,
        _emulator.Counters.TokensIssued,
        _emulator.Counters.Total,
        Calls = _emulator.Counters.Rows.Select(row => new { row.Method, Operation = row.Operation.ToString(), row.Status, row.Count }),
        Faults = _faults.Select(fault => new { Kind = fault.Kind.ToString(), fault.StatusCode, Timing = fault.Timing.ToString(), fault.Struck }),
        Failures = _emulator.Failures.Select(failure => failure.ToString()),
        CpuSeconds = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds,
    };

    /// <summary>Writes who holds each record: record id, lock id, user and reason.</summary>
    private void WriteState(string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("RecordId,LockId,UserId,Reason");
        foreach (var record in _module.Records)
        {
            foreach (var held in record.Locks)
            {
                file.WriteLine($"{record.Id},{held.Id},{held.LockedBy?.Id},\"{held.Reason?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
            }
        }
    }

    /// <summary>Writes the CSV of the records with a probability of 50 or more: about half of them.</summary>
    private void WriteLikely(string path) => RecordFile.Write(
        path, _module.Records.Where(record => Number(record.Fields["Probability"]!) >= 50), _emulator.User, seed: 1);

    /// <summary>Answers when so many records are locked, or when the next command comes.</summary>
    private async Task<object> WaitForLocksAsync(int count, Task<string?> nextLine)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (_module.LockedCount < count && !nextLine.IsCompleted)
        {
            await timer.WaitForNextTickAsync();
        }

        return new { Locked = _module.LockedCount };
    }
}
