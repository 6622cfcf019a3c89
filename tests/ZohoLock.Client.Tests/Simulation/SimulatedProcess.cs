using System.Net;
using System.Security;
using System.Text.Json;
using ZohoLock.Authentication;
using ZohoLock.Bulk;
using ZohoLock.Journal;
using ZohoLock.Retrying;

namespace ZohoLock.Client.Tests.Simulation;

/// <summary>One process that runs a program: a connection of its own, and a run. It does what the module's cmdlets do.</summary>
internal sealed class SimulatedProcess : IDisposable
{
    private readonly Timeline _timeline;
    private readonly Promises _promises;
    private readonly ProcessClock _clock;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Random _jitter;
    private readonly Dictionary<string, RecordTrace> _traces = [];
    private OutcomeJournal? _journal;
    private Connection? _connection;
    private TimeSpan _longestSilence;

    public SimulatedProcess(SimulatedProgram program, Timeline timeline, Promises promises, DateTimeOffset clock, int jitter)
    {
        (Program, _timeline, _promises) = (program, timeline, promises);
        _clock = new(timeline, clock);
        _jitter = new(jitter);
        Number = program.Processes.Count + 1;
        Started = LastAnswered = LastProgress = timeline.Now;
        Name = $"{program.Name}.{Number}";
    }

    public SimulatedProgram Program { get; }

    public string Name { get; }

    public int Number { get; }

    public TimeSpan Started { get; }

    /// <summary>Whether the weather leaves its calls alone, so that it has to bring the program to its end.</summary>
    public bool IsCalm { get; init; }

    public bool IsKilled { get; private set; }

    /// <summary>Whether the run was cancelled.</summary>
    public bool IsCancelled => _cancellation.IsCancellationRequested;

    /// <summary>Whether the connection was closed.</summary>
    public bool IsDisconnected { get; private set; }

