using ZohoLock.Bulk;
using ZohoLock.Journal;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>How a process ends before its time.</summary>
internal enum Interruption
{
    None,

    /// <summary>As <c>kill -9</c> does.</summary>
    Kill,

    /// <summary>Ctrl+C.</summary>
    Cancel,

    /// <summary>The connection is closed, as from another runspace.</summary>
    Disconnect,
}

/// <summary>A user's script: one operation on a list of records, started again with its journal when it was cut off.</summary>
internal sealed class SimulatedProgram
{
    public required string Name { get; init; }

    /// <summary>The id of the user that it connects as.</summary>
    public required string User { get; init; }

    /// <summary>The options of its runs.</summary>
    public required RecordRunOptions Options { get; init; }

    public required IReadOnlyList<RecordInput> Inputs { get; init; }

    public CrmEdition? Edition { get; init; }

    /// <summary>How far its machine's clock is from the server's.</summary>
    public TimeSpan ClockError { get; init; }

    public bool LearnsOrganization { get; init; }

    public required TimeSpan CallTimeout { get; init; }

    public required TimeSpan Patience { get; init; }

    public required TimeSpan TokenPatience { get; init; }

    /// <summary>After how many events each of its first processes is interrupted, and how.</summary>
    public required IReadOnlyList<(int AfterEvents, Interruption How)> Interruptions { get; init; }

    /// <summary>The processes that have run it, the last one last.</summary>
    public List<SimulatedProcess> Processes { get; } = [];

    /// <summary>The last outcome of each input; null for none.</summary>
    public RecordOutcome?[] Outcomes { get; set; } = [];

    /// <summary>The done records of the journal as a killed or ended process left it, with their lock ids.</summary>
    public Dictionary<string, string?> Journaled { get; } = [];

    /// <summary>Records with a change whose answer the last process hasn't got, so that the next one has to look first.</summary>
    public HashSet<string> LeftInFlight { get; } = [];

    public bool IsOver { get; set; }

    public RecordOperation? Operation => Options.Operation;

    public bool HasJournal => Options.JournalPath is not null;

    public override string ToString() =>
        $"{Name}: {Operation?.ToString() ?? "Get"} {Inputs.Count} as user {User[^1]}, {Options.IfLocked}/{Options.IfUnlocked}, "
        + $"{(HasJournal ? "journal" : "no journal")}, timeout {CallTimeout.TotalSeconds} s, patience {Patience.TotalSeconds} s, interrupted [{string.Join(", ", Interruptions)}]";
}
