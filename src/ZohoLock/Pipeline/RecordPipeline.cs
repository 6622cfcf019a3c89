using ZohoLock.Bulk;

namespace ZohoLock.Pipeline;

/// <summary>Connects a <see cref="RecordRun"/> to a cmdlet: asks for confirmation, writes outcomes as they are ready, and shows the progress.</summary>
internal sealed class RecordPipeline : IDisposable
{
    // An output that is ready waits no longer than that for others.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly ZohoCmdlet _cmdlet;
    private readonly Connection _connection;
    private readonly string? _action;
    private readonly ChangeQuestion? _question;
    private readonly Action<RecordOutcome> _write;
    private readonly string? _journalPath;
    private readonly RecordRun _run;
    private readonly ProgressDisplay _progress;
    private readonly RunReporter? _reporter;
    private RunExpectation? _expected;
    private bool _isInputComplete;

    /// <summary>Begins a run.</summary>
    /// <param name="cmdlet">The cmdlet that writes.</param>
    /// <param name="connection">The connection to use.</param>
    /// <param name="action">What is done to a record, for -WhatIf and -Confirm; null if nothing is changed.</param>
    /// <param name="options">What the run does.</param>
    /// <param name="question">The question whether the run goes on after many changes; null if it isn't asked.</param>
    /// <param name="write">What is done with each outcome, in the order of the input; null to write it.</param>
    /// <param name="reporter">Reports the run at its end; null if it isn't reported.</param>
    public RecordPipeline(
        ZohoCmdlet cmdlet,
        Connection connection,
        string? action,
        RecordRunOptions options,
        ChangeQuestion? question = null,
        Action<RecordOutcome>? write = null,
        RunReporter? reporter = null)
    {
        (_cmdlet, _connection, _action, _question) = (cmdlet, connection, action, question);
        (_write, _journalPath) = (write ?? Write, options.JournalPath);
        _run = connection.CreateRun(question is null ? options : options with { MaximumCount = ChangeQuestion.Threshold }, cmdlet.Stopped);
        _progress = new ProgressDisplay(cmdlet, connection);
        _reporter = reporter;
        reporter?.Begin(connection, _run.Summary, options.JournalPath);
    }

    /// <summary>The record at which the run has ended early; null while it hasn't.</summary>
    public RecordInput? EndedAt => _run.Summary.EndedAt;

    /// <summary>Tells input that is known as a whole before any of it is added: the progress knows how much there is, and the limit is checked.</summary>
    /// <exception cref="ZohoException">More of it would be changed than the run may, or the journal can't be used.</exception>
    public void Expect(IReadOnlyCollection<RecordInput> inputs)
    {
        // What is done is no change. A journal that would be new isn't made for input that is refused.
        if (_run.Journal is { IsOpen: false } journal && File.Exists(journal.Path) && inputs.FirstOrDefault(input => input.Module is not null)?.Module is { } module)
        {
            OpenJournal(journal, module);
        }

        _expected = new(inputs.Count, inputs.LongCount(input => input.RecordId is { } id && _run.Journal?.HasDone(id) == true));
        if (_question is null && _run.Limit.Maximum is not null)
        {
            _run.Limit.Require(inputs);
        }
    }

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

    /// <summary>Runs input that is known as a whole, from its first record to its end.</summary>
    /// <inheritdoc cref="Expect" path="/exception"/>
    public void RunAll(IReadOnlyCollection<RecordInput> inputs)
    {
        Expect(inputs);
        foreach (var input in inputs)
        {
            Add(input);
        }

        Complete();
    }

    /// <summary>Ends the input, and writes what is left.</summary>
    /// <exception cref="ZohoException">The run has ended early.</exception>
    public void Complete()
    {
        BeginAll(_run.EndFilter());
        _isInputComplete = true;
        WriteOutcomes();
        _progress.Hide();
        _run.Journal?.End(_run.Summary);
        _reporter?.End();
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

        _run.Add(_question is not null && _run.Limit.Excludes(input) ? Ask(_question, input) : input);
        WriteOutcomes();
    }

    // The outcomes of all records before this one have been written.
    private RecordInput Ask(ChangeQuestion question, RecordInput input)
    {
        _progress.Hide();
        if (!question.Ask(_run.Summary.Changed, _connection))
        {
            return input with { Refusal = _run.Limit.CreateDeclined() };
        }

        _run.Limit.Lift();
        return input;
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
            _progress.Hide();
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

    private void ShowProgress() => _progress.Show(
        _run.Summary.Counts,
        _expected ?? (_isInputComplete ? new(_run.Summary.Done + _run.Count) : _run.Journal?.Expected));
}