    /// <summary>When the process was cancelled or disconnected; null if it wasn't.</summary>
    public TimeSpan? InterruptedAt { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>Whether all of the input was processed.</summary>
    public bool HasCompleted { get; private set; }

    /// <summary>The error that ended the run; null for none.</summary>
    public ZohoException? Failure { get; private set; }

    /// <summary>Whether the run goes on with a journal that an earlier process has begun.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>Whether Zoho has told the process whom it acts as.</summary>
    public bool KnowsUser { get; private set; }

    /// <summary>When the last proper answer of the API came.</summary>
    public TimeSpan LastAnswered { get; private set; }

    /// <summary>When the last proper answer came, of the API or with a token.</summary>
    public TimeSpan LastProgress { get; private set; }

    /// <summary>The longest time without a proper answer of the API.</summary>
    public TimeSpan LongestSilence => _timeline.Now - LastAnswered is var now && now > _longestSilence ? now : _longestSilence;

    /// <summary>The first record that was given up before its patience was over; null for none.</summary>
    public string? GivenUpEarly { get; set; }

    /// <summary>Until when a Retry-After asks for a pause.</summary>
    public TimeSpan PausedUntil { get; private set; }

    /// <summary>How often each of its calls ended how.</summary>
    public Dictionary<CallEnd, int> Ends { get; } = Enum.GetValues<CallEnd>().ToDictionary(end => end, _ => 0);

    /// <summary>When the server last turned a call away (429) though it had room; the distant past if it never did.</summary>
    public TimeSpan LastThrottled { get; private set; } = TimeSpan.MinValue / 2;

    public int TokenRequests { get; private set; }

    public int TokenFailures { get; private set; }

    public int Calls { get; private set; }

    /// <summary>The highest number of calls that the connection allows at once.</summary>
    public int MaxConcurrency { get; private set; } = 25;

    public RunSummary? Summary { get; private set; }

    public IEnumerable<RecordTrace> Traces => _traces.Values;

    public RecordTrace Trace(string recordId) => _traces.TryGetValue(recordId, out var known) ? known : _traces[recordId] = new(recordId, _timeline.Now);

    /// <summary>Records a call that is sent.</summary>
    public void Send(SimulatedCall call)
    {
        if (call.IsTokenRequest)
        {
            TokenRequests++;
            return;
        }

        Calls++;
        _promises.CheckCall(call);
        if (call.RecordId.Length > 0)
        {
            var trace = Trace(call.RecordId);
            trace.Calls++;
            trace.Pending += call.Method is "POST" or "DELETE" ? 1 : 0;
        }
    }

    /// <summary>Records how a call ended for the process.</summary>
    public void Observe(SimulatedCall call, CallEnd end, Reply? reply)
    {
        if (end == CallEnd.Answered)
        {
            LastProgress = _timeline.Now;
            _longestSilence = LongestSilence;
            LastAnswered = call.IsTokenRequest ? LastAnswered : _timeline.Now;
        }

        if (call.IsTokenRequest)
        {
            TokenFailures += end == CallEnd.Answered && reply!.Body.Contains("access_token", StringComparison.Ordinal) ? 0 : 1;
            return;
        }

        Ends[end]++;
        LastThrottled = end == CallEnd.Throttled ? _timeline.Now : LastThrottled;
        if (reply?.RetryAfter is { } pause)
        {
            var until = _timeline.Now + pause;
            PausedUntil = until > PausedUntil ? until : PausedUntil;
        }

        if (call.RecordId.Length > 0)
        {
            Trace(call.RecordId).Observe(call, end, reply, _timeline.Now, _timeline.Now - LastAnswered);
        }

        KnowsUser |= call.Method == "POST" && reply?.Status == 201 && end == CallEnd.Answered;
    }

    /// <summary>Ends the process as kill -9 does: nothing of it runs any more, and what it has sent is on its way.</summary>
    /// <param name="tear">The share of the journal's last line that reaches the disk.</param>
    public void Kill(double tear)
    {
        IsKilled = true;
        _clock.IsStopped = true;
        _journal?.Dispose();
        if (Program.HasJournal)
        {
            SimulatedJournal.Tear(Program.Options.JournalPath!, tear);
        }
    }

    public void Dispose() => _cancellation.Dispose();

    /// <summary>Ends the run as Ctrl+C does.</summary>
    public void Cancel()
    {
        InterruptedAt = _timeline.Now;
        _cancellation.Cancel();
    }

    /// <summary>Closes the connection, if there is one yet, while the run goes on.</summary>
    public void Disconnect()
    {
        InterruptedAt = _timeline.Now;
        IsDisconnected = _connection is not null;
        _connection?.Dispose();
        if (!IsDisconnected)
        {
            _cancellation.Cancel();
        }
    }

    /// <summary>Runs the program to its end.</summary>
    public async Task RunAsync(HttpMessageHandler network)
    {
        try
        {
            await RunAsync(network, _cancellation.Token).ConfigureAwait(false);
            HasCompleted = true;
        }
        catch (ZohoException failure)
        {
            Failure = failure;
        }
        catch (OperationCanceledException) when (IsCancelled)
        {
            // As Ctrl+C does.
        }

        _journal?.Dispose();
        HasEnded = true;
    }

    private async Task RunAsync(HttpMessageHandler network, CancellationToken cancellationToken)
    {
        var options = new ConnectionOptions
        {
            Credential = new RefreshTokenCredential("1000.CLIENT", Secure("a-client-secret"), Secure($"1000.refresh.{Program.User}")),
            Edition = Program.Edition,
        };
        var policy = new RetryPolicy
        {
            Time = _clock,
            Jitter = _jitter,
            CallTimeout = Program.CallTimeout,
            Patience = Program.Patience,
            TokenPatience = Program.TokenPatience,
        };
        using var connection = await Connection.OpenAsync(options, policy, cancellationToken, network).ConfigureAwait(false);
        _connection = connection;
        if (Program.LearnsOrganization)
        {
            await connection.TryLearnOrganizationAsync(cancellationToken).ConfigureAwait(false);
        }

        MaxConcurrency = connection.MaxConcurrency;
        var run = connection.CreateRun(Program.Options, cancellationToken);
        await using (run.ConfigureAwait(false))
        {
            Summary = run.Summary;
            _journal = run.Journal;
            foreach (var input in Program.Inputs)
            {
                foreach (var admitted in run.Filter(input))
                {
                    await BeginAsync(connection, run, admitted, cancellationToken).ConfigureAwait(false);
                }
            }

            foreach (var admitted in run.EndFilter())
            {
                await BeginAsync(connection, run, admitted, cancellationToken).ConfigureAwait(false);
            }

            await TakeOutcomesAsync(run, isInputComplete: true).ConfigureAwait(false);
            run.Journal?.End(run.Summary);
        }
    }

    private async Task BeginAsync(Connection connection, RecordRun run, RecordInput input, CancellationToken cancellationToken)
    {
        if (run.Journal is { IsOpen: false } journal)
        {
            IsResumed = journal.Open(input.Module!, await connection.GetOrganizationIdAsync(cancellationToken).ConfigureAwait(false)) is not null;
            if (journal.Resumed is { InterruptedRun: { } earlier })
            {
                _promises.CheckResumption(this, earlier);
            }
        }

        run.Add(input);
        await TakeOutcomesAsync(run, isInputComplete: false).ConfigureAwait(false);
    }

    private async Task TakeOutcomesAsync(RecordRun run, bool isInputComplete)
    {
        while (!run.IsEmpty && (isInputComplete || run.Summary.EndedAt is not null || run.IsFull || run.IsHeadReady))
        {
            var outcome = await run.TakeAsync().ConfigureAwait(false);
            run.Summary.Add(outcome);
            _promises.CheckOutcome(this, outcome);
        }

        if (run.Summary.EndedAt is not null)
        {
            throw run.Summary.CreateError(isInputComplete);
        }
    }

    private static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}

/// <summary>What a process knows of one record.</summary>
internal sealed class RecordTrace(string recordId, TimeSpan firstCall)
{
    public string RecordId => recordId;

