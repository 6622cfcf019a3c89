namespace ZohoLock;

/// <summary>
/// The locking configuration of a module: which records may be locked, how, for whom, and what a lock forbids (protocol section 2.2). A
/// module has at most one. Properties that this library doesn't model are kept and sent back with a change.
/// </summary>
public sealed record LockConfiguration
{
    // PowerShell can set init-only properties to null, and it can't index every list type that C# creates.
    private readonly IReadOnlyList<NamedReference> _excludedProfiles = [];
    private readonly IReadOnlyList<LockingRule> _lockingRules = [];
    private readonly IReadOnlyList<FieldReference> _excludedFields = [];
    private readonly IReadOnlyList<string> _restrictedActions = [];
    private readonly IReadOnlyList<string> _restrictedCommunications = [];
    private readonly IReadOnlyList<NamedReference> _restrictedCustomButtons = [];

    /// <summary>The API name of the module.</summary>
    public required string Module { get; init; }

    /// <summary>The id: digits; null if the configuration doesn't exist yet.</summary>
    public string? Id { get; init; }

    /// <summary>How records are locked; null if Zoho returned an unknown value.</summary>
    public LockType? LockType { get; init; }

    /// <summary>Whom records are locked for; null means all profiles, or an unknown value from Zoho.</summary>
    public LockedFor? LockedFor { get; init; }

    /// <summary>The profiles that locks don't apply to, at most 15 (<c>lock_excluded_profiles</c>).</summary>
    public IReadOnlyList<NamedReference> ExcludedProfiles
    {
        get => _excludedProfiles;
        init => _excludedProfiles = value?.ToArray() ?? [];
    }

    /// <summary>The rules that lock records automatically, at most 5.</summary>
    public IReadOnlyList<LockingRule> LockingRules
    {
        get => _lockingRules;
        init => _lockingRules = value?.ToArray() ?? [];
    }

    /// <summary>The fields that stay editable while the record is locked, at most 15.</summary>
    public IReadOnlyList<FieldReference> ExcludedFields
    {
        get => _excludedFields;
        init => _excludedFields = value?.ToArray() ?? [];
    }

    /// <summary>The feature type; null means <c>record_locking</c>.</summary>
    public string? FeatureType { get; init; }

    /// <summary>
    /// The actions that are forbidden on a locked record, in Zoho's names; <c>update</c> is always included (protocol section 2.2).
    /// </summary>
    public IReadOnlyList<string> RestrictedActions
    {
        get => _restrictedActions;
        init => _restrictedActions = value?.ToArray() ?? [];
    }

    /// <summary>The messages that can't be sent from a locked record, in Zoho's names.</summary>
    public IReadOnlyList<string> RestrictedCommunications
    {
        get => _restrictedCommunications;
        init => _restrictedCommunications = value?.ToArray() ?? [];
    }

    /// <summary>The custom buttons that are hidden on a locked record, at most 30.</summary>
    public IReadOnlyList<NamedReference> RestrictedCustomButtons
    {
        get => _restrictedCustomButtons;
        init => _restrictedCustomButtons = value?.ToArray() ?? [];
    }

    /// <summary>Whether records are also locked for portal users; true by default.</summary>
    public bool LockForPortalUsers { get; init; } = true;

    /// <summary>Whether Zoho created it and nobody can change it; null if Zoho doesn't report it.</summary>
    public bool? SystemDefined { get; init; }

    /// <summary>When it was created; null if Zoho doesn't report it.</summary>
    public DateTimeOffset? CreatedTime { get; init; }

    /// <summary>When it was last changed; null if Zoho doesn't report it.</summary>
    public DateTimeOffset? ModifiedTime { get; init; }

    /// <summary>Who created it; null if Zoho doesn't report it.</summary>
    public User? CreatedBy { get; init; }

    /// <summary>Who changed it last; null if Zoho doesn't report it.</summary>
    public User? ModifiedBy { get; init; }

    internal UnknownKeys Unknown { get; init; } = UnknownKeys.None;

    /// <summary>
    /// The configuration for another module, with names only: ids of rules, fields and buttons belong to the original module. Returns the
    /// same instance for the same module.
    /// </summary>
    public LockConfiguration ForModule(string module) => Module.Equals(module, StringComparison.OrdinalIgnoreCase)
        ? this
        : WithNamesOnly() with { Module = module, ExcludedProfiles = ExcludedProfiles };

    /// <summary>The configuration with one more rule.</summary>
    public LockConfiguration WithRuleAdded(LockingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return this with { LockingRules = [.. LockingRules, rule with { Id = null }] };
    }

    /// <summary>
    /// The configuration with a rule replaced: the one with the same id or, if the new rule has no id, the same name. A name or criteria
    /// that aren't given are kept.
    /// </summary>
    /// <exception cref="ZohoException">There is no such rule: code <c>NO_RULE</c>.</exception>
    public LockConfiguration WithRuleChanged(LockingRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var previous = LockingRules.FirstOrDefault(known => rule.Id is null ? known.Name == rule.Name : known.Id == rule.Id)
            ?? throw NoRule(rule.Id ?? rule.Name ?? string.Empty);
        var changed = rule with { Id = previous.Id, Name = rule.Name ?? previous.Name, Criteria = rule.Criteria ?? previous.Criteria };
        return this with { LockingRules = [.. LockingRules.Select(known => known == previous ? changed : known)] };
    }

    /// <summary>The configuration without the rule with that id or name.</summary>
    /// <exception cref="ZohoException">There is no such rule: code <c>NO_RULE</c>.</exception>
    public LockConfiguration WithRuleRemoved(string rule)
    {
        var previous = LockingRules.FirstOrDefault(known => known.Id == rule)
            ?? LockingRules.FirstOrDefault(known => known.Name == rule)
            ?? throw NoRule(rule);
        return this with { LockingRules = [.. LockingRules.Where(known => known != previous)] };
    }

    /// <summary>The module and the lock type: <c>Deals (Both)</c>.</summary>
    public override string ToString() => DisplayText.Line($"{Module} ({LockType})");

    /// <summary>The configuration without the ids of one organisation, where there are names.</summary>
    internal LockConfiguration WithNamesOnly() => this with
    {
        Id = null,
        ExcludedProfiles = [.. ExcludedProfiles.Select(profile => profile.WithoutId())],
        LockingRules = [.. LockingRules.Select(rule => rule with { Id = null, Criteria = rule.Criteria?.WithoutFieldIds() })],
        ExcludedFields = [.. ExcludedFields.Select(field => field.WithoutId())],
        RestrictedCustomButtons = [.. RestrictedCustomButtons.Select(button => button.WithoutId())],
    };

    private ZohoException NoRule(string rule) => new(new ZohoError
    {
        Code = "NO_RULE",
        Message = $"the locking configuration of {Module} has no rule '{rule}'",
        Advice = $"Nothing was changed. {OperationName.GetConfiguration} shows its rules.",
        Kind = ZohoErrorKind.ObjectNotFound,
    });
}
