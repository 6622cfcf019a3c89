using System.Globalization;
using System.Text.Json;
using ZohoLock.Api;
using ZohoLock.Diagnostics;
using ZohoLock.Retrying;
using ZohoLock.Throttling;
using ZohoLock.Transport;

namespace ZohoLock.Finding;

/// <summary>
/// Sends the queries of a connection (<c>POST /coql</c>, protocol sections 9 and 9.1): at most ten at once, and as many rows a call as Zoho
/// gives. Thread-safe.
/// </summary>
internal sealed class QueryApi
{
    // The sub-concurrency of COQL.
    private const int MaxInFlight = 10;

    private const int LargestPage = 2000;
    private const int SmallestPage = 200;

    private readonly ApiClient _api;
    private readonly CallLane _lane;
    private int _pageSize = LargestPage;

    public QueryApi(ApiClient api)
    {
        _api = api;
        _lane = api.Limiter.OpenLane(MaxInFlight);
    }

    /// <summary>Tells commands how records are read.</summary>
    public ConnectionTrace Trace => _api.Trace;

    /// <summary>Forgets earlier failures, which say nothing about what begins now.</summary>
    public void Begin()
    {
        _api.Server.ResetFailures();
        _api.Limiter.ResetThrottledTime();
    }

    /// <summary>Runs a query as it is.</summary>
    /// <exception cref="ZohoException">Zoho refused the query, or there was no readable response within the retry time.</exception>
    public Task<QueryPage> RunAsync(string query, CancellationToken cancellationToken)
    {
        var call = new ApiCall(
            HttpMethod.Post, $"/crm/{_api.Version}/coql", JsonSerializer.SerializeToUtf8Bytes(new QueryRequest(query), QueryJson.Default.QueryRequest));
        return SendAsync(new(CallSubject.Query), call, cancellationToken);
    }

    /// <summary>Runs a query with a limit of rows: the given one, or as many as Zoho gives at once.</summary>
    /// <param name="query">The query without its limit.</param>
    /// <param name="most">The maximum number of rows that are wanted.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="RunAsync(string, CancellationToken)" path="/exception"/>
    public async Task<QueryPage> RunAsync(string query, long most, CancellationToken cancellationToken)
    {
        while (true)
        {
            var size = Volatile.Read(ref _pageSize);
            var limit = Math.Min(size, most);
            try
            {
                var page = await RunAsync(string.Create(CultureInfo.InvariantCulture, $"{query} limit {limit}"), cancellationToken).ConfigureAwait(false);
                return page.OfAtMost(limit);
            }
            catch (ZohoException refusal) when (refusal.Error.Code == "LIMIT_EXCEEDED" && limit > SmallestPage)
            {
                // Zoho's pages disagree about 2,000 and 200 rows (protocol section 11).
                var smaller = ReadLimit(refusal.Error) is { } named && named > 0 && named < limit ? named : SmallestPage;
                Interlocked.CompareExchange(ref _pageSize, smaller, size);
                Trace.Step(TraceKind.Listing, $"Zoho refuses queries with {limit} rows: they are asked for {smaller}.");
            }
        }
    }

    /// <summary>Reads a page of a module's records (<c>GET /{module}</c>), of 200 at most.</summary>
    /// <param name="query">The query parameters.</param>
    /// <param name="module">The API name of the module.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <inheritdoc cref="RunAsync(string, CancellationToken)" path="/exception"/>
    public Task<QueryPage> ListAsync(string module, string query, CancellationToken cancellationToken) =>
        SendAsync(new(CallSubject.ListRecords, module), new ApiCall(HttpMethod.Get, $"/crm/{_api.Version}/{ApiPath.Segment(module)}?{query}"), cancellationToken);

    private Task<QueryPage> SendAsync(CallSubject subject, ApiCall call, CancellationToken cancellationToken)
    {
        return RetryEngine.RunAsync(new Operation<QueryPage>(AttemptAsync) { Subject = subject }, new ApiRetryState(_api), cancellationToken);

        async Task<QueryPage> AttemptAsync(bool isRepeat)
        {
            var response = await _api.SendAsync(_lane, call with { IsRepeat = isRepeat }, cancellationToken).ConfigureAwait(false);
            var page = response.Read(QueryJson.Default.QueryResponse);
            return page is null
                ? QueryPage.Empty
                : new QueryPage(page.Data ?? throw response.Unreadable(), page.Info?.HasMore, page.Info?.NextPageToken, response.Unreadable);
        }
    }

    private static int? ReadLimit(ZohoError error)
    {
        try
        {
            return error.Details is { } details ? JsonSerializer.Deserialize(details, QueryJson.Default.QueryLimit)?.Limit : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A page of rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="HasMore">Whether there are more; null if the response doesn't tell.</param>
/// <param name="NextPageToken">The token of the next page of a list; null for a query.</param>
/// <param name="Unreadable">Creates the error for a row that isn't as documented.</param>
internal sealed record QueryPage(IReadOnlyList<JsonElement> Rows, bool? HasMore, string? NextPageToken, Func<Exception?, ZohoException> Unreadable)
{
    /// <summary>The page, of which so many rows were asked for: where the response doesn't tell, a full one isn't the last.</summary>
    public QueryPage OfAtMost(long rows) => this with { HasMore = HasMore ?? Rows.Count >= rows };

    /// <summary>No rows.</summary>
    public static QueryPage Empty { get; } = new([], false, null, inner => throw new InvalidOperationException("There are no rows.", inner));
}
