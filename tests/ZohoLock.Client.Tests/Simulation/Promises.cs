using System.Globalization;
using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>What ZohoLock promises, held against what the simulated server knows. The first broken promise is kept.</summary>
internal sealed class Promises(Timeline timeline, SimulatedCrm crm, SimulatedAccounts accounts)
{
    // How the error of an outage says it.
    private const string Silence = "no call has been answered properly";

    /// <summary>The first promise that was broken; null while all are kept.</summary>
    public string? Broken { get; private set; }

    /// <summary>Notes a broken promise.</summary>
    public void Break(string what) => Broken ??= string.Create(CultureInfo.InvariantCulture, $"at {timeline.Now.TotalSeconds:0.000} s: {what}");

    /// <summary>Checks a call before it is sent: it was asked for, and may be made now.</summary>
    public void CheckCall(SimulatedCall call)
    {
        var process = call.Process;
        var program = process.Program;
        Require(timeline.Now >= process.PausedUntil, $"{call}: Zoho has asked for a pause");
        if (call.RecordId.Length == 0)
        {
            return;
        }

        var inputs = program.Inputs.Where(input => input.RecordId == call.RecordId && input.Module == call.Module).ToArray();
        var trace = process.Trace(call.RecordId);
        Require(inputs.Length > 0, $"{call}: nobody has asked for that record");
        Require(IsAskedFor(call, program, inputs), $"{call}: nobody has asked for that change");
        Require(call.Reason is null || call.Reason == program.Options.Reason, $"{call}: another reason was given");
        Require(call.Method is not ("PUT" or "DELETE") || IsOfRecord(call), $"{call}: that lock is another record's");
        Require(!process.IsResumed || !program.Journaled.ContainsKey(call.RecordId), $"{call}: the journal has it as done");
        Require(trace.Calls < inputs.Length * (60 + (8 * program.Patience.TotalSeconds)), $"{call}: a storm of calls");
        if (inputs.Length == 1)
        {
            Require(!(call.Method is "POST" or "DELETE" && trace.MustLook), $"{call}: repeated unseen after a lost answer");
            Require(timeline.Now >= trace.PausedUntil, $"{call}: Zoho has asked for a pause before this call is repeated");
            Require(
                call.Method != "POST" || trace.Lists.Count > 0 || !MustLookFirst(process, call.RecordId),
                $"{call}: it was in flight when the process before ended, and nobody has looked");
        }
    }

    /// <summary>Checks what a process knows of the run that it goes on with.</summary>
    public void CheckResumption(SimulatedProcess process, InterruptedRun run) => Require(
        run.UserId is null || run.UserId == process.Program.User,
        $"{process.Name}: it takes user {run.UserId} for the one that the run locks as, and that is {process.Program.User}");

    /// <summary>Checks that a process doesn't go on for ever.</summary>
    public void CheckTime(SimulatedProcess process)
    {
        var program = process.Program;
        var inVain = timeline.Now - process.LastProgress;
        var bound = program.Patience + new RetryPolicy().OutagePatience + (2 * program.CallTimeout) + TimeSpan.FromMinutes(1)
            + (process.TokenFailures > 0 ? program.TokenPatience + TimeSpan.FromMinutes(1) : TimeSpan.Zero);
        Require(
            process.InterruptedAt is not { } at || timeline.Now - at <= TimeSpan.FromSeconds(1),
            $"{process.Name}: it was interrupted at {process.InterruptedAt?.TotalSeconds} s and goes on");
        Require(inVain < bound, $"{process.Name}: no proper answer for {inVain.TotalSeconds} s, and the run goes on");
    }

    /// <summary>Checks what is said of a record.</summary>
    public void CheckOutcome(SimulatedProcess process, RecordOutcome outcome)
    {
        if (process.IsKilled)
        {
            return;
        }

        var (program, input) = (process.Program, outcome.Input);
        var index = (int)input.Number - 1;
        Require(
            program.Outcomes[index] is null && (index == 0 || program.Outcomes[index - 1] is not null),
            $"{process.Name}: {input.Name} has its outcome out of turn");
        program.Outcomes[index] = outcome;
        if (!outcome.IsDone)
        {
            return;
        }

        var record = crm[input.Module!, input.RecordId!];
        var trace = process.Trace(record.Id);
        var said = new Said(process, outcome, record, trace, trace.Calls > 0 ? trace.FirstCall : process.Started, timeline.Now);
        if (outcome.IsFromJournal)
        {
            Require(
                process.IsResumed && program.Journaled.TryGetValue(record.Id, out var lockId) && (lockId == LockIdOf(outcome.Output) || said.IsTwice),
                $"{process.Name}: {input.Name} is said to be in the journal, and isn't: {Describe(outcome)}");
            Require(IsTrueOfJournal(said), $"{process.Name}: {input.Name} is in the journal as done, and it isn't true: {Describe(outcome)}");
            return;
        }

        var isTrue = outcome.Failure is { } failure ? IsTrue(said, failure) : program.Operation switch
        {
            RecordOperation.Lock => IsLocked(said, (RecordLock)outcome.Output!),
            RecordOperation.Unlock => IsUnlocked(said, (RecordUnlock)outcome.Output!),
            RecordOperation.UpdateReason => IsChanged(said, (RecordLock)outcome.Output!),
            _ => IsRead(said, outcome.Output),
        };
        Require(isTrue, $"{process.Name}: {input.Name} is said to be {Describe(outcome)}, and it isn't true");
    }

