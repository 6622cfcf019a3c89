using System.Collections.Concurrent;
using ZohoLock.Diagnostics;

namespace ZohoLock.Configuration;

/// <summary>
/// Finds the rules that have locked records. A module's configuration is read once, when the first such lock turns up; if it can't be read, the
/// rules stay unknown, because reading locks needs no permission for it. Thread-safe.
/// </summary>
/// <param name="client">Reads the configurations.</param>
/// <param name="trace">Is told why a configuration can't be read.</param>
internal sealed class LockingRuleLookup(LockConfigurationClient client, ConnectionTrace trace)
{
    private static readonly Dictionary<string, LockingRuleText> Unknown = [];

    private readonly ConcurrentDictionary<string, Lazy<Task<Dictionary<string, LockingRuleText>>>> _rules = new(StringComparer.Ordinal);

    /// <summary>The rule with an id; null if the module has none any more, or its configuration can't be read.</summary>
    /// <param name="module">The API name of the module.</param>
    /// <param name="ruleId">The rule's id.</param>
    /// <param name="cancellationToken">Ends the call: that of the run, which is the same for all its records.</param>
    public async ValueTask<LockingRuleText?> FindAsync(string module, string ruleId, CancellationToken cancellationToken)
    {
        var rules = _rules.GetOrAdd(module, _ => new(() => ReadAsync(module, cancellationToken)));
        return (await rules.Value.ConfigureAwait(false)).GetValueOrDefault(ruleId);
    }

    private async Task<Dictionary<string, LockingRuleText>> ReadAsync(string module, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = await client.GetAsync(module, cancellationToken).ConfigureAwait(false);
            return (configuration?.LockingRules ?? []).Where(rule => rule.Id is not null)
                .DistinctBy(rule => rule.Id)
                .ToDictionary(rule => rule.Id!, rule => new LockingRuleText(rule.Name, rule.Criteria?.ToText()));
        }
        catch (ZohoException refusal)
        {
            trace.Step(TraceKind.Metadata, $"{module}: the rules that lock records stay unknown, because the configuration can't be read: {refusal.Error.Message}");
            return Unknown;
        }
    }
}

/// <summary>What a rule is called, and which records it locks.</summary>
/// <param name="Name">The name.</param>
/// <param name="Criteria">The criteria as text; null if Zoho doesn't report them.</param>
internal sealed record LockingRuleText(string? Name, string? Criteria);
