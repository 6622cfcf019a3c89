using System.Globalization;
using System.Management.Automation;
using ZohoLock.Bulk;
using ZohoLock.Completion;
using ZohoLock.Input;
using ZohoLock.Journal;

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
    private readonly TruncatedIdFilter<(RecordInput Input, RecordWork Work)> _screen = new();
    private RecordIdReader? _reader;
    private string?[] _ids = [];
    private Connection? _connection;
    private RecordRun? _run;
    private RunProgress? _progress;
    private RecordInput? _lastDone;
    private DateTimeOffset? _throttleTold;
    private string? _journalPath;
    private string? _runReason;
    private long _inputs;
    private bool _isAnyDeclined;
    private bool _isInputComplete;

    /// <summary>The API name of the records' module.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(ModuleCompleter))]
    public string Module { get; set; } = string.Empty;

    /// <summary>The ids of the records: digits, with or without the <c>zcrm_</c> of Zoho's export.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id", "Record Id", "Record_Id")]
    [RecordIdArgument]
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

    /// <summary>Goes on where the module can't be right, or the first 50 records are all refused alike: each record has its own error then.</summary>
    [Parameter]
    public SwitchParameter ContinueOnRefusal { get; set; }

    /// <summary>The file that the outcome of each record is written to as it happens; a run that was cut off goes on with it.</summary>
    public virtual string? JournalPath { get; set; }

    /// <summary>What is done to a record, for -WhatIf and -Confirm; null where nothing is changed.</summary>
    private protected virtual string? Action => null;

    /// <summary>What its journal is of; null for a cmdlet without one.</summary>
    private protected virtual RecordOperation? Operation => null;

    /// <summary>How many ids the object that is being read has, or were typed.</summary>
    private protected int IdCount => _ids.Length;

    /// <summary>Reads what the input says beyond module and record, and returns what is to be done.</summary>
    /// <exception cref="ZohoException">The input can't be right; nothing is done then.</exception>
    private protected abstract RecordWork Prepare(string module, string recordId);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _connection = RequireConnection();
        _progress = new RunProgress(MyInvocation.MyCommand.Name);
        _journalPath = JournalPath is { } path && !IsOn("WhatIf", "WhatIfPreference")
            ? Complete(_ => Task.FromResult(FilePath.Unresolved(this, path)))
            : null;

        // What is bound by now was given for all records; what is piped in comes with each.
        _runReason = MyInvocation.BoundParameters.GetValueOrDefault("Reason") as string;
        var options = new RecordRunOptions
        {
            ThrottleLimit = ThrottleLimit,
            ContinueOnRefusal = ContinueOnRefusal,
            HasJournal = _journalPath is not null,
        };
        _run = new RecordRun(_connection.Api, options, Stopped);

        // A script block in the place of an id brings one for each object, and has brought none yet.
        _reader = new RecordIdReader(MyInvocation.MyCommand.Name, MyInvocation.BoundParameters.ContainsKey(nameof(RecordId)));
        if (RecordId is { } typed)
        {
            EndOnFailure(() => _reader.RequireIds(typed, MyInvocation.ExpectingInput));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ZohoException? refused = null;
        try
        {
            EndOnFailure(() => _ids = _reader!.Read(InputObject, RecordId ?? []));
        }
        catch (ZohoException failure)
        {
            _ids = [];
            refused = failure;
        }

        foreach (var id in _ids is [] ? [null] : _ids)
        {
            Submit(id, refused);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // Where PowerShell has refused all input for want of another parameter, that may be in columns that weren't told apart.
        if (_inputs == 0 && InputObject is { } refused)
        {
            EndOnFailure(() => _reader!.RequireRow(refused, RecordId ?? []));
        }

        Release(_screen.Complete);
        _isInputComplete = true;
        WriteOutcomes();
        Show(_progress!.End());
        EndJournal();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _run is { } run)
        {
            _run = null;
            Complete(_ => run.DisposeAsync().AsTask());
        }

        base.Dispose(disposing);
    }

    private void Submit(string? id, ZohoException? unreadable)
    {
        var input = new RecordInput(InputObject ?? (object?)id ?? string.Empty, ++_inputs) { GivenId = id };
        RecordWork work;
        try
        {
            input = input with { Module = ModuleName.Require(Module) };
            input = input with { RecordId = unreadable is null ? Input.RecordId.Parse(id) : throw unreadable };
            work = Prepare(input.Module, input.RecordId);
        }
        catch (ZohoException refused) when (!refused.Error.EndsRun)
        {
            input = input with { IsRefused = true };
            work = RecordWork.Refuse(refused);
        }

        if (_screen.IsOpen)
        {
            Begin(input, work);
        }
        else
        {
            Screen(input, work);
        }
    }

    private void Screen(RecordInput input, RecordWork work) => Release(() => _screen.Admit((input, work), input.RecordId));

    private void Release(Func<IReadOnlyList<(RecordInput Input, RecordWork Work)>> release)
    {
        IReadOnlyList<(RecordInput, RecordWork)> released = [];
        EndOnFailure(() => released = release());
        foreach (var (input, work) in released)
        {
            Begin(input, work);
        }
    }

    private void Begin(RecordInput input, RecordWork work)
    {
        if (input.Module is { } module)
        {
            OpenJournal(module);
        }

        if (!input.IsRefused)
        {
            try
            {
                RequireJournalOf(input.Module!);
                if (Action is { } action && !ShouldProcess($"{input.Name} ({_connection})", action))
                {
                    _isAnyDeclined = true;
                    return;
                }
            }
            catch (ZohoException refused) when (!refused.Error.EndsRun)
            {
                input = input with { IsRefused = true };
                work = RecordWork.Refuse(refused);
            }
        }

        _run!.Add(input, work);
        _youngHeap.Tidy();
        WriteOutcomes();
    }

    /// <summary>Runs what may find that the whole run can't be right, which ends the pipeline then.</summary>
    private void EndOnFailure(Action check)
    {
        try
        {
            check();
        }
        catch (ZohoException failure) when (failure.Error.EndsRun)
        {
            ThrowTerminatingError(failure.ToErrorRecord(InputObject));
            throw;
        }
    }

    private void RequireJournalOf(string module)
    {
        if (_run!.Journal is { } journal && journal.Header.Module != module)
        {
            throw new ZohoException(ZohoError.Input(
                "JournalOfAnotherModule",
                $"the journal is of module {journal.Header.Module}, and the record of {module}",
                "Run the command once for each module, with a journal for each."));
        }
    }

    private void OpenJournal(string module)
    {
        if (_journalPath is null || _run!.Journal is not null)
        {
            return;
        }

        var organization = Complete(_connection!.GetOrganizationIdAsync);
        var header = new JournalHeader(Operation!.Value, module, organization) { Reason = _runReason, Begun = DateTimeOffset.Now };
        Complete(_ =>
        {
            _run.OpenJournal(_journalPath, header);
            return Task.CompletedTask;
        });
        WriteEarlierRun(_run.Journal!);
    }

    private void WriteEarlierRun(RunJournal journal)
    {
        if (journal.EarlierRun is not { } earlier)
        {
            WriteVerbose($"Began the journal {JournalPath}.");
            return;
        }

        var end = journal.EarlierEnd is { } ended ? $"ended on {Format(ended.At)} with failures" : "was cut off";
        WriteWarning(string.Create(
            CultureInfo.InvariantCulture,
            $"Going on with the run of {Format(earlier.Begun)}, which {end}: {journal.DoneCount:N0} records are done already and are left as they are; {journal.FailedCount:N0} that failed are tried again."));
    }

    private static string Format(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // Without a last line the run counts as cut off: what was declined is still to be done.
    private void EndJournal()
    {
        if (_run!.Journal is { } journal && !_isAnyDeclined)
        {
            Complete(_ =>
            {
                journal.AppendEnd(new JournalEnd(DateTimeOffset.Now, _progress!.Done - _progress.Failed, _progress.Failed));
                return Task.CompletedTask;
            });
        }
    }

    private bool IsOn(string parameter, string preference) => MyInvocation.BoundParameters.TryGetValue(parameter, out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(GetVariableValue(preference));

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
            Wait(_run.WhenBatchIsReady(), LongestWait);
        }

        ShowProgress();
        return Complete(_ => _run.TakeAsync());
    }

    private void Write(RecordOutcome outcome)
    {
        _progress!.Count(outcome);
        if (outcome.Failure is { } failure)
        {
            WriteError(failure.ToErrorRecord(outcome.Input.Target, outcome.Input.Name));
            return;
        }

        _lastDone = outcome.Input;
        if (outcome.Output is { } output)
        {
            WriteObject(output, enumerateCollection: output is IReadOnlyList<RecordLock>);
        }
    }

    /// <summary>Writes what is done after all, and then the one error that ended the run.</summary>
    private void EndEarly(RecordOutcome first)
    {
        List<RecordInput> undone = [];
        ZohoException? end = null;
        var turnedAway = 0;
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
                turnedAway += outcome.Failure is null ? 0 : 1;
            }

            if (_run!.IsEmpty)
            {
                break;
            }
        }

        Show(_progress!.End());
        var whole = end!.Error with { Message = $"{end.Error.Message}. {Done()}{Tried(turnedAway)} {NotDone(undone)}" };
        ThrowTerminatingError(new ZohoException(whole, end).ToErrorRecord(first.Input.Target));
    }

    private string Done() => (_progress!.Done - _progress.Failed) switch
    {
        0 => "No record was done.",
        1 => $"1 record was done before that, and its outcome written: {_lastDone!.Name}.",
        var done => string.Create(
            CultureInfo.InvariantCulture, $"{done} records were done before that, and their outcomes written, the last one {_lastDone!.Name}."),
    };

    private string? Tried(int turnedAway) => (_progress!.Failed + turnedAway) switch
    {
        0 => null,
        1 => " 1 was tried and failed.",
        var tried => string.Create(CultureInfo.InvariantCulture, $" {tried} were tried and failed."),
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
