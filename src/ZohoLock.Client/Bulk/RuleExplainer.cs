using ZohoLock.Configuration;
using ZohoLock.Locking;

namespace ZohoLock.Bulk;

/// <summary>Adds the names and criteria of rules to the locks that they have made, and to the errors of records that they hold. Thread-safe.</summary>
/// <param name="rules">Finds the rules.</param>
internal sealed class RuleExplainer(LockingRuleLookup rules)
{
    /// <summary>The output of a record, with the rules of its locks.</summary>
    public async ValueTask<object?> ExplainAsync(object? output, CancellationToken cancellationToken) => output switch
    {
        RecordLock { RuleId: not null } found => await ExplainAsync(found, cancellationToken).ConfigureAwait(false),
        IReadOnlyList<RecordLock> locks when locks.Any(found => found.RuleId is not null) => await ExplainAllAsync(locks, cancellationToken).ConfigureAwait(false),
        _ => output,
    };

    /// <summary>The error of a record, with the rule that holds its lock.</summary>
    public async ValueTask<ZohoException> ExplainAsync(ZohoException failure, string module, CancellationToken cancellationToken) =>
        failure.Error.RuleId is { } id && await rules.FindAsync(module, id, cancellationToken).ConfigureAwait(false) is { } rule
            ? LockErrors.HeldByRule(failure, rule.Name ?? id, rule.Criteria)
            : failure;

    private async Task<RecordLock[]> ExplainAllAsync(IReadOnlyList<RecordLock> locks, CancellationToken cancellationToken)
    {
        var explained = new RecordLock[locks.Count];
        for (var i = 0; i < explained.Length; i++)
        {
            explained[i] = await ExplainAsync(locks[i], cancellationToken).ConfigureAwait(false);
        }

        return explained;
    }

    private async ValueTask<RecordLock> ExplainAsync(RecordLock found, CancellationToken cancellationToken) =>
        found.RuleId is { } id && await rules.FindAsync(found.Module, id, cancellationToken).ConfigureAwait(false) is { } rule
            ? found with { RuleName = rule.Name, RuleCriteria = rule.Criteria }
            : found;
}