    /// <summary>Checks a process at its end.</summary>
    public void CheckEnd(SimulatedProcess process)
    {
        var program = process.Program;
        if (process.HasCompleted)
        {
            Require(Array.TrueForAll(program.Outcomes, outcome => outcome is { IsDone: true }), $"{process.Name}: a record has no outcome");
        }

        // A run that ends sends nothing more, whatever has been lost before.
        Require(process.GivenUpEarly is null || process.Failure is not null || process.InterruptedAt is not null, process.GivenUpEarly ?? string.Empty);
        if (process.Failure is { } failure)
        {
            Require(IsExplained(process, failure), $"{process.Name}: the run ended for no reason: {failure.Error.Code} {failure.Message}");
            if (process.Summary?.EndedAt is not null)
            {
                CheckSummary(process, failure);
            }
        }

        var elapsed = timeline.Now - process.Started;
        Require(
            process.TokenRequests - process.TokenFailures <= 2 + process.Ends[CallEnd.TokenRefused] + (elapsed / (accounts.TokenLife * 0.8)),
            $"{process.Name}: {process.TokenRequests} tokens were asked for");
    }

    /// <summary>Checks a program when everything is over.</summary>
    public void CheckEnd(SimulatedProgram program)
    {
        foreach (var record in crm.Records)
        {
            var made = record.Changes.Count(change => change.Kind == LockChangeKind.Locked && change.By == program.Name);
            var undone = record.Changes.Count(change => change.Kind == LockChangeKind.Unlocked && change.Lock.MadeBy == program.Name);
            Require(made <= 1 + undone, $"{program.Name}: {record.Id} was locked {made} times");
        }

        if (program is { HasJournal: true } && program.Processes[^1] is { IsCalm: true, HasCompleted: true } last)
        {
            var unknown = Array.Find(program.Outcomes, outcome => outcome?.Failure?.Error.Outcome is CallOutcome.Unknown);
            Require(unknown is null, $"{last.Name}: all was calm, and {unknown?.Input.Name} is not known: {unknown?.Failure?.Message}");
        }
    }

    private static bool IsAskedFor(SimulatedCall call, SimulatedProgram program, RecordInput[] inputs) => (program.Operation, call.Method) switch
    {
        (_, "GET") => true,
        (RecordOperation.Lock, "POST") => true,
        (RecordOperation.Lock, "PUT") => program.Options.IfLocked == IfLocked.Update,
        (RecordOperation.Unlock, "DELETE") or (RecordOperation.UpdateReason, "PUT") =>
            Array.Exists(inputs, input => input.Lock is null || input.Lock.LockId == call.LockId),
        _ => false,
    };

    private static bool MustLookFirst(SimulatedProcess process, string recordId) =>
        process.IsResumed && process.Program.LeftInFlight.Contains(recordId)
        && process.Program.Inputs
            .Where(input => !process.Program.Journaled.ContainsKey(input.RecordId!))
            .Take(2 * process.MaxConcurrency)
            .Any(input => input.RecordId == recordId);

    private static string? LockIdOf(object? output) => output switch { RecordLock made => made.LockId, RecordUnlock gone => gone.LockId, _ => null };

    private static string Describe(RecordOutcome outcome) => outcome switch
    {
        { Failure: { } failure } => $"failed ({failure.Error.Code}, {failure.Error.Outcome}: {failure.Message})",
        { Output: RecordLock made } => $"locked ({made.LockId} '{made.Reason}')",
        { Output: RecordUnlock gone } => $"{gone.Status} ({gone.LockId})",
        { Output: IReadOnlyList<RecordLock> found } => $"read ({string.Join(';', found.Select(one => one.LockId))})",
        _ => "nothing",
    };

    private static bool IsTrueOfJournal(Said said) => said.Program.Operation switch
    {
        RecordOperation.Unlock => !said.Record.Locks.Any(one => one.Id == LockIdOf(said.Outcome.Output) && one.MadeBy is null) || said.HasBeenUnlocked,
        _ => said.Record.Changes.Any(change => change.Lock.Id == LockIdOf(said.Outcome.Output)),
    };

