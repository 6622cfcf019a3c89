using ZohoLock.Configuration.Criteria;
using ZohoLock.Input;
using ZohoLock.Metadata;

namespace ZohoLock.Finding;

/// <summary>Checks what is to be found against the organisation, and translates it to COQL. It makes no call for what needs no name.</summary>
/// <param name="metadata">The fields and views of the organisation.</param>
/// <param name="getConfiguration">Reads a module's locking configuration.</param>
/// <param name="zone">The time zone of dates and times without an offset.</param>
internal sealed class QueryPreparer(
    MetadataCache metadata, Func<string, CancellationToken, Task<LockConfiguration?>> getConfiguration, TimeZoneInfo zone)
{
    // One comparison is needed for the next page, one for the lock state.
    private const int ReservedComparisons = 2;

    // A query selects 50 columns: these, and the id, the name, the owner and the lock state.
    private const int MaxFields = 46;

    /// <summary>The source of a query's records.</summary>
    /// <exception cref="ZohoException">A field, a value or the view doesn't exist, or there are too many comparisons. No query was sent.</exception>
    public async Task<QuerySource> PrepareAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        var where = query.Where is { } given ? await ResolveAsync(query.Module, given, cancellationToken).ConfigureAwait(false) : null;
        var rule = query.MatchingRule is { } named ? await ResolveRuleAsync(query.Module, named, cancellationToken).ConfigureAwait(false) : null;
        LockingCriteria[] conditions = [.. new[] { where, rule }.OfType<LockingCriteria>()];
        var condition = conditions switch
        {
            [] => null,
            [var only] => Translate(only),
            _ => Translate(new LockingCriteriaGroup(GroupOperator.And, conditions)),
        };
        var view = query.View is { } name ? await FindViewAsync(query.Module, name, cancellationToken).ConfigureAwait(false) : null;
        return new(query.Module, view, condition is null && query.IsLocked is null ? null : CoqlCondition.And(condition, QuerySource.LockedIs(query.IsLocked)));
    }

    /// <summary>The API names of fields, in Zoho's casing.</summary>
    /// <exception cref="ZohoException">The module has no such field: code <c>UnknownField</c>.</exception>
    public async Task<IReadOnlyList<string>> RequireFieldsAsync(string module, IReadOnlyList<string> names, CancellationToken cancellationToken) => names.Count switch
    {
        0 => [],
        > MaxFields => throw FindingErrors.TooManyFields(names.Count, MaxFields),
        _ => await CheckAsync(module, fields => names.Select(fields.RequireName).Distinct(StringComparer.OrdinalIgnoreCase).ToArray(), cancellationToken).ConfigureAwait(false),
    };

    /// <summary>The id of Zoho's view of a module's locked records; null if the module has none, or if views may not be read.</summary>
    public async Task<string?> FindLockedViewAsync(string module, CancellationToken cancellationToken)
    {
        try
        {
            var views = await metadata.GetViewsAsync(module, cancellationToken).ConfigureAwait(false);
            return views.FirstOrDefault(view => view.IsOfLockedRecords)?.Id;
        }
        catch (ZohoException refusal) when (IsNotAllowed(refusal.Error))
        {
            return null;
        }
    }

    /// <summary>Whether an error says that the connection may not do this, and not that it failed.</summary>
    private static bool IsNotAllowed(ZohoError error) => error.StatusCode == 403 || error.IsNotAllowed;

    private Task<LockingCriteria> ResolveAsync(string module, ParsedCriteria criteria, CancellationToken cancellationToken) =>
        CheckAsync(module, fields => new ConditionResolver(fields, zone).Resolve(criteria), cancellationToken);

    private async Task<LockingCriteria> ResolveRuleAsync(string module, string name, CancellationToken cancellationToken)
    {
        var rules = (await getConfiguration(module, cancellationToken).ConfigureAwait(false))?.LockingRules ?? [];
        var rule = rules.FirstOrDefault(known => known.Name == name)
            ?? rules.FirstOrDefault(known => name.Equals(known.Name, StringComparison.OrdinalIgnoreCase))
            ?? rules.FirstOrDefault(known => known.Id == name)
            ?? throw FindingErrors.UnknownRule(module, name, rules);
        var criteria = rule.Criteria ?? throw FindingErrors.NoCriteria(rule);
        try
        {
            return await ResolveAsync(module, ParsedCriteria.From(criteria), cancellationToken).ConfigureAwait(false);
        }
        catch (ZohoException wrong) when (wrong.Error.StatusCode is null)
        {
            throw FindingErrors.RuleNotQueryable(rule, wrong);
        }
    }

    // What isn't found in the lists that were read before may be new in Zoho.
    private async Task<T> CheckAsync<T>(string module, Func<ModuleFields, T> check, CancellationToken cancellationToken)
    {
        var isRead = metadata.HasFields(module);
        try
        {
            return check(await GetFieldsAsync(module, cancellationToken).ConfigureAwait(false));
        }
        catch (ZohoException wrong) when (isRead && wrong.Error.StatusCode is null)
        {
            metadata.Forget(module);
            return check(await GetFieldsAsync(module, cancellationToken).ConfigureAwait(false));
        }
    }

    // Without the scope for it, Zoho itself refuses what is wrong.
    private async Task<ModuleFields> GetFieldsAsync(string module, CancellationToken cancellationToken)
    {
        try
        {
            return new(module, await metadata.GetFieldsAsync(module, cancellationToken).ConfigureAwait(false));
        }
        catch (ZohoException refusal) when (IsNotAllowed(refusal.Error))
        {
            return new(module, null);
        }
    }

    private async Task<string> FindViewAsync(string module, string name, CancellationToken cancellationToken)
    {
        // Shorter numbers may be names, such as a year.
        if (RecordId.IsLikely(name))
        {
            return RecordId.Parse(name);
        }

        var isRead = metadata.HasViews(module);
        var views = await metadata.GetViewsAsync(module, cancellationToken).ConfigureAwait(false);
        if (isRead && !views.Any(HasName))
        {
            metadata.Forget(module);
            views = await metadata.GetViewsAsync(module, cancellationToken).ConfigureAwait(false);
        }

        return (views.FirstOrDefault(view => view.Name == name) ?? views.FirstOrDefault(HasName))?.Id ?? throw FindingErrors.UnknownView(module, name, views);

        bool HasName(ModuleView view) =>
            view.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || name.Equals(view.SystemName, StringComparison.OrdinalIgnoreCase);
    }

    private static string Translate(LockingCriteria condition)
    {
        const int Max = CoqlCondition.MaxComparisons - ReservedComparisons;
        return CoqlCondition.Count(condition) is var count && count <= Max ? CoqlCondition.Write(condition) : throw FindingErrors.TooManyComparisons(count, Max);
    }
}
