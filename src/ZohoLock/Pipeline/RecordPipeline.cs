using System.Management.Automation;
using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>Connects a <see cref="RecordRun"/> to a cmdlet: asks for confirmation, writes outcomes as they are ready, and shows the progress.</summary>
internal sealed class RecordPipeline : IDisposable
{
    // An output that is ready waits no longer than that for others.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly ZohoCmdlet _cmdlet;
    private readonly string _name;
    private readonly Connection _connection;
    private readonly string? _action;
    private readonly Action<RecordOutcome> _write;
    private readonly string? _journalPath;
    private readonly RecordRun _run;
    private readonly RunProgress _progress;
    private DateTimeOffset? _throttledSince;
    private bool _isInputComplete;

    /// <summary>Begins a run.</summary>
    /// <param name="cmdlet">The cmdlet that writes.</param>
    /// <param name="connection">The connection to use.</param>
    /// <param name="action">What is done to a record, for -WhatIf and -Confirm; null if nothing is changed.</param>
    /// <param name="options">What the run does.</param>
    /// <param name="write">What is done with each outcome, in the order of the input; null to write it.</param>
    public RecordPipeline(ZohoCmdlet cmdlet, Connection connection, string? action, RecordRunOptions options, Action<RecordOutcome>? write = null)
    {
        (_cmdlet, _connection, _action) = (cmdlet, connection, action);
        (_write, _journalPath) = (write ?? Write, options.JournalPath);
        _name = cmdlet.MyInvocation.MyCommand.Name;
        _run = connection.CreateRun(options, cmdlet.Stopped);
        _progress = new RunProgress(_run.Summary, TimeProvider.System);
    }

    /// <summary>The record at which the run has ended early; null while it hasn't.</summary>
    public RecordInput? EndedAt => _run.Summary.EndedAt;

    /// <summary>Adds a record, and writes what is ready.</summary>
    /// <exception cref="ZohoException">The run has ended.</exception>
    public void Add(RecordInput input)
    {
        if (_run.IsFilterOpen)
        {
            Begin(input);
        }
        else
        {
            BeginAll(_run.Filter(input));
        }
    }

    /// <summary>Ends the input, and writes what is left.</summary>
    /// <exception cref="ZohoException">The run has ended early.</exception>
    public void Complete()
    {
        BeginAll(_run.EndFilter());
        _isInputComplete = true;
        WriteOutcomes();
        HideProgress();
        _run.Journal?.End(_run.Summary);
    }

    /// <summary>Writes an output or an error.</summary>
    public void Write(RecordOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            _cmdlet.WriteError(failure, outcome.Input.Target, outcome.Input.Name);
        }
        else if (outcome.Output is { } output)
        {
            _cmdlet.WriteObject(output, enumerateCollection: output is IReadOnlyList<RecordLock>);
        }
    }

    /// <summary>Cancels the calls.</summary>
    public void Dispose() => _cmdlet.Await(_run.DisposeAsync().AsTask());

    private void BeginAll(IReadOnlyList<RecordInput> inputs)
    {
        foreach (var input in inputs)
        {
            Begin(input);
        }
    }

    private void Begin(RecordInput input)
    {
        if (input.Module is { } module && _run.Journal is { } journal)
        {
            if (!journal.IsOpen)
            {
                OpenJournal(journal, module);
            }

            if (input.Refusal is null && journal.FindRefusal(module) is { } refusal)
            {
                input = input with { Refusal = refusal };
            }
        }

        if (_action is not null && input.Refusal is null && !_cmdlet.ShouldProcess($"{input.Name} ({_connection})", _action))
        {
            _run.Journal?.Decline();
            return;
        }

        _run.Add(input);
        WriteOutcomes();
    }

    private void OpenJournal(OutcomeJournal journal, string module)
    {
        var organization = _cmdlet.Await(_connection.GetOrganizationIdAsync(_cmdlet.Stopped));
        if (journal.Open(module, organization) is { } resumption)
        {
            _cmdlet.WriteWarning(resumption);
        }
        else
        {
            _cmdlet.WriteVerbose($"Began the journal {journal.Path}.");
        }
    }

    private void WriteOutcomes()
    {
        while (!_run.IsEmpty && (_isInputComplete || EndedAt is not null || _run.IsFull || _run.IsHeadReady))
        {
            var outcome = Take();
            _run.Summary.Add(outcome);
            if (outcome.IsDone)
            {
                _write(outcome);
            }
        }

        if (EndedAt is not null)
        {
            HideProgress();
            throw _run.Summary.CreateError(_isInputComplete, _journalPath);
        }
    }

    private RecordOutcome Take()
    {
        while (!_run.IsHeadReady)
        {
            ShowProgress();
            _cmdlet.Queue.RunUntilCompleted(_run.WhenBatchIsReady(), LongestWait);
        }

        ShowProgress();
        return _cmdlet.Await(_run.TakeAsync());
    }

    private void ShowProgress()
    {
        if (_connection.TokenThrottledSince is { } since && since != _throttledSince)
        {
            _throttledSince = since;
            _cmdlet.WriteWarning("Zoho gives no more access tokens for now (10 in 10 minutes are its limit). The run waits, and goes on by itself; nothing is lost.");
        }

        if (_progress.Next(_isInputComplete ? _run.Count : null, _connection.CallsInFlight, _connection.CreditsRemaining) is { } update)
        {
            _cmdlet.WriteProgress(new ProgressRecord(1, _name, update.Status)
            {
                PercentComplete = update.PercentComplete ?? -1,
                SecondsRemaining = update.SecondsRemaining ?? -1,
            });
        }
    }

    private void HideProgress()
    {
        if (_progress.HasUpdated)
        {
            _cmdlet.WriteProgress(new ProgressRecord(1, _name, "done") { RecordType = ProgressRecordType.Completed });
        }
    }
}
