using System.Collections.Concurrent;
using ZohoCrm.Emulator.Api.Accounts;
using ZohoCrm.Emulator.Api.Configurations;
using ZohoCrm.Emulator.Api.Coql;
using ZohoCrm.Emulator.Api.Locking;
using ZohoCrm.Emulator.Api.Metadata;
using ZohoCrm.Emulator.Api.Protocol;
using ZohoCrm.Emulator.Api.Records;
using ZohoCrm.Emulator.Api.Routing;
using ZohoCrm.Emulator.Crm;
using ZohoCrm.Emulator.Http;
using ZohoCrm.Emulator.Limits;
using ZohoCrm.Emulator.OAuth;
using ZohoCrm.Emulator.Observation;
using ZohoCrm.Emulator.Settings;

namespace ZohoCrm.Emulator.Api;

/// <summary>Answers all requests: applies limits, latency and faults, and dispatches to the endpoints.</summary>
internal sealed class CrmApplication : IHttpApplication
{
    private readonly TimeProvider _time;
    private readonly EmulatorSettings _settings;
    private readonly EmulatorCounters _counters;
    private readonly RequestLog _log;
    private readonly ConcurrencyGate _gate = new();
    private readonly ConcurrencyGate _queryGate = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly CreditMeter _credits;
    private readonly FaultInjector _faults;
    private readonly Authorizer _authorizer;
    private readonly AccountsServer _accounts;
    private readonly LockingEndpoint _locking;
    private readonly RecordEndpoint _records;
    private readonly OrganizationEndpoint _organization;
    private readonly ConfigurationEndpoint _configurations;
    private readonly MetadataEndpoint _metadata;
    private readonly UsersEndpoint _users;
    private readonly CoqlEndpoint _queries;
    private readonly ViewsEndpoint _views;

    public CrmApplication(
        CrmOrganization organization,
        OAuthClient client,
        TokenStore tokens,
        DeviceTable devices,
        LoopbackAddress address,
        EmulatorCounters counters,
        RequestLog log)
    {
        _time = organization.Time;
        _settings = organization.Settings;
        _counters = counters;
        _log = log;
        _credits = new(_time);
        _faults = new(_settings);
        _authorizer = new(_settings, client, tokens, _time);
        _accounts = new(organization, client, tokens, devices, address);
        _locking = new(organization, counters, _authorizer);
        _records = new(organization, _authorizer);
        _organization = new(organization, _authorizer);
        _configurations = new(organization, _authorizer);
        _metadata = new(organization, _authorizer);
        _users = new(organization, _authorizer);
        _queries = new(organization, _authorizer);
        _views = new(organization, _authorizer);
    }

    public IReadOnlyCollection<Exception> Failures => _failures;

    public async ValueTask<IRequestLease?> AnswerAsync(HttpRequest request, HttpResponse response, CancellationToken stopping)
    {
        var route = Route.From(request);
        if (_settings.RecordRequests)
        {
            _log.Add(request);
        }

        IRequestLease? lease = null;
        if (route.IsApi)
        {
            if (!TryEnter(route, out lease))
            {
                WriteTooManyRequests(response, _settings.ConcurrencyMessage);
                Finish(request, route, response);
                return lease;
            }
        }

        try
        {
            var latency = GetLatency(route);
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
            ReportFailure(exception);
            response.Begin();
            response.WriteError(ApiErrors.InternalError);
        }

        Finish(request, route, response);
        return lease;
    }

    public void Reject(BadHttpRequestException exception, HttpRequest request, HttpResponse response)
    {
        response.WriteError(new(exception.Status, "INVALID_REQUEST", exception.Message));
        Finish(request, default, response);
    }

    public void ReportFailure(Exception exception) => _failures.Enqueue(exception);

    /// <summary>Admits a call below the limit of all calls and, for a query, below that of queries (protocol 6.2 and 9.1).</summary>
    private bool TryEnter(Route route, out IRequestLease lease)
    {
        var isAdmitted = _gate.TryEnter(_settings.ConcurrencyLimit, out lease, out var concurrency);
        _counters.RecordConcurrency(concurrency);
        if (route.Operation != Operation.QueryRecords || !isAdmitted)
        {
            return isAdmitted;
        }

        isAdmitted = _queryGate.TryEnter(_settings.Coql.Concurrency, out var query, out var queries);
        _counters.RecordQueryConcurrency(queries);
        lease = new LeasePair(lease, query);
        return isAdmitted;
    }

    /// <summary>The API credits of a call (protocol 6.1 and 9.1).</summary>
    private int GetCredits(Route route, HttpRequest request) => route.Operation switch
    {
        Operation.QueryRecords => _queries.GetCredits(request),
        Operation.ListRecords when request.Query("cvid") is not null => 3,
        _ => 1,
    };

    private TimeSpan GetLatency(Route route)
    {
        var latency = route.IsAccounts ? _settings.TokenLatency ?? _settings.Latency : _settings.Latency;
        var jitter = _settings.Jitter;
        return jitter > TimeSpan.Zero ? latency + (jitter * Random.Shared.NextDouble()) : latency;
    }

    private void Process(Route route, HttpRequest request, HttpResponse response)
    {
        var fault = _settings.Faults.FindFor(route.Operation);
        if (fault is not { IsBeforeChange: true })
        {
            Dispatch(route, request, response);
        }

        if (fault is not null)
        {
            _faults.Inject(fault, route.Operation, response);
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

        if (!_authorizer.TryAuthenticate(request, out var token, out var error))
        {
            return error;
        }

        var daily = _settings.DailyCredits;
        var price = GetCredits(route, request);
        if (_credits.Spend(price, daily) is not { } spent)
        {
            WriteTooManyRequests(response, _settings.CreditsMessage);
            ResponseHeaders.WriteCreditsRemaining(response, 0);
            return null;
        }

        _counters.CountCredits(price);
        ResponseHeaders.WriteTokenReset(response, token.Expires, _settings.UtcOffset);
        if (daily is { } credits && spent * 2 >= credits)
        {
            ResponseHeaders.WriteCreditsRemaining(response, credits - spent);
        }

        var call = new ApiCall(request, response, route, token);
        return route.Resource switch
        {
            Resource.Locks or Resource.Lock => _locking.Answer(call),
            Resource.Records or Resource.Record or Resource.RecordCount => _records.Answer(call),
            Resource.LockingConfigurations or Resource.LockingConfiguration => _configurations.Answer(call),
            Resource.Fields or Resource.Profiles or Resource.CustomButtons or Resource.Modules or Resource.Module =>
                _metadata.Answer(call),
            Resource.Users => _users.Answer(call),
            Resource.CustomViews or Resource.CustomView => _views.Answer(call),
            Resource.Coql => _queries.Answer(call),
            _ => _organization.Answer(call),
        };
    }

    private void WriteTooManyRequests(HttpResponse response, string? message)
    {
        response.WriteError(ApiErrors.TooManyRequests(_settings.Contradictions.TooManyRequestsCode, message));
        ResponseHeaders.WriteRetryAfter(response, _settings.RetryAfterSeconds);
    }

    private void Finish(HttpRequest request, Route route, HttpResponse response)
    {
        ResponseHeaders.Write(response);
        var isSent = response.Delivery is not (Delivery.Reset or Delivery.None);
        _counters.CountRequest(request.Method, route.Operation, isSent ? response.Status : 0);
    }
}
