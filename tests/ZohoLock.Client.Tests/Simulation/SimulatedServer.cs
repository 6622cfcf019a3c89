namespace ZohoLock.Client.Tests.Simulation;

/// <summary>What a process knows of a call when it ends.</summary>
internal enum CallEnd
{
    /// <summary>A proper answer, whatever it says.</summary>
    Answered,
    Lost,
    NotSent,

    /// <summary>Turned away (429) though there was room.</summary>
    Throttled,

    /// <summary>Turned away (429) because the organisation's calls, of this process and the others, fill its ceiling.</summary>
    CrowdedOut,
    TokenRefused,
}

/// <summary>One call on its way through the simulated world.</summary>
internal sealed class SimulatedCall : TaskCompletionSource<HttpResponseMessage>
{
    public required SimulatedProcess Process { get; init; }

    public required HttpRequestMessage Request { get; init; }

    public required string Method { get; init; }

    /// <summary>The path without its query.</summary>
    public required string Target { get; init; }

    public bool IsTokenRequest { get; init; }

    public string Module { get; init; } = string.Empty;

    public string RecordId { get; init; } = string.Empty;

    public string? LockId { get; init; }

    public string? Reason { get; init; }

    public string? Token { get; init; }

    private string Place => IsTokenRequest ? "token" : RecordId.Length > 0 ? $"{Module} {RecordId} {LockId}".TrimEnd() : Target;

    public override string ToString() => $"{Process.Name} {Method} {Place}";
}

/// <summary>Carries calls to the simulated organisation and back, and lets them go wrong on the way.</summary>
internal sealed class SimulatedServer(Timeline timeline, SimulatedCrm crm, SimulatedAccounts accounts, Weather weather, Action<string> log)
{
    private int _inFlight;

    public void Send(SimulatedCall call)
    {
        var fault = weather.Next(call);
        log($"{call}: {fault}");
        if (fault == Fault.NoConnection)
        {
            Answer(call, Reply.NoConnection, CallEnd.NotSent);
            return;
        }

        if (fault == Fault.TokenRefusedLate)
        {
            timeline.Schedule(call.Process.Program.CallTimeout - weather.NextRest(), () => Deliver(call, Reply.InvalidToken, CallEnd.TokenRefused));
            return;
        }

        var delay = fault == Fault.Slow ? weather.NextLongDelay(call.Process.Program.CallTimeout) : weather.NextDelay();
        timeline.Schedule(delay, () => Arrive(call, fault));
    }

    private void Arrive(SimulatedCall call, Fault fault)
    {
        if (!call.IsTokenRequest)
        {
            if (fault is Fault.Throttled or Fault.ThrottledWithPause)
            {
                TurnAway(call, Reply.TooManyRequests(fault == Fault.ThrottledWithPause ? weather.NextPause() : null, weather.TellsDates), CallEnd.Throttled);
                return;
            }

            // All processes share the ceiling.
            if (_inFlight >= weather.Ceiling)
            {
                TurnAway(call, Reply.TooManyRequests(), CallEnd.CrowdedOut);
                return;
            }

            if (fault == Fault.TokenRefused || !accounts.Accepts(call.Token))
            {
                TurnAway(call, Reply.InvalidToken, CallEnd.TokenRefused);
                return;
            }
        }

        _inFlight += call.IsTokenRequest ? 0 : 1;
        timeline.Schedule(weather.NextDelay(), () => Finish(call, fault));
    }

    private void TurnAway(SimulatedCall call, Reply reply, CallEnd end)
    {
        log($"{call} is turned away: {end}");
        Answer(call, reply, end);
    }

    private void Finish(SimulatedCall call, Fault fault)
    {
        _inFlight -= call.IsTokenRequest ? 0 : 1;
        switch (fault)
        {
            case Fault.ResetBefore:
                Answer(call, Reply.Reset, CallEnd.Lost);
                break;
            case Fault.ErrorBefore:
                Answer(call, weather.ServerError(), CallEnd.Lost);
                break;
            case Fault.EmptySuccessBefore:
                Answer(call, weather.EmptySuccess(), CallEnd.Lost);
                break;
            case Fault.SilenceBefore:
                break;
            case Fault.CarriedOutLate:
                Answer(call, Reply.Reset, CallEnd.Lost);
                timeline.Schedule(weather.NextDelay() * 5, () => Execute(call));
                break;
            default:
                AnswerAfter(call, fault, Execute(call));
                break;
        }
    }

