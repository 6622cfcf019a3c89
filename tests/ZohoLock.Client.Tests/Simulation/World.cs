using System.Globalization;
using ZohoLock.Bulk;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>
/// A simulated world, made from a seed: an organisation of a hundred records, programs that lock, unlock, change and read them at once, people who do the
/// same by hand, and everything that can go wrong on the way. It has to be made and run on a thread of its own.
/// </summary>
internal sealed class World
{
    private const int Records = 100;
    private const int MaxEvents = 300_000;
    private const int MaxProcesses = 10;

    private static readonly DateTimeOffset Begin = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);
    private static readonly string[] Modules = ["Deals", "Leads", "Vendors"];
    private static readonly string[] Users = ["5843104000000424671", "5843104000000424672", "5843104000000424673"];

    // By hand, not by a program.
    private const string Somebody = "5843104000000424679";

    private readonly Random _random;
    private readonly Timeline _timeline = new();
    private readonly SimulatedCrm _crm;
    private readonly SimulatedAccounts _accounts;
    private readonly Weather _weather;
    private readonly SimulatedServer _server;
    private readonly Promises _promises;
    private readonly List<SimulatedProgram> _programs = [];
    private readonly List<Running> _running = [];
    private readonly List<string>? _log;
    private readonly string _folder;
    private readonly int _seed;

    /// <summary>Makes the world of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="folder">Where the journals are written.</param>
    /// <param name="log">Receives what happens; null for nothing.</param>
    public World(int seed, string folder, List<string>? log = null)
    {
        (_seed, _folder, _log) = (seed, folder, log);
        _random = new(seed);
        _crm = new(_timeline, Begin);
        _weather = new(_random, _timeline);
        _accounts = new(_timeline, _random, TimeSpan.FromSeconds(_weather.Pick(3600, 3600, 120, 30)));
        _server = new(_timeline, _crm, _accounts, _weather, Log);
        _promises = new(_timeline, _crm, _accounts);
        _weather.TokensEnded += () => Array.ForEach(Users, _accounts.Revoke);
        AddRecords();
        AddPrograms();
        AddPeople();
    }

    /// <summary>How many calls were made.</summary>
    public int Calls => _programs.Sum(program => program.Processes.Sum(process => process.Calls));

    /// <summary>Runs the world to its end.</summary>
    /// <returns>The first promise that was broken; null if all were kept.</returns>
    public string? Run()
    {
        foreach (var program in _programs)
        {
            Log(program.ToString());
            _timeline.Schedule(TimeSpan.FromSeconds(_random.NextDouble() * _weather.Pick(0, 3, 20)), () => Start(program));
        }

        while (_promises.Broken is null && !_programs.TrueForAll(program => program.IsOver))
        {
            if (!_timeline.MoveNext() || _timeline.Events > MaxEvents)
            {
                _promises.Break($"{string.Join(", ", _running.Select(running => running.Process.Name))} hang for ever");
            }

            for (var i = _running.Count - 1; i >= 0; i--)
            {
                Watch(_running[i]);
            }
        }

        // What is still on its way to the server arrives.
        while (_promises.Broken is null && _timeline.MoveNext())
        {
        }

        if (_promises.Broken is null)
        {
            _programs.ForEach(_promises.CheckEnd);
        }

        _programs.ForEach(program => Delete(program.Options.JournalPath));
        return _promises.Broken;
    }

    private static void Delete(string? file)
    {
        if (file is not null)
        {
            File.Delete(file);
        }
    }

    private void AddRecords()
    {
        for (var i = 0; i < Records; i++)
        {
            var id = (5843104000000425101 + i).ToString(CultureInfo.InvariantCulture);
            var record = _crm.Add(Modules[_random.Next(100) switch { < 70 => 0, < 90 => 1, _ => 2 }], id, exists: _random.Next(40) > 0);
            if (record.Exists && _random.Next(25) == 0)
            {
                record.Add(_crm.NewLock(reason: null, user: null, madeBy: null), by: null);
            }
        }

        if (_random.Next(10) == 0)
        {
            _crm.ModulesWithoutLocking.Add("Vendors");
        }
    }

    private void AddPrograms()
    {
        var count = _weather.Pick(1, 1, 2, 3, 4);
        for (var i = 0; i < count; i++)
        {
            var isFirst = i == 0;
            var records = _crm.Records.Where((_, place) => place * count / Records == i || (!isFirst && _random.Next(10) == 0));
            AddProgram(((char)('A' + i)).ToString(), [.. records]);
        }
    }

    private void AddProgram(string name, List<SimulatedRecord> records)
    {
        var user = Users[_random.Next(Users.Length)];
        RecordOperation? operation = _random.Next(20) switch
        {
            < 11 => RecordOperation.Lock,
            < 16 => RecordOperation.Unlock,
            < 18 => RecordOperation.UpdateReason,
            _ => null,
        };
        var hasJournal = operation is not null && _random.Next(3) > 0;
        if (hasJournal)
        {
            // A journal is of one module.
            records.RemoveAll(record => record.Module != records[0].Module);
        }

        var reason = operation is RecordOperation.Lock or RecordOperation.UpdateReason ? $"Quarter closed, {name}" : null;
        LockBefore(records, operation, user, reason);
        var inputs = new List<RecordInput>();
        var hasDuplicates = _random.Next(4) == 0;
        foreach (var record in records)
        {
            inputs.Add(ToInput(record, inputs.Count + 1, operation, reason));
            if (hasDuplicates && _random.Next(15) == 0)
            {
                inputs.Add(ToInput(records[_random.Next(records.Count)], inputs.Count + 1, operation, reason));
            }
        }

        var interruptions = _random.Next(5) < 2 ? _random.Next(1, 3) : 0;
        _programs.Add(new SimulatedProgram
        {
            Name = name,
            User = user,
            Inputs = inputs,
            Edition = _weather.Pick<CrmEdition?>(null, null, CrmEdition.Free, CrmEdition.Enterprise),
            ClockError = TimeSpan.FromMinutes(_weather.HasDates ? _weather.Pick(0, -180, 2, 600) : _weather.Pick(0, 2, -2)),
            LearnsOrganization = _random.Next(2) == 0,
            CallTimeout = TimeSpan.FromSeconds(_weather.Pick(5, 20, 60)),
            Patience = TimeSpan.FromSeconds(_weather.Pick(0, 5, 30, 30, 30)),
            TokenPatience = TimeSpan.FromMinutes(_weather.Pick(1, 30)),
            Interruptions = [.. Enumerable.Range(0, interruptions).Select(_ => NextInterruption())],
            Options = new RecordRunOptions
            {
                Operation = operation,
                IfLocked = _weather.Pick(IfLocked.Error, IfLocked.Error, IfLocked.Skip, IfLocked.Update),
                IfUnlocked = _weather.Pick(IfUnlocked.Error, IfUnlocked.Skip),
                ThrottleLimit = _weather.Pick<int?>(null, null, 1, 4),
                ContinueOnRefusal = _random.Next(2) == 0,
                JournalPath = hasJournal ? Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{_seed}-{name}.journal")) : null,
                Reason = reason,
            },
        });
        Delete(_programs[^1].Options.JournalPath);
    }

    private (int AfterEvents, Interruption How) NextInterruption() =>
        (_random.Next(1, 900), _weather.Pick(Interruption.Kill, Interruption.Kill, Interruption.Cancel, Interruption.Disconnect));

    // Locks from long before: of others, and of the same user with the same reason, which are no work of this run.
    private void LockBefore(List<SimulatedRecord> records, RecordOperation? operation, string user, string? reason)
    {
        var share = operation == RecordOperation.Lock ? _weather.Pick(0, 0.1, 0.3) : 0.8;
        foreach (var record in records.Where(record => record is { Exists: true, Manual: null } && _random.NextDouble() < share))
        {
            var isOurKind = _random.Next(4) == 0;
            var by = isOurKind || _random.Next(3) == 0 ? user : Somebody;
            var made = _crm.NewLock(isOurKind && reason is not null ? reason : "in discussion", by, madeBy: null);
            record.Add(made with { Time = made.Time - TimeSpan.FromHours(1) }, by: null);
        }
    }

    private RecordInput ToInput(SimulatedRecord record, int number, RecordOperation? operation, string? reason) => new(record, number)
    {
        Module = record.Module,
        RecordId = record.Id,
        GivenId = record.Id,
        Reason = reason,
        Lock = operation != RecordOperation.Lock && record.Manual is { } known && _random.Next(3) == 0 ? new RecordLock(record.Module, record.Id, known.Id) : null,
    };

    private void AddPeople()
    {
        for (var i = _weather.Pick(0, 5, 30); i > 0; i--)
        {
            _timeline.Schedule(TimeSpan.FromSeconds(_random.NextDouble() * _weather.Pick(2, 20)), ActByHand);
        }
    }

    private void ActByHand()
    {
        var record = _crm.Records.ElementAt(_random.Next(Records));
        if (!record.Exists)
        {
            return;
        }

        if (record.Manual is { } found)
        {
            if (_random.Next(2) == 0)
            {
                Log($"somebody unlocks {record.Id}");
                record.Remove(found, by: null);
            }
            else
            {
                Log($"somebody changes the reason of {record.Id}");
                record.ChangeReason(found, "changed by hand", by: null);
            }
        }
        else if (record.Locks.Count == 0)
        {
            // A process knows that another user's lock isn't its own once it knows whom it acts as, and the same user's by its reason.
            var isConfusable = _running.Count > 0
                && _running.TrueForAll(running => running.Process is { KnowsUser: true, Program.Options.IfLocked: IfLocked.Error })
                && _random.Next(2) == 0;
            var reason = isConfusable ? _running[_random.Next(_running.Count)].Process.Program.Options.Reason : null;
            Log($"somebody locks {record.Id}");
            record.Add(_crm.NewLock(reason ?? "locked by hand", reason is null ? _weather.Pick(Somebody, Users[0]) : Somebody, madeBy: null), by: null);
        }
    }

    private void Start(SimulatedProgram program)
    {
        var number = program.Processes.Count;
        var process = new SimulatedProcess(program, _timeline, _promises, Begin + program.ClockError, _random.Next())
        {
            IsCalm = number > program.Interruptions.Count + 1,
        };
        program.Processes.Add(process);
        program.Outcomes = new RecordOutcome?[program.Inputs.Count];
        var interruption = number < program.Interruptions.Count ? program.Interruptions[number] : (AfterEvents: MaxEvents, How: Interruption.None);
        Log($"{process.Name} starts{(process.IsCalm ? ", and all is calm" : null)}");
        var running = new Running(process, _timeline.Events + interruption.AfterEvents, interruption.How);
        _running.Add(running);
        running.Task = process.RunAsync(new SimulatedNetwork(process, _server));
    }

    private void Watch(Running running)
    {
        var process = running.Process;
        if (running.Task is { IsFaulted: true } task)
        {
            _promises.Break($"{process.Name}: {task.Exception!.GetBaseException()}");
        }
        else if (process.HasEnded)
        {
            Log($"{process.Name} ends: {process.Failure?.Message ?? "completed"}");
            _promises.CheckEnd(process);
            End(running);
        }
        else if (_timeline.Events >= running.InterruptAt && process.InterruptedAt is null)
        {
            Log($"{process.Name}: {running.How}");
            Interrupt(running);
        }
        else
        {
            _promises.CheckTime(process);
        }
    }

    private void Interrupt(Running running)
    {
        switch (running.How)
        {
            case Interruption.Kill:
                running.Process.Kill(_random.Next(3) == 0 ? _random.NextDouble() : 1);
                End(running);
                break;
            case Interruption.Cancel:
                running.Process.Cancel();
                break;
            default:
                running.Process.Disconnect();
                break;
        }
    }

    private void End(Running running)
    {
        _running.Remove(running);
        var (process, program) = (running.Process, running.Process.Program);
        program.LeftInFlight.RemoveWhere(_ => process.HasCompleted);
        program.LeftInFlight.UnionWith(process.Traces.Where(trace => trace.IsInFlight && !process.HasCompleted).Select(trace => trace.RecordId));
        if (program.HasJournal)
        {
            program.Journaled.Clear();
            foreach (var (recordId, lockId) in SimulatedJournal.ReadDone(program.Options.JournalPath!))
            {
                program.Journaled[recordId] = lockId;
            }
        }

        var isWorthwhile = process.HasCompleted ? _random.Next(4) == 0 : process.Failure?.Error is not ({ AppliesToModule: true } or { Code: "JournalEnded" });
        if (!program.HasJournal || !isWorthwhile || program.Processes.Count >= MaxProcesses)
        {
            program.IsOver = true;
            return;
        }

        var pause = process.Failure?.Error.Code == "token_throttled" ? 700 : _weather.Pick(0, 1, 60);
        _timeline.Schedule(TimeSpan.FromSeconds(pause), () => Start(program));
    }

    private void Log(string line) => _log?.Add(string.Create(CultureInfo.InvariantCulture, $"{_timeline.Now.TotalSeconds,9:0.000}  {line}"));

    private sealed record Running(SimulatedProcess Process, long InterruptAt, Interruption How)
    {
        public Task? Task { get; set; }
    }
}
