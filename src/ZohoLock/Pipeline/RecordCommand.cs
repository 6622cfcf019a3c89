using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Journal;
using ZohoLock.Locking;
using ZohoLock.Organization;

namespace ZohoLock.Pipeline;

/// <summary>
/// A cmdlet that does one thing to each record piped in: it hands each over to a <see cref="RecordRun"/> and writes what is ready, so that every
/// input has its output or its error, in the order of the input.
/// </summary>
public abstract class RecordCommand : ConnectedCommand
{
    // An output that is ready waits no longer than that for others.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly YoungHeap _youngHeap = new();
    private Connection? _connection;
    private RecordRun? _run;
    private RunJournal? _journal;
    private RunProgress? _progress;
    private RecordInput? _lastDone;
    private DateTimeOffset? _throttleTold;
    private long _inputs;
    private bool _isInputComplete;

    /// <summary>The API name of the records' module.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string Module { get; set; } = string.Empty;

    /// <summary>The ids of the records: digits, with or without the <c>zcrm_</c> of Zoho's export.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Record Id", "Record_Id")]
    [RecordIdArgument("RecordId", "Id", "Record Id", "Record_Id")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string?[]? RecordId { get; set; }

    /// <summary>The object that was piped in, whole: an error's target.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>How many calls run at once at most; as many as the organisation allows where it isn't given.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int? ThrottleLimit { get; set; }

    /// <summary>The file that the outcome of each record is written to as it happens; a run that was cut off goes on with it.</summary>
    public virtual string? JournalPath { get; set; }

    /// <summary>What is done to a record, for -WhatIf and -Confirm; null where nothing is changed.</summary>
    private protected virtual string? Action => null;

    /// <summary>Reads what the input says beyond module and record, and returns what is to be done.</summary>
    /// <exception cref="ZohoException">The input can't be right; nothing is done then.</exception>
    private protected abstract RecordWork Prepare(string module, string recordId);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _connection = RequireConnection();
        _progress = new RunProgress(MyInvocation.MyCommand.Name);
        _run = new RecordRun(_connection, ThrottleLimit, Stopped);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in RecordId is { Length: > 0 } ids ? ids : [null])
        {
            Submit(id);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _isInputComplete = true;
        WriteOutcomes();
        Show(_progress!.End());
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _run is { } run)
        {
            _run = null;
            Complete(_ => run.DisposeAsync().AsTask());
            _journal?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Submit(string? id)
    {
        var input = new RecordInput(InputObject ?? (object?)id ?? string.Empty, ++_inputs);
        RecordWork work;
        try
        {
            RequireRecordIdOfItsOwn(id);
            input = input with { Module = ModuleName.Require(Module), RecordId = Locking.RecordId.Parse(id) };
            work = Prepare(input.Module, input.RecordId);
            RequireJournalOf(input.Module);
            if (Action is { } action && !ShouldProcess($"{input.Name} ({_connection})", action))
            {
                return;
            }

            OpenJournal(input.Module);
        }
        catch (ZohoException refused) when (!refused.Error.EndsRun)
        {
            input = input with { IsRefused = true };
            work = (_, _, _) => Task.FromException<object?>(refused);
        }

        _run!.Add(input, work);
        _youngHeap.Tidy();
        WriteOutcomes();
    }

    private void RequireRecordIdOfItsOwn(string? id)
    {
        if (id is null && InputObject is { BaseObject: not (string or ValueType) })
        {
            throw new ZohoException(ZohoError.Input(
                "MissingRecordId",
                "the object piped in has no property RecordId, Id, 'Record Id' or Record_Id with an id",
                "Export the records with their 'Record Id' column, or rename the column that has the ids."));
        }
    }

    private void RequireJournalOf(string module)
    {
        if (_journal is { } journal && journal.Header.Module != module)
        {
            throw new ZohoException(ZohoError.Input(
                "JournalOfAnotherModule",
                $"the journal is of module {journal.Header.Module}, and the record of {module}",
                "Run the command once for each module, with a journal for each."));
        }
    }

    private void OpenJournal(string module)
    {
        if (JournalPath is null || _journal is not null)
        {
            return;
        }

        var organization = Complete(new OrganizationClient(_connection!).GetIdAsync);
        var header = new JournalHeader(MyInvocation.MyCommand.Name, module, organization) { Begun = DateTimeOffset.Now };
        _journal = Complete(_ => Task.FromResult(RunJournal.Open(GetUnresolvedProviderPathFromPSPath(JournalPath), header)));
        _run!.Journal = _journal;
        WriteVerbose(_journal.EarlierRun is { } earlier
            ? $"Going on with the run of {earlier.Begun:g}: {_journal.DoneCount} records are done already."
            : $"Began the journal {JournalPath}.");
    }

    private void WriteOutcomes()
    {
        while (!_run!.IsEmpty && (_isInputComplete || _run.IsFull || _run.IsHeadReady))
        {
            var outcome = Take();
            if (outcome is { IsDone: true, RunFailure: null })
            {
                Write(outcome);
            }
            else
            {
                EndEarly(outcome);
            }
        }
    }

    private RecordOutcome Take()
    {
        while (!_run!.IsHeadReady)
        {
            ShowProgress();
            Wait(_run.WhenSomeAreReady(), LongestWait);
        }

        ShowProgress();
        return Complete(_ => _run.TakeAsync());
    }

    private void Write(RecordOutcome outcome)
    {
        _progress!.Count(outcome);
        _lastDone = outcome.Input;
        if (outcome.Failure is { } failure)
        {
            WriteError(failure.ToErrorRecord(outcome.Input.Target, outcome.Input.Name));
        }
        else if (outcome.Output is { } output)
        {
            WriteObject(output, enumerateCollection: output is IReadOnlyList<RecordLock>);
        }
    }

    /// <summary>Writes what is done after all, and then the one error that ended the run.</summary>
    private void EndEarly(RecordOutcome first)
    {
        List<RecordInput> undone = [];
        ZohoException? end = null;
        for (var outcome = first; ; outcome = Take())
        {
            // The first may have been turned away only because one behind it ended the run.
            end ??= outcome.RunFailure ?? (outcome.IsDone ? null : outcome.Failure);
            if (outcome.IsDone)
            {
                Write(outcome);
            }
            else
            {
                undone.Add(outcome.Input);
            }

            if (_run!.IsEmpty)
            {
                break;
            }
        }

        Show(_progress!.End());
        var whole = end!.Error with { Message = $"{end.Error.Message}. {Done()} {NotDone(undone)}" };
        ThrowTerminatingError(new ZohoException(whole, end).ToErrorRecord(first.Input.Target));
    }

    private string Done() => _progress!.Done switch
    {
        0 => "No record was done.",
        1 => $"1 record was done before that, and its outcome written: {_lastDone!.Name}.",
        var done => $"{done} records were done before that, and their outcomes written, the last one {_lastDone!.Name}.",
    };

    private string NotDone(List<RecordInput> undone)
    {
        const int Shown = 5;
        var names = string.Join(", ", undone.Take(Shown).Select(input => input.Name));
        var more = undone.Count > Shown ? $", {undone.Count - Shown} after them" : string.Empty;
        return (undone.Count, _isInputComplete) switch
        {
            (0, true) => "All input was done.",
            (0, false) => "Not done: all input that follows.",
            (_, true) => $"Not done: {names}{more}.",
            _ => $"Not done: {names}{more}, and all input that follows.",
        };
    }

    private void ShowProgress()
    {
        if (_connection!.TokenThrottledSince is { } since && since != _throttleTold)
        {
            _throttleTold = since;
            WriteWarning("Zoho gives no more access tokens for now (10 in 10 minutes are its limit). The run waits, and goes on by itself; nothing is lost.");
        }

        Show(_progress!.Next(_connection!, _isInputComplete ? _run!.Count : null));
    }

    private void Show(ProgressRecord? progress)
    {
        if (progress is not null)
        {
            WriteProgress(progress);
        }
    }
}
