using System.Management.Automation;
using ZohoLock.Completion;
using ZohoLock.Locking;

namespace ZohoLock.Pipeline;

/// <summary>
/// A cmdlet that does one thing to each record piped in: it hands each over to a <see cref="RecordRun"/> and writes what is ready, so that every
/// input has its output or its error, in the order of the input.
/// </summary>
public abstract class RecordCommand : ConnectedCommand
{
    private Connection? _connection;
    private RecordRun? _run;
    private RecordInput? _lastDone;
    private long _inputs;
    private long _done;

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

    /// <summary>How many calls run at once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 5;

    /// <summary>What is done to a record, for -WhatIf and -Confirm; null where nothing is changed.</summary>
    private protected virtual string? Action => null;

    /// <summary>Reads what the input says beyond module and record, and returns what is to be done.</summary>
    /// <exception cref="ZohoException">The input can't be right; nothing is done then.</exception>
    private protected abstract RecordWork Prepare(string module, string recordId);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _connection = RequireConnection();
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
    protected override void EndProcessing() => WriteOutcomes(toTheEnd: true);

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

    private void Submit(string? id)
    {
        var input = new RecordInput(InputObject ?? (object?)id ?? string.Empty, ++_inputs);
        RecordWork work;
        try
        {
            RequireRecordIdOfItsOwn(id);
            input = input with { Module = ModuleName.Require(Module), RecordId = Locking.RecordId.Parse(id) };
            work = Prepare(input.Module, input.RecordId);
            if (Action is { } action && !ShouldProcess($"{input.Name} ({_connection})", action))
            {
                return;
            }
        }
        catch (ZohoException refused)
        {
            input = input with { RecordId = null };
            work = (_, _) => Task.FromException<object?>(refused);
        }

        _run!.Add(input, work);
        WriteOutcomes(toTheEnd: false);
    }

    private void RequireRecordIdOfItsOwn(string? id)
    {
        if (id is null && InputObject is { BaseObject: not (string or ValueType) })
        {
            throw new ZohoException(new ZohoError
            {
                Code = "MissingRecordId",
                Message = "the object piped in has no property RecordId, Id, 'Record Id' or Record_Id with an id",
                Advice = "Export the records with their 'Record Id' column, or rename the column that has the ids.",
                Kind = ZohoErrorKind.InvalidArgument,
            });
        }
    }

    private void WriteOutcomes(bool toTheEnd)
    {
        while (!_run!.IsEmpty && (toTheEnd || _run.IsFull || _run.IsHeadReady))
        {
            var outcome = Take();
            if (!outcome.IsDone)
            {
                EndEarly(outcome);
            }

            Write(outcome);
        }
    }

    private RecordOutcome Take() => Complete(_ => _run!.TakeAsync());

    private void Write(RecordOutcome outcome)
    {
        _done++;
        _lastDone = outcome.Input;
        if (outcome.Failure is { } failure)
        {
            WriteError(failure.ToErrorRecord(outcome.Input.Target, outcome.Input.Name));
        }
        else if (outcome.Output is { } output)
        {
            WriteObject(output, enumerateCollection: true);
        }
    }

    /// <summary>Writes what is done after all, and then the one error that ended the run.</summary>
    private void EndEarly(RecordOutcome first)
    {
        List<RecordInput> undone = [first.Input];
        while (!_run!.IsEmpty)
        {
            var outcome = Take();
            if (outcome.IsDone)
            {
                Write(outcome);
            }
            else
            {
                undone.Add(outcome.Input);
            }
        }

        var error = first.Failure!.Error;
        var whole = error with { Message = $"{error.Message}. {Done()} {NotDone(undone)}" };
        ThrowTerminatingError(new ZohoException(whole, first.Failure).ToErrorRecord(first.Input.Target));
    }

    private string Done() => _done switch
    {
        0 => "No record was done.",
        1 => $"1 record was done before that, and its outcome written: {_lastDone!.Name}.",
        _ => $"{_done} records were done before that, and their outcomes written, the last one {_lastDone!.Name}.",
    };

    private static string NotDone(List<RecordInput> undone)
    {
        const int Shown = 5;
        var names = string.Join(", ", undone.Take(Shown).Select(input => input.Name));
        return undone.Count > Shown
            ? $"Not done: {names}, {undone.Count - Shown} after them, and all input that follows."
            : $"Not done: {names}, and all input that follows.";
    }
}
