using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ZohoLock.Api;
using ZohoLock.Configuration;
using ZohoLock.Configuration.Criteria;
using ZohoLock.Diagnostics;
using ZohoLock.Metadata;

namespace ZohoLock.Finding;

/// <summary>
/// Finds records and their lock state by queries (protocol sections 9 and 9.1). A connection has one, because at most ten queries of a
/// client may run at once. Thread-safe.
/// </summary>
public sealed partial class RecordFinder
{
    private readonly QueryApi _queries;
    private readonly MetadataCache _metadata;
    private readonly QueryPreparer _preparer;
    private readonly RecordReader _reader;

    /// <summary>Creates a finder that sends its calls with <paramref name="api"/>.</summary>
    internal RecordFinder(ApiClient api, MetadataCache metadata)
    {
        _queries = new(api);
        _metadata = metadata;
        _preparer = new(metadata, (module, token) => new LockConfigurationClient(api).GetAsync(module, token), api.Policy.Time.LocalTimeZone);
        _reader = new(_queries);
    }

    /// <summary>Finds records, page by page, in the order of their ids; the next page is read while one is used.</summary>
    /// <exception cref="ZohoException">
    /// A field, a value or the view doesn't exist (no query was sent), Zoho refused the query, or there was no readable response within the
    /// retry time.
    /// </exception>
    public async IAsyncEnumerable<IReadOnlyList<Record>> FindAsync(
        RecordQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        _queries.Begin();
        var fields = await _preparer.RequireFieldsAsync(query.Module, query.Fields, cancellationToken).ConfigureAwait(false);
        var source = await _preparer.PrepareAsync(query, cancellationToken).ConfigureAwait(false);
        if (query.IsLocked is null)
        {
            _queries.Trace.Step(TraceKind.Listing, $"{query.Module}: a query is used.");
        }

        var pages = query.IsLocked is null
            ? Read(source)
            : Alternatives.FirstAllowedAsync(
                query.Module,
                [new("a query by the field of the lock state", Read(source)), new("Zoho's view of locked records", FromLockedView(cancellationToken))],
                IsLockStateRefused,
                _queries.Trace,
                cancellationToken);
        await foreach (var page in pages.ConfigureAwait(false))
        {
            yield return page;
        }

        IAsyncEnumerable<IReadOnlyList<Record>> Read(QuerySource from) => _reader.QueryAsync(from, fields, query.First, cancellationToken);

        async IAsyncEnumerable<IReadOnlyList<Record>> FromLockedView([EnumeratorCancellation] CancellationToken ended = default)
        {
            await foreach (var page in Read(await WithLockedViewAsync(query, ended).ConfigureAwait(false)).ConfigureAwait(false))
            {
                yield return page;
            }
        }
    }