    private static bool IsLocked(Said said, RecordLock made)
    {
        var isOurs = said.Record.Changes.Any(change => change.Kind == LockChangeKind.Locked && change.Lock.Id == made.LockId && change.By == said.Program.Name);
        return said.Program.Options.IfLocked switch
        {
            IfLocked.Error => isOurs && made.Reason == said.Outcome.Input.Reason,
            IfLocked.Skip => isOurs || said.WasEver(locks => locks.Any(one => one.Id == made.LockId && one.Reason == made.Reason)),
            _ => isOurs || said.Record.Changes.Any(change => change.Kind == LockChangeKind.ReasonChanged && change.Lock.Id == made.LockId
                && change.By == said.Program.Name && change.Lock.Reason == made.Reason),
        };
    }

    private static bool IsChanged(Said said, RecordLock changed) => said.Record.Changes.Any(change =>
        change.Kind == LockChangeKind.ReasonChanged && change.Lock.Id == changed.LockId && change.By == said.Program.Name
        && change.Lock.Reason == changed.Reason && change.Lock.Reason == said.Outcome.Input.Reason);

    // An unlock whose answer was lost counts as ours if its lock is gone, whoever removed it.
    private static bool IsUnlocked(Said said, RecordUnlock gone) => gone.Status == RecordUnlockStatus.Unlocked
        ? said.Record.Changes.Any(change => change.Kind == LockChangeKind.Unlocked && change.Lock.Id == gone.LockId
            && (change.By == said.Program.Name || said.Trace.FirstLoss is not null || said.Process.IsResumed))
        : said.WasEver(locks => locks.Count == 0) && (said.Program.Options.IfUnlocked == IfUnlocked.Skip || said.Process.IsResumed);

    private static bool IsRead(Said said, object? output) => said.Trace.Lists.Contains(output switch
    {
        IReadOnlyList<RecordLock> found => string.Join(';', found.Select(one => $"{one.LockId}={one.Reason}")),
        RecordLock one => $"{one.LockId}={one.Reason}",
        _ => string.Empty,
    });

    private bool IsTrue(Said said, ZohoException failure)
    {
        var (program, record, error) = (said.Program, said.Record, failure.Error);
        var piped = said.Outcome.Input.Lock?.LockId;
        return error switch
        {
            { Code: "UnforeseenError" } => false,
            { Outcome: CallOutcome.Unknown } => said.Trace.FirstLoss is not null && IsUnknown(said),
            { Code: "NoAnswerInTime", Outcome: CallOutcome.NotSent } => said.Trace.WasTokenRefused,
            { Code: "DuplicateRecord" } => said.IsTwice,
            { AppliesToModule: true } => crm.ModulesWithoutLocking.Contains(record.Module),
            { Code: "NOT_LOCKED" } => said.WasEver(locks => locks.Count == 0)
                && (program.Operation != RecordOperation.Unlock || program.Options.IfUnlocked == IfUnlocked.Error),
            { Code: "INVALID_DATA" } when !record.Exists => true,
            { Code: "INVALID_DATA" } => program.Operation != RecordOperation.Lock || program.Options.IfLocked == IfLocked.Update
                ? said.WasEver(locks => piped is null || locks.All(one => one.Id != piped)) && !said.IsUnlockedByThisProcess
                : false,
            { Code: "NOT_ALLOWED" } when program.Operation == RecordOperation.Lock => said.IsTwice
                || (said.WasEver(locks => locks.Any(one => one.MadeBy != program.Name || one.Reason != program.Options.Reason || !program.HasJournal))
                && (program.Options.IfLocked == IfLocked.Error || record.Changes.Count > 0)),
            { Code: "NOT_ALLOWED" } => said.WasEver(locks => locks.Count > 0 && locks.All(one => one.IsAutomatic)),
            _ => false,
        };
    }

    private bool IsUnknown(Said said)
    {
        // Where the record or its lock is gone, what became of the call before that can't be known.
        var isGone = !said.Record.Exists || crm.ModulesWithoutLocking.Contains(said.Record.Module)
            || said.Program.Operation == RecordOperation.UpdateReason || said.Program.Options.IfLocked == IfLocked.Update;
        var patience = said.Program.Patience;
        var isPatienceOver = said.Trace.LastLoss - said.Trace.FirstFailure >= patience || said.Trace.SilentFor >= patience;
        if (!(isGone || said.IsTwice || (said.Trace.IsLastLost && isPatienceOver)))
        {
            said.Process.GivenUpEarly ??=
                $"{said.Process.Name}: {said.Outcome.Input.Name} was given up early at {timeline.Now.TotalSeconds} s: {Describe(said.Outcome)}";
        }

        return true;
    }

