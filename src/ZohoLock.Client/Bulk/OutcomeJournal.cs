using System.Globalization;
using ZohoLock.Journal;

namespace ZohoLock.Bulk;

/// <summary>
/// Writes the outcomes of a run to its <see cref="RunJournal"/>, which is opened once the module is known; earlier outcomes are written
/// then. Thread-safe.
/// </summary>
public sealed class OutcomeJournal : IDisposable
{
    private const string DamageConsequence = "each record that isn't done is looked at before anything is done to it.";

    private readonly object _lock = new();
    private readonly RecordOperation _operation;
    private readonly string? _reason;
    private readonly TimeProvider _time;
    private List<JournalEntry>? _unwritten = [];
    private volatile RunJournal? _file;
    private bool _isAnyDeclined;

    internal OutcomeJournal(string path, RecordOperation operation, string? reason, TimeProvider time) =>
        (Path, _operation, _reason, _time) = (path, operation, reason, time);

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>Whether the file has been opened.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>How many records the run has if its input is that of the earlier run, which has read all of it; null if that isn't known.</summary>
    public RunExpectation? Expected => _file is { EarlierEnd: { } end } file ? new(end.Done + end.Failed, file.DoneCount) : null;

    /// <summary>The run that this one resumes; null for none, or before the file is opened.</summary>
    internal RunJournal? Resumed => _file is { InterruptedRun: not null } file ? file : null;

    /// <summary>Opens or creates the file, and writes the outcomes from before.</summary>
    /// <param name="module">The API name of the records' module.</param>
    /// <param name="organization">The id of their organisation.</param>
    /// <returns>A message about the run that is resumed; null for a new journal.</returns>
    /// <inheritdoc cref="RunJournal.Open" path="/exception"/>
    public string? Open(string module, string organization)
    {
        var file = RunJournal.Open(Path, new JournalHeader(_operation, module, organization) { Reason = _reason, Begun = _time.GetLocalNow() });
        lock (_lock)
        {
            _file = file;
            _unwritten?.ForEach(file.Append);
            _unwritten = null;
        }

        return file.InterruptedRun is null ? null : DescribeResumption(file, file.InterruptedRun.Begun);
    }

    /// <summary>The error for a record of another module than the journal's; null for any other, and before the file is opened.</summary>
    public ZohoException? FindRefusal(string module) => _file is { Header.Module: var own } && own != module
        ? new ZohoException(ZohoError.Input(
            "JournalOfAnotherModule",
            $"the journal is of module {own}, and the record of {module}",
            "Run the command once for each module, with a journal for each."))
        : null;

    /// <summary>Records that the user declined a record. It is still to be done, so the run counts as interrupted.</summary>
    public void Decline() => _isAnyDeclined = true;

    /// <summary>Writes that the run has processed all of its input, unless records were declined.</summary>
    /// <exception cref="ZohoException">The file can't be written.</exception>
    public void End(RunSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (!_isAnyDeclined)
        {
            _file?.AppendEnd(new JournalEnd(_time.GetLocalNow(), summary.Succeeded, summary.Failed));
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file?.Dispose();

    /// <summary>The output of a record that an earlier run has done; null if it is still to be done.</summary>
    /// <exception cref="ZohoException">It was done with a different reason.</exception>
    internal object? FindDone(RecordInput input) =>
        _file is { } file && input.RecordId is { } id && file.FindDone(id, input.Reason) is { } done ? done.ToOutput(file.Header) : null;

    /// <summary>Whether an earlier run has done a record.</summary>
    public bool HasDone(string recordId) => _file?.HasDone(recordId) == true;

    /// <summary>Writes an outcome.</summary>
    /// <exception cref="ZohoException">The file can't be written.</exception>
    internal void Write(RecordOutcome outcome)
    {
        if (outcome.ToEntry(_time.GetLocalNow()) is not { } entry)
        {
            return;
        }

        lock (_lock)
        {
            if (_file is { } file)
            {
                file.Append(entry);
            }
            else
            {
                _unwritten!.Add(entry);
            }
        }
    }

    private static string DescribeResumption(RunJournal file, DateTimeOffset begun)
    {
        var end = file.EarlierEnd is { } ended ? $"ended on {Format(ended.At)} with failures" : "was cut off";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Going on with the run of {Format(begun)}, which {end}: {file.DoneCount:N0} records are done already and are left as they are; {file.FailedCount:N0} that failed are tried again.{file.DescribeDamage(DamageConsequence)}");
    }

    private static string Format(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