    /// <summary>Counts records.</summary>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<long> CountAsync(RecordQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        _queries.Begin();
        var source = await _preparer.PrepareAsync(query, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CountAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException refusal) when (query.IsLocked is not null && IsLockStateRefused(refusal.Error))
        {
            TellLockStateRefused(query.Module, refusal);
            return await CountAsync(await WithLockedViewAsync(query, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Counts the records that each of some rules fits, in one call a rule. What can't be counted is told, and is no error: a scope is missing, or
    /// queries have no such criteria.
    /// </summary>
    /// <param name="module">The API name of the module.</param>
    /// <param name="rules">The rules, which needn't exist yet.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    public async Task<IReadOnlyList<RuleImpact>> CountMatchesAsync(string module, IReadOnlyList<LockingRule> rules, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        List<RuleImpact> impacts = [];
        foreach (var rule in rules)
        {
            try
            {
                var query = new RecordQuery(module) { Where = ParsedCriteria.From(rule.Criteria ?? throw FindingErrors.NoCriteria(rule)) };
                impacts.Add(new(rule, await CountAsync(query, cancellationToken).ConfigureAwait(false), null));
            }
            catch (ZohoException problem)
            {
                impacts.Add(new(rule, null, problem.Error));
            }
        }

        return impacts;
    }

    /// <summary>Runs a query in COQL as it is.</summary>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<QueryResult> QueryAsync(string query, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(query);
        _queries.Begin();
        var page = await _queries.RunAsync(query, cancellationToken).ConfigureAwait(false);
        return QueryResult.From(page, ModuleOfQuery().Match(query).Groups[1].Value);
    }

    /// <summary>Finds all locked records of a module, page by page; converted leads are among them.</summary>
    /// <exception cref="ZohoException">Zoho allows none of the ways to find them, or there was no readable response within the retry time.</exception>
    public IAsyncEnumerable<IReadOnlyList<Record>> FindLockedAsync(string module, CancellationToken cancellationToken = default)
    {
        _queries.Begin();
        return new LockedRecords(_reader, _preparer).ReadAsync(module, cancellationToken);
    }

    /// <summary>Counts the locked records of a module, in one call.</summary>
    /// <param name="module">The API name of the module.</param>
    /// <param name="by">The API name of the field to count by; null to count all.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>A count for each value of the field; the largest first.</returns>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<IReadOnlyList<RecordLockCount>> CountLocksAsync(string module, string? by = null, CancellationToken cancellationToken = default)
    {
        var query = new RecordQuery(module) { IsLocked = true };
        if (by is null)
        {
            return [new(module, null, null, await CountAsync(query, cancellationToken).ConfigureAwait(false))];
        }

        _queries.Begin();
        var field = (await _preparer.RequireFieldsAsync(module, [by], cancellationToken).ConfigureAwait(false))[0];
        QueryPage page;
        try
        {
            page = await GroupAsync(new(module, Condition: QuerySource.LockedIs(true))).ConfigureAwait(false);
        }
        catch (ZohoException refusal) when (IsLockStateRefused(refusal.Error))
        {
            TellLockStateRefused(module, refusal);
            page = await GroupAsync(await WithLockedViewAsync(query, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }

        if (page.HasMore == true)
        {
            throw FindingErrors.TooManyValues(module, field, page.Rows.Count);
        }

        return [.. page.Rows
            .Select(row => new RecordLockCount(module, field, QueryRow.ReadAll(row).GetValueOrDefault(field), QueryRow.FindCount(row) ?? throw page.Unreadable(null)))
            .OrderByDescending(count => count.Count)];

        Task<QueryPage> GroupAsync(QuerySource source) =>
            _queries.RunAsync($"select {field}, COUNT(id) {source.ToText()} group by {field}", long.MaxValue, cancellationToken);
    }

    /// <summary>Starts to look up the state of a stream of records.</summary>
    /// <param name="fields">The API names of the fields to read, in addition to the record's name, owner and lock state.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public RecordLookup LookUp(IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        _queries.Begin();
        return new(_reader, _preparer, fields, cancellationToken);
    }

    /// <summary>The API names of the modules whose records can be locked in this organisation: those that have the field of the lock state.</summary>
    /// <param name="isWanted">Whether a module is wanted, by its API name.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="ZohoException">Modules or fields may not be read, or there was no readable response within the retry time.</exception>
    public async Task<IReadOnlyList<string>> GetLockableModulesAsync(Predicate<string> isWanted, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        List<string> lockable = [];
        foreach (var module in await _metadata.GetModulesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (module.IsLockable && isWanted(module.ApiName)
                && (await _metadata.GetFieldsAsync(module.ApiName, cancellationToken).ConfigureAwait(false)).Any(field => field.ApiName == QueryRow.Locked))
            {
                lockable.Add(module.ApiName);
            }
        }

        return lockable;
    }

    private static bool IsLockStateRefused(ZohoError error) => RecordColumns.IsRefusalOf(error, QueryRow.Locked);

    private void TellLockStateRefused(string module, ZohoException refusal) =>
        _queries.Trace.Step(
            TraceKind.Listing, $"{module}: Zoho's view of locked records is used, because a query by the field of the lock state can't be: {refusal.Error.Message}");

    private async Task<long> CountAsync(QuerySource source, CancellationToken cancellationToken)
    {
        var page = await _queries.RunAsync($"select COUNT(id) {source.ToText()}", cancellationToken).ConfigureAwait(false);
        return page.Rows is [var row, ..] ? QueryRow.FindCount(row) ?? throw page.Unreadable(null) : 0;
    }

    // Where Zoho doesn't filter by the field, its own view of the locked records does.
    private async Task<QuerySource> WithLockedViewAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        var view = query is { IsLocked: true, View: null } ? await _preparer.FindLockedViewAsync(query.Module, cancellationToken).ConfigureAwait(false) : null;
        return view is null
            ? throw FindingErrors.LockStateRefused(query.Module)
            : await _preparer.PrepareAsync(query with { IsLocked = null, View = view }, cancellationToken).ConfigureAwait(false);
    }

    [GeneratedRegex(@"\bfrom\s+['""]?([A-Za-z][A-Za-z0-9_]*)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ModuleOfQuery();
}