    public TimeSpan FirstCall => firstCall;

    /// <summary>When the first answer was lost, the first call not sent or its token refused; null for none.</summary>
    public TimeSpan? FirstFailure { get; private set; }

    /// <summary>When the first answer was lost; null for none.</summary>
    public TimeSpan? FirstLoss { get; private set; }

    /// <summary>When a call was last lost or not sent, or the pause was over after its token had been refused.</summary>
    public TimeSpan LastLoss { get; private set; }

    /// <summary>How long the process had had no proper answer then.</summary>
    public TimeSpan SilentFor { get; private set; }

    /// <summary>Whether a token was refused for a call.</summary>
    public bool WasTokenRefused { get; private set; }

    /// <summary>Whether the last call has had no proper answer.</summary>
    public bool IsLastLost { get; private set; }

    /// <summary>Whether the answer to a change was lost and nobody has looked since.</summary>
    public bool MustLook { get; set; }

    public int Calls { get; set; }

    /// <summary>Changes that were sent and have had no answer yet.</summary>
    public int Pending { get; set; }

    /// <summary>Whether a change may have been carried out, or may still be, that nobody has looked after.</summary>
    public bool IsInFlight => Pending > 0 || MustLook;

    /// <summary>The lists of locks that were answered.</summary>
    public HashSet<string> Lists { get; } = [];

    /// <summary>Until when the record's call has to wait, by a Retry-After.</summary>
    public TimeSpan PausedUntil { get; private set; }

    public void Observe(SimulatedCall call, CallEnd end, Reply? reply, TimeSpan now, TimeSpan silentFor)
    {
        var isChange = call.Method is "POST" or "DELETE";
        Pending -= isChange ? 1 : 0;
        WasTokenRefused |= end == CallEnd.TokenRefused;

        // A call whose token was refused may have no time left for more than the pause before it is sent again.
        IsLastLost = end is CallEnd.Lost or CallEnd.NotSent or CallEnd.TokenRefused;
        if (IsLastLost)
        {
            (LastLoss, SilentFor) = (end == CallEnd.TokenRefused ? now + AuthorizationHandler.PauseAfterRefusal : now, silentFor);
            FirstFailure ??= now;
        }

        if (end == CallEnd.Lost)
        {
            FirstLoss ??= now;
            MustLook |= isChange;
        }
        else if (end == CallEnd.Answered && call.Method == "GET")
        {
            MustLook = false;
            Lists.Add(LocksIn(reply!));
        }

        if (reply?.RetryAfter is { } pause)
        {
            PausedUntil = now + pause;
        }
    }

    private static string LocksIn(Reply reply)
    {
        if (reply.Status != 200)
        {
            return string.Empty;
        }

        using var body = JsonDocument.Parse(reply.Body);
        var rows = body.RootElement.GetProperty("data").EnumerateArray();
        return string.Join(';', rows.Select(row => $"{row.GetProperty("id")}={row.GetProperty("Locked_Reason__s")}"));
    }
}

/// <summary>The journal as it lies on the disk.</summary>
internal static class SimulatedJournal
{
    /// <summary>Cuts the last line: a share of it has reached the disk. Headers are left whole: without one, a run begins when its file was made, by a clock that isn't the simulation's.</summary>
    public static void Tear(string path, double share)
    {
        if (share >= 1 || !File.Exists(path))
        {
            return;
        }

        var content = File.ReadAllBytes(path);
        var end = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        var begin = end > 1 ? content.AsSpan(0, end - 1).LastIndexOf((byte)'\n') + 1 : 0;
        if (!content.AsSpan(begin).StartsWith(JournalLine.HeaderStart))
        {
            using var file = new FileStream(path, FileMode.Open);
            file.SetLength(begin + (int)((end - begin) * share));
        }
    }

    /// <summary>The done records with their lock ids.</summary>
    public static IEnumerable<(string RecordId, string? LockId)> ReadDone(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        var text = File.ReadAllText(path);
        // A last line that lacks only its line break counts.
        var length = text.EndsWith('}') ? text.Length : text.LastIndexOf('\n') + 1;
        foreach (var line in text[..length].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var entry = JsonDocument.Parse(line);
            if (entry.RootElement.TryGetProperty("done", out var done) && done.GetBoolean())
            {
                var lockId = entry.RootElement.TryGetProperty("lock", out var known) ? known.GetString() : null;
                yield return (entry.RootElement.GetProperty("record").GetString()!, lockId);
            }
        }
    }
}