    private Reply Execute(SimulatedCall call)
    {
        var reply = call.IsTokenRequest ? accounts.Grant(call.Process.Program.User) : crm.Execute(call);
        log($"{call} is carried out: {reply.Status} {reply.Body[..Math.Min(90, reply.Body.Length)]}");
        return reply;
    }

    private void AnswerAfter(SimulatedCall call, Fault fault, Reply reply)
    {
        var isSuccess = reply is { Status: < 300, Body.Length: > 0 };
        switch (fault)
        {
            case Fault.ResetAfter:
                Answer(call, Reply.Reset, CallEnd.Lost);
                break;
            case Fault.ErrorAfter:
                Answer(call, weather.ServerError(), CallEnd.Lost);
                break;
            case Fault.EmptySuccessAfter when isSuccess:
                Answer(call, weather.EmptySuccess(), CallEnd.Lost);
                break;
            case Fault.ResetInBody when isSuccess:
                Answer(call, reply.BrokenInBody(), CallEnd.Lost);
                break;
            case Fault.Truncated when isSuccess:
                Answer(call, reply.Truncated(), CallEnd.Lost);
                break;
            case Fault.SilenceAfter:
                break;
            default:
                Answer(call, reply, CallEnd.Answered);
                break;
        }
    }

    private void Answer(SimulatedCall call, Reply reply, CallEnd end) => timeline.Schedule(weather.NextDelay(), () => Deliver(call, reply, end));

    private void Deliver(SimulatedCall call, Reply reply, CallEnd end)
    {
        if (call.Process.IsKilled || call.Task.IsCompleted)
        {
            return;
        }

        call.Process.Observe(call, end, reply);
        if (reply is { Status: 0, Failure: { } failure })
        {
            call.TrySetException(failure);
        }
        else
        {
            call.TrySetResult(reply.ToResponse(call.Request, weather.HasDates ? crm.Now : null));
        }
    }
}

/// <summary>The network of one process: the HTTP handler that the library is given.</summary>
internal sealed class SimulatedNetwork(SimulatedProcess process, SimulatedServer server) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var call = await CreateAsync(request).ConfigureAwait(false);
        process.Send(call);
        var cancellation = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (!call.Task.IsCompleted && !process.IsKilled)
                {
                    process.Observe(call, CallEnd.Lost, reply: null);
                    call.TrySetCanceled(token);
                }
            },
            null);
        await using (cancellation.ConfigureAwait(false))
        {
            server.Send(call);
            return await call.Task.ConfigureAwait(false);
        }
    }

    private async Task<SimulatedCall> CreateAsync(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;

        // "/", "crm/", "v7/", module, record, Locking_Information__s, lock.
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isOfRecord = parts is [_, _, _, _, "Locking_Information__s", ..];
        var reason = request.Content is { } content && request.Method.Method is "POST" or "PUT" && isOfRecord
            ? await SimulatedReason.ReadAsync(request.Content!).ConfigureAwait(false)
            : null;
        return new SimulatedCall
        {
            Process = process,
            Request = request,
            Method = request.Method.Method,
            Target = path,
            IsTokenRequest = path == "/oauth/v2/token",
            Module = isOfRecord ? parts[2] : string.Empty,
            RecordId = isOfRecord ? parts[3] : string.Empty,
            LockId = parts is [_, _, _, _, _, var lockId] ? lockId : null,
            Reason = reason,
            Token = request.Headers.TryGetValues("Authorization", out var values) ? string.Concat(values) : null,
        };
    }
}

/// <summary>Reads the reason in the body of a call.</summary>
internal static class SimulatedReason
{
    public static async Task<string> ReadAsync(HttpContent content)
    {
        using var body = System.Text.Json.JsonDocument.Parse(await content.ReadAsByteArrayAsync().ConfigureAwait(false));
        return body.RootElement.GetProperty("data")[0].GetProperty("Locked_Reason__s").GetString()!;
    }
}