    private bool IsExplained(SimulatedProcess process, ZohoException failure)
    {
        var (program, error) = (process.Program, failure.Error);
        return error.Code switch
        {
            "token_throttled" => accounts.Throttled > 0,

            // With nothing but others in the way, a process has its turn in time: none of those that share the ceiling starves.
            "TOO_MANY_REQUESTS" => timeline.Now - process.LastThrottled <= new RetryPolicy().RunPatience + process.Program.CallTimeout,
            "INVALID_TOKEN" => process.Ends[CallEnd.TokenRefused] >= 3,
            "ConnectionClosed" => process.IsDisconnected,
            "no_token" => process.TokenFailures > 0,
            "NoConnection" => process.Ends[CallEnd.NotSent] > 0 || process.TokenFailures > 0,
            "NoTokenInTime" => process.TokenRequests > 1,
            "JournalEnded" => program.Inputs.All(input => program.Journaled.ContainsKey(input.RecordId!)),
            _ when failure.Message.Contains(Silence, StringComparison.Ordinal) => process.LongestSilence >= new RetryPolicy().OutagePatience,
            _ when failure.Message.Contains("refused alike", StringComparison.Ordinal) =>
                program.Outcomes.Count(outcome => outcome is { Failure: not null }) >= 50,
            _ when error.AppliesToModule => program.Inputs.Any(input => crm.ModulesWithoutLocking.Contains(input.Module!)),
            _ => process.TokenFailures > 0 && process.TokenRequests >= 5,
        };
    }

    private void CheckSummary(SimulatedProcess process, ZohoException failure)
    {
        var program = process.Program;
        var succeeded = program.Outcomes.Count(outcome => outcome is { IsDone: true, Failure: null });
        var notDone = program.Outcomes.FirstOrDefault(outcome => outcome is { IsDone: false });
        var count = succeeded switch
        {
            0 => "No record was done",
            1 => "1 record was done",
            _ => string.Create(CultureInfo.InvariantCulture, $"{succeeded} records were done"),
        };
        Require(
            failure.Message.Contains(count, StringComparison.Ordinal),
            $"{process.Name}: {succeeded} are done, and it says: {failure.Message}");
        Require(
            notDone is null || failure.Message.Contains($"Not done: {notDone.Input.Name}", StringComparison.Ordinal),
            $"{process.Name}: {notDone?.Input.Name} is not done, and it says: {failure.Message}");
        Require(
            failure.Message.IndexOf(Silence, StringComparison.Ordinal) == failure.Message.LastIndexOf(Silence, StringComparison.Ordinal),
            $"{process.Name}: it says the same twice: {failure.Message}");
        var untried = Array.Find(program.Outcomes, outcome => outcome is { IsDone: false, Failure.Error.Code: "ConnectionClosed" } && process.Trace(outcome.Input.RecordId!).Calls == 0);
        Require(untried is null, $"{process.Name}: nothing was sent for {untried?.Input.Name}, and it is said to have been tried: {failure.Message}");
        Require(
            program.Outcomes[^1] is not null || failure.Message.Contains("all input that follows", StringComparison.Ordinal),
            $"{process.Name}: not all of the input was tried, and it says: {failure.Message}");
    }

    private bool IsOfRecord(SimulatedCall call) =>
        crm[call.Module, call.RecordId].Changes.Any(change => change.Lock.Id == call.LockId);

    private void Require(bool isKept, string otherwise)
    {
        if (!isKept)
        {
            Break(otherwise);
        }
    }

    // What a process says of a record, and when that has to be true.
    private sealed record Said(SimulatedProcess Process, RecordOutcome Outcome, SimulatedRecord Record, RecordTrace Trace, TimeSpan From, TimeSpan To)
    {
        public SimulatedProgram Program => Process.Program;

        /// <summary>Whether the record is in the input more than once, so that one input meets what another has done.</summary>
        public bool IsTwice => Program.Inputs.Count(input => input.RecordId == Record.Id) > 1;

        public bool HasBeenUnlocked => Record.Changes.Any(change => change.Kind == LockChangeKind.Unlocked);

        public bool IsUnlockedByThisProcess => Program.Operation == RecordOperation.Unlock && Outcome.Input.Lock is { } piped
            && !IsTwice
            && Record.Changes.Any(change => change.Kind == LockChangeKind.Unlocked && change.Lock.Id == piped.LockId
                && change.By == Program.Name && change.At >= Process.Started);

        public bool WasEver(Func<IReadOnlyList<SimulatedLock>, bool> condition) => Record.WasEver(From, To, condition);
    }
}
