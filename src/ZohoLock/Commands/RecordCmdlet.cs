using System.Management.Automation;
using ZohoLock.Binding;
using ZohoLock.Bulk;
using ZohoLock.Input;
using ZohoLock.Pipeline;

namespace ZohoLock.Commands;

/// <summary>A cmdlet that does one thing to each record piped in. Every input has its output or its error, in the order of the input.</summary>
public abstract class RecordCmdlet : RunCmdlet
{
    private const string IdParameter = "RecordId";
    private const string ModuleParameter = "Module";

    private RecordIdReader? _reader;
    private LockIdReader? _lockIds;
    private RecordPipeline? _pipeline;
    private long _inputs;

    /// <summary>The object that was piped in, whole: an error's target.</summary>
    [Parameter(ValueFromPipeline = true, DontShow = true)]
    public PSObject? InputObject { get; set; }

    private protected sealed override object? ErrorTarget => _pipeline?.EndedAt?.Target ?? InputObject;

    /// <summary>What is done to a record, for -WhatIf and -Confirm; null if nothing is changed.</summary>
    private protected virtual string? Action => null;

    /// <summary>The question whether the run goes on after many changes; null if it isn't asked.</summary>
    private protected virtual ChangeQuestion? Question => null;

    /// <summary>The module of the current input, as it was given.</summary>
    private protected abstract string? GivenModule { get; }

    /// <summary>The value of -RecordId for the current input; null if it wasn't given.</summary>
    private protected abstract string?[]? GivenIds { get; }

    /// <summary>The connection that is used.</summary>
    private protected Connection OpenConnection { get; private set; } = null!;

    /// <summary>The run.</summary>
    private protected RecordPipeline Pipeline => _pipeline!;

    /// <summary>Reads the run's options from the cmdlet's own parameters.</summary>
    private protected abstract RecordRunOptions ReadOptions();

    /// <summary>The lock's id of the current input, as it was given; null for a cmdlet without one.</summary>
    private protected virtual string? GivenLockId => null;

    /// <summary>Creates the lock of the current input, of which the input has the id.</summary>
    private protected virtual RecordLock ReadLock(string module, string recordId, string lockId) => new(module, recordId, lockId);

    /// <summary>The reason of the current input; null for a cmdlet without one.</summary>
    /// <exception cref="ZohoException">It is invalid; no call is made for the input.</exception>
    private protected virtual string? ReadReason() => null;

    /// <summary>Checks the arguments that are the same for all input.</summary>
    /// <exception cref="ZohoException">One is invalid, so that all input would fail alike.</exception>
    private protected virtual void RequireArguments()
    {
        if (IsGivenForAll(ModuleParameter))
        {
            ModuleName.Require(GivenModule);
        }
    }

    /// <summary>Begins the run.</summary>
    private protected virtual RecordPipeline CreatePipeline(RecordRunOptions options) => new(this, OpenConnection, Action, options, Question, reporter: Reporter);

    private protected sealed override void Begin()
    {
        // A script block as -RecordId returns an id for each object, and hasn't been run yet.
        _reader = new RecordIdReader(MyInvocation.MyCommand.Name, MyInvocation.BoundParameters.ContainsKey(IdParameter));
        OpenConnection = RequireConnection(Connection);
        EndRunIfInvalid(RequireArguments);
        var options = ReadOptions() with { ThrottleLimit = ThrottleLimit, ContinueOnRefusal = ContinueOnRefusal };
        _lockIds = new LockIdReader(isForAll: GivenLockId is not null);
        _pipeline = CreatePipeline(options);
        if (GivenIds is { } typed)
        {
            _reader.RequireIds(typed, MyInvocation.ExpectingInput);
        }
    }

    private protected override void Process()
    {
        var given = _reader!.ReadEach(InputObject, GivenIds ?? []);
        var inputs = Array.ConvertAll(given, id => Read(id, given.Length));
        if (!MyInvocation.ExpectingInput)
        {
            _pipeline!.Expect(inputs);
        }

        Array.ForEach(inputs, _pipeline!.Add);
    }

    private protected override void End()
    {
        // If PowerShell refused all input because another mandatory parameter is missing, it may be no rows at all.
        if (_inputs == 0 && InputObject is { } refused)
        {
            _reader!.RequireRow(refused, GivenIds ?? []);
        }

        _pipeline!.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipeline?.Dispose();
            _pipeline = null;
        }

        base.Dispose(disposing);
    }

    /// <summary>The journal's path in the file system; null with -WhatIf, which writes nothing.</summary>
    private protected string? ResolveJournal(string? path) =>
        path is null || IsWhatIf() ? null : FilePath.GetPath(this, path);

    private RecordInput Read(GivenRecordId given, int idCount)
    {
        var input = given.ToInput(InputObject, ++_inputs, GivenModule);
        if (input.Refusal is not null)
        {
            return input;
        }

        try
        {
            input = input with { Lock = GivenLockId is null ? null : FindLock(input.Module!, input.RecordId!, idCount) };
            return input with { Reason = ReadReason() };
        }
        catch (ZohoException invalid)
        {
            return input with { Refusal = invalid };
        }
    }

    // The piped lock itself, or one with what the input has of it.
    private RecordLock? FindLock(string module, string recordId, int idCount) =>
        _lockIds!.Read(GivenLockId, recordId, idCount) is not { } lockId ? null
        : InputObject?.BaseObject is RecordLock known && (known.Module, known.RecordId, known.LockId) == (module, recordId, lockId) ? known
        : ReadLock(module, recordId, lockId);
}
