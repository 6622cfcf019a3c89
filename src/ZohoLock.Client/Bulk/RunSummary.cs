using System.Globalization;

namespace ZohoLock.Bulk;

/// <summary>
/// Counts the outcomes of a run, and creates the error of a run that ended early, with what was done, what failed and what was not done.
/// </summary>
public sealed class RunSummary
{
    private const int MaxNames = 5;

    private readonly Dictionary<string, long> _failures = [];
    private readonly List<string> _notDone = [];
    private long _notDoneCount;
    private readonly List<string> _unknown = [];
    private long _unknownCount;
    private long _failedAtEnd;
    private ZohoException? _end;
    private RecordInput? _lastSucceeded;

    /// <summary>The number of records that succeeded, including those of the journal.</summary>
    public long Succeeded { get; private set; }

    /// <summary>The number of records that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>The number of succeeded records that an earlier run has done.</summary>
    public long FromJournal { get; private set; }

    /// <summary>The number of records that the run has changed, or may have changed.</summary>
    public long Changed { get; private set; }

    /// <summary>The number of records with a final outcome.</summary>
    public long Done => Succeeded + Failed;

    /// <summary>The counts, for a progress display.</summary>
    public RunCounts Counts => new(Done, Failed, FromJournal);

    /// <summary>The first record whose outcome shows that the run has ended early; null if none does.</summary>
    public RecordInput? EndedAt { get; private set; }

    /// <summary>Counts an outcome; outcomes are added in the order of the input.</summary>
    public void Add(RecordOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        Changed += outcome.IsChanged ? 1 : 0;
        if (outcome is { IsDone: false } or { RunFailure: not null })
        {
            EndedAt ??= outcome.Input;

            // The first such record may have no error: it wasn't attempted, because a later record ended the run.
            _end ??= outcome.RunFailure ?? outcome.Failure;
        }

        if (!outcome.IsDone)
        {
            _notDoneCount++;
            _failedAtEnd += outcome.Failure is null ? 0 : 1;
            AddName(_notDone, outcome);
            if (outcome.Failure?.Error.Outcome == CallOutcome.Unknown)
            {
                _unknownCount++;
                AddName(_unknown, outcome);
            }
        }
        else if (outcome.Failure is { Error.Code: var code })
        {
            Failed++;
            _failures[code] = _failures.GetValueOrDefault(code) + 1;
        }
        else
        {
            Succeeded++;
            FromJournal += outcome.IsFromJournal ? 1 : 0;
            _lastSucceeded = outcome.Input;
        }
    }

    /// <summary>Creates the report of the outcomes.</summary>
    /// <param name="command">What has run.</param>
    /// <param name="preparation">The outcomes of what had to be found out before; their failures are part of the report. Null for none.</param>
    public RunReport CreateReport(string command, RunSummary? preparation = null) => new()
    {
        Command = command,
        Done = Succeeded,
        Failed = Failed + (preparation?.Failed ?? 0),
        Failures = _failures.Concat(preparation?._failures ?? [])
            .GroupBy(failure => failure.Key, (code, failures) => KeyValuePair.Create(code, failures.Sum(failure => failure.Value)))
            .OrderByDescending(failure => failure.Value)
            .ThenBy(failure => failure.Key, StringComparer.Ordinal)
            .ToDictionary(),
        FromJournal = FromJournal,
        EndedBy = _end?.Error.Code,
    };

    /// <summary>Creates the error of a run that ended early, after all outcomes were counted.</summary>
    /// <param name="isInputComplete">Whether the run has received all of its input.</param>
    /// <param name="journalPath">The path of the run's journal; null for a run without one.</param>
    /// <exception cref="InvalidOperationException">No outcome ended the run.</exception>
    public ZohoException CreateError(bool isInputComplete, string? journalPath = null)
    {
        var end = _end ?? throw new InvalidOperationException("No outcome has ended the run.");
        return new(
            end.Error with
            {
                Message = $"{end.Error.Message}. {DescribeSucceeded()}{DescribeFailed()} {DescribeNotDone(isInputComplete)}{DescribeUnknown()}",
                Advice = journalPath is null ? end.Error.AdviceTemplate : $"{end.Error.AdviceTemplate} Run the same command again with the journal {journalPath}: it goes on where this run ended.",
            },
            end);
    }

    private static void AddName(List<string> names, RecordOutcome outcome)
    {
        if (names.Count < MaxNames)
        {
            names.Add(outcome.Input.Name);
        }
    }

    private string? DescribeUnknown() => _unknownCount == 0 ? null
        : string.Create(CultureInfo.InvariantCulture, $" Of these, the outcome of {_unknownCount} is not known, because the answer was lost: {ListNames(_unknown, _unknownCount)}.");

    private string DescribeSucceeded() => Succeeded switch
    {
        0 => "No record was done.",
        1 => $"1 record was done before that, and its outcome written: {_lastSucceeded!.Name}.",
        _ => string.Create(
            CultureInfo.InvariantCulture, $"{Succeeded} records were done before that, and their outcomes written, the last one {_lastSucceeded!.Name}."),
    };

    private string? DescribeFailed() => (Failed + _failedAtEnd) switch
    {
        0 => null,
        1 => " 1 was tried and failed.",
        var failed => string.Create(CultureInfo.InvariantCulture, $" {failed} were tried and failed."),
    };

    private string DescribeNotDone(bool isInputComplete)
    {
        var names = ListNames(_notDone, _notDoneCount);
        return (_notDoneCount, isInputComplete) switch
        {
            (0, true) => "All input was done.",
            (0, false) => "Not done: all input that follows.",
            (_, true) => $"Not done: {names}.",
            _ => $"Not done: {names}, and all input that follows.",
        };
    }

    private static string ListNames(List<string> names, long count) => count <= names.Count
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names)}, {count - names.Count} after them");
}
