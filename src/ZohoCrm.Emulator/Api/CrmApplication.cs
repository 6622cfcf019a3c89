using System.Collections.Concurrent;
using ZohoCrm.Emulator.Configurations;
using ZohoCrm.Emulator.Faults;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Limits;
using ZohoCrm.Emulator.Locking;
using ZohoCrm.Emulator.Metadata;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Organization;
using ZohoCrm.Emulator.Records;
using ZohoCrm.Emulator.Users;

namespace ZohoCrm.Emulator.Api;

/// <summary>Takes each request its way: limits, latency, faults, and the endpoint that it is meant for.</summary>
internal sealed class CrmApplication : IHttpApplication
{
    private readonly TimeProvider _time;
    private readonly EmulatorSettings _settings;
    private readonly EmulatorCounters _counters;
    private readonly RequestLog _log;
    private readonly ConcurrencyGate _gate = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly CreditMeter _credits;
    private readonly FaultAnswer _faults;
    private readonly Authorizer _authorizer;
    private readonly AccountsServer _accounts;
    private readonly LockingEndpoint _locking;
    private readonly RecordEndpoint _records;
    private readonly OrganizationEndpoint _organization;
    private readonly ConfigurationEndpoint _configurations;
    private readonly MetadataEndpoint _metadata;
    private readonly UsersEndpoint _users;

    public CrmApplication(
        CrmEmulator emulator,
        TokenStore tokens,
        DeviceTable devices,
        ModuleTable modules,
        ProfileTable profiles,
        UserTable users,
        RequestLog log,
        TimeProvider time)
    {
        _time = time;
        _settings = emulator.Settings;
        _counters = emulator.Counters;
        _log = log;
        _credits = new(time);
        _faults = new(_settings);
        _authorizer = new(_settings, tokens, time);
        _accounts = new(emulator, tokens, devices);
        _locking = new(_settings, _counters, modules, _authorizer, time);
        _records = new(_settings, modules, profiles, _authorizer, time);
        _organization = new(emulator, _authorizer);
        _configurations = new(_settings, modules, profiles, _authorizer);
        _metadata = new(_settings, modules, profiles, _authorizer);
        _users = new(emulator, users, profiles, _authorizer);
    }

    public IReadOnlyCollection<Exception> Failures => _failures;

    public async ValueTask<IRequestLease?> AnswerAsync(HttpRequest request, HttpResponse response, CancellationToken stopping)
    {
        var route = Route.Of(request);
        if (_settings.RecordRequests)
        {
            _log.Add(request);
        }

        IRequestLease? lease = null;
        if (route.IsApi)
        {
            var isAdmitted = _gate.TryEnter(_settings.ConcurrencyLimit, out lease, out var present);
            _counters.InProcess(present);
            if (!isAdmitted)
            {
                WriteTooManyRequests(response, _settings.ConcurrencyMessage);
                Finish(request, route, response);
                return lease;
            }
        }

        try
        {
            var latency = LatencyOf(route);
            if (latency > TimeSpan.Zero)
            {
                await Task.Delay(latency, _time, stopping).ConfigureAwait(false);
            }

            Process(route, request, response);
        }
        catch (OperationCanceledException)
        {
            lease?.Release();
            throw;
        }
        catch (Exception exception)
        {
            Failed(exception);
            response.Begin();
            response.WriteError(ApiErrors.InternalError);
        }

        Finish(request, route, response);
        return lease;
    }

    public void Refuse(HttpRefusedException refusal, HttpRequest request, HttpResponse response)
    {
        response.WriteError(new(refusal.Status, "INVALID_REQUEST", refusal.Message));
        Finish(request, default, response);
    }

    public void Failed(Exception exception) => _failures.Enqueue(exception);

    private TimeSpan LatencyOf(Route route)
    {
        var latency = route.IsAccounts ? _settings.TokenLatency ?? _settings.Latency : _settings.Latency;
        var jitter = _settings.Jitter;
        return jitter > TimeSpan.Zero ? latency + (jitter * Random.Shared.NextDouble()) : latency;
    }

    private void Process(Route route, HttpRequest request, HttpResponse response)
    {
        var fault = _settings.Faults.Draw(route.Operation);
        if (fault is not { StrikesBeforeChange: true })
        {
            Dispatch(route, request, response);
        }

        if (fault is not null)
        {
            _faults.Strike(fault, route.Operation, response);
        }
    }

    private void Dispatch(Route route, HttpRequest request, HttpResponse response)
    {
        if (route.IsAccounts)
        {
            _accounts.Answer(route, request, response);
            return;
        }

        if (Call(route, request, response) is { } error)
        {
            response.WriteError(error);
        }
    }

    private ApiError? Call(Route route, HttpRequest request, HttpResponse response)
    {
        switch (route.Resource)
        {
            case Resource.Unknown:
                return ApiErrors.InvalidUrlPattern;
            case Resource.UnsupportedVersion:
                return ApiErrors.VersionNotSupported;
        }

        if (_authorizer.Identify(request, out var token) is { } refusal)
        {
            return refusal;
        }

        var daily = _settings.DailyCredits;
        if (_credits.Spend(daily) is not { } spent)
        {
            WriteTooManyRequests(response, _settings.CreditsMessage);
            AnswerHeaders.WriteCreditsRemaining(response, 0);
            return null;
        }

        response.Headers.Append(token!.ResetHeader.Span);
        if (daily is { } credits && spent * 2 >= credits)
        {
            AnswerHeaders.WriteCreditsRemaining(response, credits - spent);
        }

        var call = new ApiCall(request, response, route, token);
        return route.Resource switch
        {
            Resource.Locks or Resource.Lock => _locking.Answer(call),
            Resource.Records or Resource.Record => _records.Answer(call),
            Resource.LockingConfigurations or Resource.LockingConfiguration => _configurations.Answer(call),
            Resource.Fields or Resource.Profiles or Resource.CustomButtons or Resource.Modules => _metadata.Answer(call),
            Resource.Users => _users.Answer(call),
            _ => _organization.Answer(call),
        };
    }

    private void WriteTooManyRequests(HttpResponse response, string? message)
    {
        response.WriteError(ApiErrors.TooManyRequests(_settings.Contradictions.TooManyRequestsCode, message));
        AnswerHeaders.WriteRetryAfter(response, _settings.RetryAfterSeconds);
    }

    private void Finish(HttpRequest request, Route route, HttpResponse response)
    {
        AnswerHeaders.Write(response);
        var isAnswered = response.Delivery is not (Delivery.Reset or Delivery.Silence);
        _counters.Answered(request.Method, route.Operation, isAnswered ? response.Status : 0);
    }
}
